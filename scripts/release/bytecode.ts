// What V8 compiled while ferry did what it is mostly used for: an executable that holds it starts some 15 ms
// sooner. The very runtime of the executable has to record it, so a system that does not run here is without.

import { join } from "@std/path";
import { PROGRAMS } from "../executable/load.ts";
import { assemble } from "./assemble.ts";
import type { Making } from "./deno_compile.ts";
import { type Emulator, HERE } from "./emulators.ts";
import { run } from "./run.ts";
import { suffixOf } from "./targets.ts";

const NAMES = [PROGRAMS.main.bytecode, PROGRAMS.worker.bytecode];

/** An executable's bytecode when there is none. */
export function leaveOutBytecode(build: string): void {
  for (const name of NAMES) Deno.writeFileSync(join(build, name), new Uint8Array());
}

/** Records it in a build's folder. @throws {BuildFailure} where V8 refuses what was recorded */
export function recordBytecode(build: string, making: Making, emulator: Emulator = HERE): void {
  leaveOutBytecode(build);
  const recorder = join(build, `recorder${suffixOf(making.target)}`);
  const recorded = ["main", "worker"].map((name) => join(build, `recorded-${name}`));
  assemble(build, "recorder", making, recorder);
  emulator.adapt(recorder);
  const trees = Deno.makeTempDirSync({ dir: build, prefix: "trees-" });
  const { command, env, pathFor } = emulator;
  const [program, ...before] = [...command, recorder];
  run(program, [...before, "record", ...[trees, ...recorded].map(pathFor)], { env });
  run(program, [...before, "check", ...recorded.map(pathFor)], { env });
  recorded.forEach((path, at) => Deno.renameSync(path, join(build, NAMES[at])));
}
