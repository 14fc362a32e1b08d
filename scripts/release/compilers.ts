// Which Deno compiles: its version has to be that of the runtime. A given runtime may be older than the Deno
// that runs this; the fitting Deno then comes from npm, once.

import { join } from "@std/path";
import { BuildFailure } from "./build_failure.ts";
import { cacheFolder } from "../support/cache_folder.ts";

/** The Deno that makes executables with a runtime; its path. @throws {BuildFailure} where it cannot be fetched */
export function compilerFor(runtimeVersion: string | null): string {
  const named = Deno.env.get("FERRY_COMPILER");
  if (named) return named;
  if (runtimeVersion === null || runtimeVersion === Deno.version.deno) return Deno.execPath();
  return fetchCompiler(runtimeVersion);
}

function fetchCompiler(version: string): string {
  const prefix = join(cacheFolder(), `ferry-compiler-${version}`);
  const isWindows = Deno.build.os === "windows";
  const compiler = join(prefix, "node_modules/.bin", isWindows ? "deno.cmd" : "deno");
  if (answers(compiler)) return compiler;
  const args = ["install", "--silent", "--no-save", "--prefix", prefix, `deno@${version}`];
  if (!succeeds(isWindows ? "npm.cmd" : "npm", args) || !answers(compiler)) {
    throw new BuildFailure(
      `the runtime needs Deno ${version} to compile with, and 'npm ${
        args.join(" ")
      }' does not bring it: ` +
        "FERRY_COMPILER=/path/to/deno names one",
    );
  }
  return compiler;
}

function answers(program: string): boolean {
  return succeeds(program, ["--version"]);
}

function succeeds(program: string, args: readonly string[]): boolean {
  try {
    const { success } = new Deno.Command(program, {
      args: [...args],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).outputSync();
    return success;
  } catch {
    return false;
  }
}
