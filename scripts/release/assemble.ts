// Ferry's executable out of its bundles, and the one that records bytecode for it.

import { join } from "@std/path";
import { APPENDED } from "../executable/appended.ts";
import { COMMIT, WORKERS } from "../executable/load.ts";
import { append } from "./append.ts";
import { denoCompile, type Making } from "./deno_compile.ts";

/**
 * What V8 compiles, it compiles at once, in the thread that runs it: nearly every processor has a thread of
 * ferry's to run. Its quick compiler (Maglev) comes soon. V8's own functions are not mapped once more for
 * each thread, which saves 1.7 MB in each. New objects have 2 MB before the first collection, so that a short run ends
 * without one.
 */
const COMMON_FLAGS = [
  "--no-concurrent-recompilation",
  "--no-sparkplug",
  "--no-short-builtin-calls",
  "--min-semi-space-size=2",
  "--invocation-count-for-maglev=200",
];
/**
 * The careful compiler (TurboFan) comes for what is called often. In its code alone a call of C goes straight there; so
 * Maglev copies no function into its callers, and those that call C stay functions of their own, which TurboFan takes
 * up first.
 */
export const V8_FLAGS = [
  ...COMMON_FLAGS,
  "--no-maglev-inlining",
  "--invocation-count-for-turbofan=6000",
];
/**
 * On Linux it takes functions without a name alone, which those are that call C (ffi/frequent.ts): these bring what
 * it costs, and soon. Maglev copies short functions into their callers, but none of these.
 */
const LINUX_FLAGS = [
  ...COMMON_FLAGS,
  "--max-maglev-inlined-bytecode-size=40",
  "--turbo-filter=",
  "--invocation-count-for-turbofan=2000",
];
/**
 * Numbers that V8 draws by chance are in what it records. V8 takes what was recorded with this flag without it, too,
 * unlike with others.
 */
const NO_CHANCE = "--random-seed=1";
/** deno compile writes the time of each file into the executable: it is to be the same in each build. */
const FILE_TIME = 0;

/** The main modules of the executables that can be made of the same parts. */
const MAINS = { ferry: "main.js", recorder: "record.js", startSteps: "start_steps.js" } as const;

/** Makes an executable of what lies in a build's folder. */
export function assemble(
  build: string,
  program: keyof typeof MAINS,
  making: Making,
  executable: string,
): void {
  const main = join(build, MAINS[program]);
  const isRecorder = program === "recorder";
  const programs = APPENDED.map((name) => join(build, name));
  const isAppended = making.target.includes("linux");
  const beside = isRecorder ? [WORKERS.recorded] : [COMMIT, WORKERS.own];
  const embedded = [
    ...isAppended ? [] : programs,
    ...beside.map((name) => join(build, name)),
  ];
  for (const path of [main, ...embedded]) Deno.utimeSync(path, FILE_TIME, FILE_TIME);
  const flags = isAppended ? LINUX_FLAGS : V8_FLAGS;
  const v8Flags = isRecorder ? [...flags, NO_CHANCE] : flags;
  denoCompile(making, { main, embedded, v8Flags }, executable);
  if (isAppended) append(executable, programs.map((path) => Deno.readFileSync(path)));
}
