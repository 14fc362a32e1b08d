// The results of failed calls. On file systems that wait for a server (NFS, FUSE) signals interrupt nearly every
// call (EINTR): here, and nowhere else, it is made again. errno is read after failures only, so that a call that
// succeeds costs nothing more. Only close(2) must not be repeated: its descriptor may have been reused by then.

import { EINTR } from "../errno.ts";

/** How many times an interrupted call is made again: one that is interrupted for ever must not hold up a run. */
export const MOST_INTERRUPTIONS = 100;

/** Gives the result of the call that has just failed on this thread. */
export interface Failure {
  /** The negated errno. */
  (): number;
  /** The same, or, if a signal interrupted the call, its result when it is made again. */
  <Parameters extends unknown[]>(
    call: (...parameters: Parameters) => number | bigint,
    ...parameters: Parameters
  ): number;
}

type AnyCall = (...parameters: unknown[]) => number | bigint;

/** @param errno of this thread, in ferry's numbers */
export function failureReader(errno: () => number): Failure {
  // Seven parameters instead of an array, which would be garbage at each failure, as at each missing entry.
  return (
    call?: unknown,
    a?: unknown,
    b?: unknown,
    c?: unknown,
    d?: unknown,
    e?: unknown,
    f?: unknown,
    g?: unknown,
  ) => {
    let error = errno();
    for (let tries = 0; error === EINTR && call !== undefined; tries++) {
      if (tries === MOST_INTERRUPTIONS) break;
      const answer = Number((call as AnyCall)(a, b, c, d, e, f, g));
      if (answer >= 0) return answer;
      error = errno();
    }
    return -error;
  };
}
