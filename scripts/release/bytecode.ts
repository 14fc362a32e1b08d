// What V8 compiled while ferry did what it is mostly used for: an executable that holds it starts some 15 ms
// sooner. The very runtime of the executable has to record it, so a system that does not run here is without.

import { join } from "@std/path";
import { PROGRAMS } from "../executable/load.ts";
import { assemble } from "./assemble.ts";
import type { Making } from "./deno_compile.ts";
import { run } from "./run.ts";
import { suffixOf } from "./targets.ts";

const NAMES = [PROGRAMS.main.bytecode, PROGRAMS.worker.bytecode];

/** An executable's bytecode when there is none. */
export function leaveOutBytecode(build: string): void {
  for (const name of NAMES) Deno.writeFileSync(join(build, name), new Uint8Array());
}

/** Records it in a build's folder; whether it could be recorded here. */
export function recordBytecode(build: string, making: Making): boolean {
  leaveOutBytecode(build);
  if (making.target !== Deno.build.target) return false;
  const recorder = join(build, `recorder${suffixOf(making.target)}`);
  const recorded = ["main", "worker"].map((name) => join(build, `recorded-${name}`));
  assemble(build, "recorder", making, recorder);
  const trees = Deno.makeTempDirSync({ dir: build, prefix: "trees-" });
  run(recorder, ["record", trees, ...recorded]);
  run(recorder, ["check", ...recorded]);
  recorded.forEach((path, at) => Deno.renameSync(path, join(build, NAMES[at])));
  return true;
}
