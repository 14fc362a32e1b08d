// All of ferry as one program with two ways in. Bundled as a single script, because what V8 has compiled
// can be kept for a script and handed to it again, and a thread takes either way through the same script.

/** What the bundle exports. */
export interface Program {
  /** Runs the command line; the exit code. */
  main(args: readonly string[]): Promise<number>;
  /** Makes this thread a worker, which waits for messages. */
  work(): Promise<unknown>;
}

export const main: Program["main"] = async (args) =>
  (await import("../../lib/cli/cli.ts")).runCli(args);

export const work: Program["work"] = () => import("../../lib/engine/run/worker.ts");
