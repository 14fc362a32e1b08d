// How the main thread counts beside its other work: in short slices, with a pause after each.

/** The slices of a count. */
export interface Slices {
  readonly ms: number;
  /** Milliseconds of the pause after each: a tenth of one processor, where what is counted takes long. */
  readonly pauseMs: number;
  /** Whether somebody waits for the sum; a count for a warning keeps out of the way on slow storage, too. */
  readonly isForScreen: boolean;
}

/** Milliseconds of the pause where the storage makes a count for the screen wait: that takes no processor. */
const SLOW_PAUSE_MS = 1;
/** Milliseconds of a count after which what it has come to so far is better than nothing. */
const LONG_MS = 1500;
/** Milliseconds that a call takes at least on such storage. */
const SLOW_MS = 0.25;

export class Pace {
  /** Calls in the slice. */
  calls = 0;
  /** Milliseconds of all slices so far. */
  spentMs = 0;
  readonly #startedAt = performance.now();
  #beganAt = this.#startedAt;
  #endPause = () => {};

  constructor(private readonly slices: Slices) {}

  /** Milliseconds since the slice began. */
  get sliceMs(): number {
    return performance.now() - this.#beganAt;
  }

  /** Whether the count goes on for so long that somebody waits for a sum. */
  get isLong(): boolean {
    return performance.now() - this.#startedAt > LONG_MS;
  }

  /** Gives way to the workers, to signals and to the screen, once the slice is over. */
  async yieldIfDue(): Promise<void> {
    const ms = this.sliceMs;
    if (ms >= this.slices.ms) await this.pause(ms);
  }

  /** @param ms what the slice has taken */
  async pause(ms: number): Promise<void> {
    this.spentMs += ms;
    const { isForScreen, pauseMs } = this.slices;
    const isSlow = isForScreen && ms > SLOW_MS * this.calls;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, isSlow ? SLOW_PAUSE_MS : pauseMs);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#beganAt = performance.now();
    this.calls = 0;
  }

  /** Ends a pause at once. */
  stop(): void {
    this.#endPause();
  }
}
