// What the bundles of an executable export. Each is a single script, because what V8 has compiled can be kept for a
// script and handed to it again.

import { keepPermissions } from "../../ffi/permission.ts";
import type { BuildFacts } from "../../lib/cli/commands/about.ts";

/** The program, as the executable's main thread runs it. */
export interface Program {
  /** Runs the command line; the exit code. */
  main(args: readonly string[], build?: () => BuildFacts): Promise<number>;
}

/** What makes a thread a worker, which waits for messages. */
export interface WorkerProgram {
  work(): Promise<unknown>;
}

export const main: Program["main"] = async (args, build) => {
  keepPermissions();
  return (await import("../../lib/cli/cli.ts")).runCli(args, build);
};
