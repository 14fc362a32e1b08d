// When a thread gives work away that it has begun: to threads that have none.

import type { WorkerContext } from "./worker_context.ts";

/** Milliseconds that what is left must take at least: whoever takes half of it opens the folders anew. */
const LEAST_SHARED_MS = 10;

/** Milliseconds that an entry takes at least in a staged folder that others are to help with: under its own name it takes two calls more. */
const LEAST_UNSTAGED_MS = 1;

/**
 * Whether others have nothing to do and `left` entries take long enough to be shared with them. All is asked at once:
 * V8 would discard what it has optimized for a question that comes up late.
 */
export function isWanted({ stack, pace }: WorkerContext, left: number): boolean {
  const { isEmpty, someoneIsIdle } = stack;
  const isLong = left > 1 && pace.entryMs * left > LEAST_SHARED_MS;
  return isLong && isEmpty && someoneIsIdle;
}

/** The same of a folder that has, or would get, a temporary name: others find it only under its own. */
export function isWantedUnstaged(worker: WorkerContext, left: number): boolean {
  return isWanted(worker, left) && worker.pace.entryMs >= LEAST_UNSTAGED_MS;
}
