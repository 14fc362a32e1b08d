// The share of a run that is done, of its time: it grows so that it is whole when the time left is over. It never falls: where
// more is left than was thought, it goes on more slowly.

/** In how much of the time so far, and of milliseconds at least, it catches up with what is told since. */
const CATCH_UP = 0.1;
const LEAST_CATCH_UP_MS = 1000;
/** By how much it may be ahead of what is told now before it goes on at the least pace, and that. */
const MOST_AHEAD = 0.1;
const LEAST_PACE = 0.3;
/** The most before all is done: by its steps alone it would come to 1. */
const ALMOST_ALL = 1 - 1e-6;

export class ShareDone {
  #share: number | null = null;
  #atMs = 0;

  /** What was told last; null before anything was. */
  get told(): number | null {
    return this.#share;
  }

  /** Takes into account how much time is left at a moment, later than the last one. */
  at(atMs: number, leftMs: number): number {
    const ms = atMs - this.#atMs, truth = atMs / (atMs + leftMs);
    this.#atMs = atMs;
    if (leftMs === 0) this.#share = 1;
    else if (this.#share !== 1) {
      this.#share = Math.min(this.#next({ truth, ms, leftMs }), ALMOST_ALL);
    }
    return this.#share;
  }

  #next(told: Told): number {
    return this.#share === null ? told.truth : this.#share + this.#step(this.#share, told);
  }

  #step(before: number, { truth, ms, leftMs }: Told): number {
    const step = (1 - before) * ms / (leftMs + ms);
    const behind = truth - before - step;
    if (behind <= 0) return step * Math.max(LEAST_PACE, 1 + behind / MOST_AHEAD);
    const catchUpMs = Math.max(LEAST_CATCH_UP_MS, CATCH_UP * this.#atMs);
    return step + behind * (1 - Math.exp(-ms / catchUpMs));
  }
}

/** The share by the time left, that time, and the time since the last moment. */
interface Told {
  readonly truth: number;
  readonly ms: number;
  readonly leftMs: number;
}
