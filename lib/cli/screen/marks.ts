// What was done of a run by when: its stretches so far, fewer and longer ones the longer it takes, and its last moments.

import { type Amounts, KINDS } from "./work_left.ts";
import { NOTHING } from "./amounts.ts";

/** Milliseconds of a stretch at least. Short ones tell more of when things are counted than of what they cost. */
export const STRETCH_MS = 250;
/** Stretches that are kept; of more, two neighbours at a time become one. */
const MOST_STRETCHES = 32;
/** Moments that are kept, each of them: since one of these the speed counts, where much happens between two. */
const MOST_MOMENTS = 20;

const OTHERS = KINDS.indexOf("others");

/** What was done, by when. */
export interface Mark {
  readonly atMs: number;
  /** Milliseconds that all threads have had together for it, and that so many as there were have had. */
  readonly threadMs: number;
  readonly workMs: number;
  readonly done: Amounts;
  /** Entries that are no files, which are part of `done` only where they are most of all. */
  readonly others: number;
}

export class Marks {
  #stretches: Mark[] = [{ atMs: 0, threadMs: 0, workMs: 0, done: NOTHING, others: 0 }];
  #moments: Mark[] = [this.#stretches[0]];
  #countsOthers = false;

  /** The ends of stretches, the start of the run first. */
  get stretches(): readonly Mark[] {
    return this.#stretches;
  }

  /** The last moments, the latest one last. */
  get moments(): readonly Mark[] {
    return this.#moments;
  }

  /** All of them in order, each once. */
  get all(): readonly Mark[] {
    const earlier = this.#stretches.filter(({ atMs }) => atMs < this.#moments[0].atMs);
    return [...earlier, ...this.#moments];
  }

  get now(): Mark {
    return this.#moments.at(-1)!;
  }

  /** All that was done by now, whether it counts or not. */
  get doneByNow(): Amounts {
    return this.now.done.with(OTHERS, this.now.others);
  }

  /**
   * @param done all of it
   * @param countsOthers whether entries that are no files count: most trees have few, whose costs are part of the files'
   */
  add(mark: Omit<Mark, "others">, countsOthers: boolean): void {
    if (countsOthers !== this.#countsOthers) {
      this.#countsOthers = countsOthers;
      this.#stretches = this.#stretches.map((mark) => this.#asCounted(mark));
      this.#moments = this.#moments.map((mark) => this.#asCounted(mark));
    }
    const now = this.#asCounted({ ...mark, others: mark.done[OTHERS] });
    this.#moments = [...this.#moments.slice(1 - MOST_MOMENTS), now];
    const stretches = this.#stretches;
    if (now.atMs - stretches[stretches.length - 1].atMs < STRETCH_MS) return;
    stretches.push(now);
    if (stretches.length > MOST_STRETCHES) {
      this.#stretches = stretches.filter((_, i) => i % 2 === 0);
    }
  }

  /** What counts of some amounts. */
  counted(amounts: Amounts): Amounts {
    return this.#countsOthers ? amounts : amounts.with(OTHERS, 0);
  }

  #asCounted(mark: Mark): Mark {
    return { ...mark, done: this.counted(mark.done.with(OTHERS, mark.others)) };
  }
}
