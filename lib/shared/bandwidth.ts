// `--bwlimit`: one allowance of bytes a second for all workers of a run, in shared memory. Each takes
// its turn in advance, by moving on the moment at which the next one may begin (the virtual
// scheduling of ITU-T I.371), and sleeps until its own has come. Whoever was late may catch up a
// little, so that timers that oversleep do not make the run slower than was asked for.

import { lock, unlock } from "./lock.ts";
import { pause } from "./pause.ts";

/** A turn lasts about this long, so that the stream is even. */
const TURN_MS = 25;
/** What may be caught up: with it, no five seconds hold more than 3 % too much. */
const CATCH_UP_MS = 100;

/** Index of the lock, as a 32-bit word. */
const LOCK = 0;
/** Index of the moment at which the next turn begins, as a 64-bit number behind the lock. */
const NEXT_TURN = 1;

export function createBandwidth(): SharedArrayBuffer {
  return new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT);
}

/** One worker's view of the allowance. */
export class Bandwidth {
  readonly #words: Int32Array;
  readonly #times: Float64Array;
  readonly #bytesPerMs: number;
  readonly #turnBytes: number;

  /** @param bytesPerSecond more than 0 */
  constructor(
    memory: SharedArrayBuffer,
    private readonly control: Int32Array,
    bytesPerSecond: number,
  ) {
    this.#words = new Int32Array(memory);
    this.#times = new Float64Array(memory);
    this.#bytesPerMs = bytesPerSecond / 1000;
    this.#turnBytes = Math.max(1, Math.floor(this.#bytesPerMs * TURN_MS));
  }

  /**
   * Waits for a turn.
   *
   * @param wanted bytes, more than 0
   * @returns how many of them may move now, at least 1; 0 when the run is to stop
   */
  take(wanted: number): number {
    const bytes = Math.min(wanted, this.#turnBytes);
    const begins = this.#reserve(bytes / this.#bytesPerMs);
    return pause(this.control, begins - now()) ? bytes : 0;
  }

  /** Takes the next `durationMs` for itself; when they begin. */
  #reserve(durationMs: number): number {
    lock(this.#words, LOCK);
    const begins = Math.max(this.#times[NEXT_TURN], now() - CATCH_UP_MS);
    this.#times[NEXT_TURN] = begins + durationMs;
    unlock(this.#words, LOCK);
    return begins;
  }
}

/** Milliseconds since 1970 on a clock that never goes back and that all threads share. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
