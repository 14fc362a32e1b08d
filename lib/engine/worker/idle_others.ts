// When a thread gives work away that it has begun: to threads that have none.

import type { WorkerContext } from "./worker_context.ts";

/** Milliseconds that what is left must take at least: whoever takes half of it opens the folders anew. */
const LEAST_SHARED_MS = 10;

/**
 * Whether others have nothing to do and `left` entries take long enough to be shared with them. All is asked at once:
 * V8 would discard what it has optimized for a question that comes up late.
 */
export function isWanted({ stack, pace }: WorkerContext, left: number): boolean {
  const { isEmpty, someoneIsIdle } = stack;
  const isLong = left > 1 && pace.entryMs * left > LEAST_SHARED_MS;
  return isLong && isEmpty && someoneIsIdle;
}
