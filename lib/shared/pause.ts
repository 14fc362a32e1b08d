// Waiting inside a worker, which never returns to its event loop while there is work: in short naps,
// so that a stop is heard.

import { isStopping } from "./control.ts";

/** Milliseconds between looks at whether the run is to stop. */
const NAP_MS = 25;
/** A word that nobody ever changes. */
const quiet = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Sleeps for so long, or until the run stops; whether it goes on. */
export function pause(control: Int32Array, durationMs: number): boolean {
  const end = performance.now() + durationMs;
  for (let left = durationMs; left > 0; left = end - performance.now()) {
    if (isStopping(control)) return false;
    Atomics.wait(quiet, 0, 0, Math.min(left, NAP_MS));
  }
  return !isStopping(control);
}
