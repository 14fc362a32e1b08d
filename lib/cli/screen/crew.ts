// The threads of a run as they join, and how long so much work takes them: as long as further ones are to be expected, they
// come as fast as those before, and each does as much.

import type { ProgressEvent } from "../../events.ts";
import { CrewGrowth } from "./crew_growth.ts";

/** Milliseconds without a further thread after which none is awaited. */
const AWAITED_MS = 1000;
/** The last joins, which tell how fast the next ones come. */
const JOINS = 4;
const FEWEST_JOINS = 3;
/** Share of its threads that are left of a crew at most when the next one begins. */
const MOST_LEFT = 0.5;

export class Crew {
  #threads = 1;
  #expected = 1;
  /** Whether further threads brought something so far, when the last one joined. */
  #paid = false;
  /** When the last ones joined. */
  #joins: number[] = [];
  readonly #growth = new CrewGrowth();
  /** The second crew: since when it is at work, and for how long all its threads together. Null as long as there is none. */
  #next: { readonly sinceMs: number; threadMs: number } | null = null;
  #atMs = 0;

  /** Since when the speed is that of the threads at work now; where each brings something, it can be told of any time. */
  get sinceMs(): number {
    return this.#paid ? 0 : this.#joinedAtMs;
  }

  get #joinedAtMs(): number {
    return this.#joins.at(-1) ?? 0;
  }

  /** The next crew begins. By the number of threads alone one of two threads could be this one's end. */
  beginNext(atMs: number): void {
    this.#next = { sinceMs: atMs, threadMs: 0 };
  }

  add(
    atMs: number,
    { threads, expectedThreads }: Pick<ProgressEvent, "threads" | "expectedThreads">,
  ): void {
    if (threads > this.#threads) this.#paid = this.#expected > this.#threads;
    if (this.#next !== null) this.#next.threadMs += threads * (atMs - this.#atMs);
    else if (threads < MOST_LEFT * this.#threads) this.#next = { sinceMs: atMs, threadMs: 0 };
    else this.#growth.add(atMs, threads);
    this.#atMs = atMs;
    for (; this.#threads < threads; this.#threads++) this.#joins.push(atMs);
    this.#joins = this.#joins.slice(-JOINS);
    this.#threads = Math.max(1, threads);
    this.#expected = expectedThreads;
  }

  /** Milliseconds since a moment as so many threads as now would have had them: where each brings something, fewer. */
  since(ms: number, threadMs: number): number {
    return this.#paid ? threadMs / this.#threads : ms;
  }

  /** Whether it is known how many threads will be at work. */
  isForeseeable(atMs: number): boolean {
    return !this.#awaitsMore(atMs) || this.#joins.length >= FEWEST_JOINS;
  }

  /** Milliseconds from a moment on in which is done what takes so many as long as no further thread joins. */
  msOf(constantMs: number, atMs: number): number {
    const next = this.#next;
    if (
      next !== null && this.#paid && atMs - Math.max(next.sinceMs, this.#joinedAtMs) < AWAITED_MS
    ) {
      const { threadMs } = next;
      const doneMs = threadMs + constantMs * this.#threads;
      return this.#growth.msUntil(doneMs) - this.#growth.msUntil(threadMs);
    }
    let threads = this.#threads, left = constantMs * threads, ms = 0;
    if (this.#awaitsMore(atMs) && this.#joins.length > 1) {
      const gap = (this.#joinedAtMs - this.#joins[0]) / (this.#joins.length - 1);
      for (; threads < this.#expected && left > gap * threads; threads++) {
        left -= gap * threads;
        ms += gap;
      }
    }
    return ms + left / threads;
  }

  /** The same where the next crew does it, which grows from its first thread on as this one did. */
  msOfNext(constantMs: number, atMs: number): number {
    if (!this.#paid) return constantMs;
    const threadMs = constantMs * this.#threads, beyondMs = threadMs - this.#growth.threadMs;
    if (beyondMs <= 0) return this.#growth.msUntil(threadMs);
    return this.#growth.ms + this.msOf(beyondMs / this.#threads, atMs);
  }

  #awaitsMore(atMs: number): boolean {
    return this.#expected > this.#threads && atMs - this.#joinedAtMs < AWAITED_MS;
  }
}
