// How much one call is given to move: as much as it does in a moment, so that progress shows and a signal is heard on slow
// storage as well.

import { CALL_BYTES, LEAST_CALL_BYTES, LONGEST_CALL_MS } from "../../thresholds.ts";

/** One thread's portion. */
export class Portion {
  bytes = CALL_BYTES;

  /** Before a call; for `end`. */
  begin(): number {
    return performance.now();
  }

  /** @param moved what the call answered */
  end(began: number, moved: number): void {
    if (moved < LEAST_CALL_BYTES) return;
    const ms = performance.now() - began;
    if (ms > LONGEST_CALL_MS) this.bytes = Math.max(LEAST_CALL_BYTES, this.bytes / 2);
    else if (ms < LONGEST_CALL_MS / 4) this.bytes = Math.min(CALL_BYTES, this.bytes * 2);
  }
}
