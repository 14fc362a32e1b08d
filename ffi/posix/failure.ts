// What a call that failed answers. File systems that wait for somebody else (NFS, FUSE) let a signal
// interrupt nearly every call (EINTR): then it is made again, here and nowhere else. errno is looked at
// after failures alone, so that a call that succeeds pays nothing. Only close(2) must not be repeated:
// its descriptor is gone, and may be somebody else's already.

import { EINTR } from "../errno.ts";

/** How many times an interrupted call is made again: one that is interrupted for ever must not hold up a run. */
export const MOST_INTERRUPTIONS = 100;

/** Reads the error of the call just made on this thread. */
export interface Failure {
  /** The negated errno. */
  (): number;
  /** The same, or, where a signal interrupted that call, what it answers when it is made again. */
  <Parameters extends unknown[]>(
    call: (...parameters: Parameters) => number | bigint,
    ...parameters: Parameters
  ): number;
}

type AnyCall = (...parameters: unknown[]) => number | bigint;

/** @param errno of this thread, in ferry's numbers */
export function failureReader(errno: () => number): Failure {
  // Six parameters and no array of them: that would be garbage at each failure, "no such entry" among them.
  return (
    call?: unknown,
    a?: unknown,
    b?: unknown,
    c?: unknown,
    d?: unknown,
    e?: unknown,
    f?: unknown,
  ) => {
    let error = errno();
    for (let tries = 0; error === EINTR && call !== undefined; tries++) {
      if (tries === MOST_INTERRUPTIONS) break;
      const answer = Number((call as AnyCall)(a, b, c, d, e, f));
      if (answer >= 0) return answer;
      error = errno();
    }
    return -error;
  };
}
