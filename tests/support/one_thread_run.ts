// Mirrors a tree in one thread, with the fast path for plain files or without it: what tests trace.
//
//   deno run -A tests/support/one_thread_run.ts REQUEST.json

import { run } from "../../lib/engine/run/run.ts";
import type { RunEvent } from "../../lib/events.ts";
import { DEFAULT_OPTIONS, type Options } from "../../lib/options.ts";

/** What is to be done; plain data. */
export interface OneThreadRequest {
  readonly source: string;
  readonly target: string;
  readonly usesFastPath: boolean;
  readonly options: Partial<Options>;
}

if (import.meta.main) {
  const { source, target, usesFastPath, options }: OneThreadRequest = JSON.parse(Deno.args[0]);
  const errors: RunEvent[] = [];
  const summary = await run({
    command: "mirror",
    sources: [source],
    dest: target,
    placement: "exact",
    // With retries the main thread leaves all to workers, of which one job allows one.
    options: { ...DEFAULT_OPTIONS, delete: true, jobs: 1, retries: 1, ...options },
    onEvent: (event) => event.type === "error" && errors.push(event),
    signal: null,
    progressIntervalMs: 0,
    ownFiles: [],
    usesFastPath,
  });
  console.log(JSON.stringify(errors));
  Deno.exit(summary.outcome === "done" ? 0 : 1);
}
