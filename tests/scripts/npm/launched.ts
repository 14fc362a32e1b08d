// The launcher as npm lays it: its package and that of the executable side by side in node_modules. FERRY_NODE names another
// Node than the one on the PATH.

import { dirname } from "@std/path";
import { mainManifest, platformManifest } from "../../../scripts/npm/manifests.ts";
import { isTarget } from "../../../scripts/release/targets.ts";
import { ROOT } from "../../support/documents.ts";
import { needsPrograms } from "../../support/programs.ts";

const NODE = Deno.env.get("FERRY_NODE") ?? "node";
const { target } = Deno.build;

/** Reason not to run tests of the launcher here, or null. */
export const REASON = isTarget(target) && Deno.build.os === "linux"
  ? needsPrograms(NODE)
  : "not a Linux that there is an executable for";

/** Names of the packages. */
export const MAIN = mainManifest(null).name;
export const PLATFORM = isTarget(target) ? platformManifest(target, null).name : "";

/** @param script what stands for the executable, for the shell */
export function installLauncher(dir: string, script: string): void {
  if (!isTarget(target)) throw new Error(REASON!);
  const modules = `${dir}/node_modules`, launcher = `${modules}/${MAIN}/bin/ferry.cjs`;
  write(`${modules}/${MAIN}/package.json`, JSON.stringify(mainManifest(null)));
  write(launcher, Deno.readTextFileSync(`${ROOT}/scripts/npm/launcher.cjs`));
  write(`${modules}/${PLATFORM}/package.json`, JSON.stringify(platformManifest(target, null)));
  write(`${modules}/${PLATFORM}/bin/ferry`, `#!/bin/sh\n${script}\n`);
  for (const path of [launcher, `${modules}/${PLATFORM}/bin/ferry`]) Deno.chmodSync(path, 0o755);
}

/** The command that starts the launcher. @param preloaded what Node is told first, as text of a script */
export function launcher(dir: string, preloaded = ""): string[] {
  write(`${dir}/preloaded.cjs`, preloaded);
  const path = `${dir}/node_modules/${MAIN}/bin/ferry.cjs`;
  return [NODE, "--require", `${dir}/preloaded.cjs`, path];
}

function write(path: string, text: string): void {
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.writeTextFileSync(path, text);
}
