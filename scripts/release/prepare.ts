// What each executable is made with. All that is missing is said together, before anything is made.

import { join } from "@std/path";
import { BuildFailure, RuntimeOutOfReach } from "./build_failure.ts";
import { compilerFor } from "./compilers.ts";
import { denoCompile, type Making } from "./deno_compile.ts";
import { type GivenRuntime, givenRuntime, missingRuntime } from "./runtimes.ts";
import type { Target } from "./targets.ts";

/** An executable that is to be made. */
export interface Part {
  readonly making: Making;
  /** Null where Deno brings it: it is then of the version that runs this. */
  readonly runtime: GivenRuntime | null;
}

/**
 * @param build a folder for temporary files
 * @param options of deno compile
 * @throws {BuildFailure} with a line for each target that cannot be made
 */
export function prepare(
  build: string,
  targets: readonly Target[],
  options: readonly string[],
): Part[] {
  const parts: Part[] = [];
  const failures: string[] = [];
  for (const target of targets) {
    try {
      const runtime = givenRuntime(target, targets.length === 1);
      const compiler = compilerFor(runtime?.deno ?? null);
      const making = { target, compiler, runtime: runtime?.path ?? null, options };
      if (runtime === null) fetchRuntime(build, making);
      parts.push({ making, runtime });
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length > 0) throw new BuildFailure(failures.join("\n"));
  return parts;
}

/** Has Deno fetch a runtime, which it then keeps, by compiling nothing with it. */
function fetchRuntime(build: string, making: Making): void {
  const main = join(build, "empty.js"), executable = join(build, "empty");
  Deno.writeTextFileSync(main, "");
  try {
    denoCompile({ ...making, options: [] }, { main }, executable);
  } catch (error) {
    if (error instanceof RuntimeOutOfReach) throw new BuildFailure(missingRuntime(making.target));
    throw error;
  }
}
