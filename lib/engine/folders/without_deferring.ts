// Entries that nobody else can take, because the stacks are full: this thread processes them at once.

import type { WorkerContext } from "../worker/worker_context.ts";

/** Calls `process`, which processes entries: none of them is deferred, and the main thread does not yield meanwhile. */
export function withoutDeferring(worker: WorkerContext, process: () => void): void {
  const { shouldYield, putsOff } = worker;
  worker.shouldYield = null;
  worker.putsOff = false;
  process();
  worker.shouldYield = shouldYield;
  worker.putsOff = putsOff;
}
