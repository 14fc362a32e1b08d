// How the first threads of a run became more: the next ones, of another walk over the trees, are expected to do the same.

/** Milliseconds of all threads together for which this is remembered: by then all have joined. */
const REMEMBERED_MS = 60_000;

export class CrewGrowth {
  /** Moments, and the milliseconds that all threads had had together by then. */
  readonly #moments: { atMs: number; threadMs: number }[] = [{ atMs: 0, threadMs: 0 }];
  #threads = 1;

  /** Takes into account how many threads there were up to a moment, later than the last one. */
  add(atMs: number, threads: number): void {
    const { atMs: beforeMs, threadMs } = this.#moments.at(-1)!;
    if (threadMs >= REMEMBERED_MS) return;
    this.#moments.push({ atMs, threadMs: threadMs + threads * (atMs - beforeMs) });
    this.#threads = threads;
  }

  /** How long it has been remembered for, and that for all threads together. */
  get ms(): number {
    return this.#moments.at(-1)!.atMs;
  }

  get threadMs(): number {
    return this.#moments.at(-1)!.threadMs;
  }

  /** Milliseconds from the first thread's start until all threads together have had so many. */
  msUntil(threadMs: number): number {
    const i = this.#moments.findLastIndex((moment) => moment.threadMs <= threadMs);
    const before = this.#moments[i], next = this.#moments.at(i + 1);
    const threads = next === undefined
      ? this.#threads
      : (next.threadMs - before.threadMs) / (next.atMs - before.atMs);
    return before.atMs + (threadMs - before.threadMs) / threads;
  }
}
