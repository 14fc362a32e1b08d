// How much of a run is done and how long the rest takes. What is done costs time: each file that is looked at, each that is
// made, their bytes, each entry that is removed. How much each of these costs is learned from the run so far, by least
// squares over its stretches; what has not been met yet counts by a prior. How fast all goes is asked of the last part of the
// run, for on slow storage threads join one after the other.

import { LeastSquares } from "../../estimate/least_squares.ts";
import { Crew } from "./crew.ts";
import { ShareDone } from "./share_done.ts";
import { changeOfSpeed } from "./speed_change.ts";
import {
  type Amounts,
  amountsDone,
  amountsLeft,
  amountsToBuild,
  assumedRatios,
  comesBeforeBuild,
  KINDS,
  type Moment,
  othersAreMost,
} from "./work_left.ts";

export type { Moment } from "./work_left.ts";

/** What is left, as far as it can be told. */
export interface Outlook {
  /** Share of the time that has passed, 0 to 1; never less than before. Null, too, where more turns up after it was whole. */
  readonly fraction: number | null;
  readonly leftMs: number | null;
}

/** What anything costs at least, as a share of what is assumed: nothing is free. */
const LEAST_COST = 1e-3;
/** Milliseconds of a stretch at least. Short ones tell more of when things are counted than of what they cost. */
const STRETCH_MS = 250;
/** Milliseconds whose speed counts at least, more where few files were done in these, for bytes of large ones come in lumps. */
const LEAST_RECENT_MS = 300;
const LUMPS_MS = 1000;
/** The same as a share of the time so far. */
const LEAST_RECENT = 0.15;
/** The share of the work that entries are, without their bytes, from which on they are most of it. */
const MOST_OF_WORK = 0.8;
/** The same up to which its speed may have changed at a moment, and the share of the time so far after which that is looked for. */
const MOST_ENTRIES = 0.5;
const CHANGE_WITHIN = 0.2;
/** Small files, or as much work, or entries, from which on something is told; milliseconds after which it is in any case. */
const FEWEST_FILES = 30;
const FEWEST_ENTRIES = 90;
const LONG_MS = 2000;
/** What the assumed costs count, in shares of what was observed: enough where all stretches are alike. */
const PRIOR_WEIGHT = 5e-4;
/** The same of a kind of which less was done than FEWEST_FILES, as if a stretch had so many: fewer do not tell what they cost. */
const FIRST_WEIGHT = FEWEST_FILES ** 2 / STRETCH_MS;
/** Moments that are kept, each of them: since one of these the speed counts, where much happens between two. */
const MOST_MOMENTS = 20;
/** Stretches that are kept; of more, two neighbours at a time become one. */
const MOST_STRETCHES = 32;

/** What was done, by when. */
interface Mark {
  readonly atMs: number;
  /** Milliseconds that all threads have had together for it, and that so many as there were have had. */
  readonly threadMs: number;
  readonly workMs: number;
  readonly done: Amounts;
  /** Entries that are no files, which are part of `done` only where they are most of all. */
  readonly others: number;
}

const NOTHING: Amounts = KINDS.map(() => 0);
/** 1 for each kind that is a number of entries. */
const ENTRIES: Amounts = KINDS.map((kind) => Number(!kind.startsWith("bytes")));
const OTHERS = KINDS.indexOf("others");
const REMOVED = KINDS.indexOf("sourcesRemoved");

export class Forecaster {
  /** The ends of stretches, the start of the run first. */
  #marks: Mark[] = [{ atMs: 0, threadMs: 0, workMs: 0, done: NOTHING, others: 0 }];
  /** The last moments, the latest one last. */
  #moments: Mark[] = [this.#marks[0]];
  #countsOthers = false;
  /** What was done before a new tree is built, by a comparison. */
  #earlier: Amounts = NOTHING;
  #isCompared = false;
  /** The share of the files that it has found to need no copy. */
  #unchanged = 0;
  #countingMs = 0;
  /** Whether the source is one file, whatever threads there are to come: few can take parts of it. */
  #isOneFile = false;
  readonly #crew = new Crew();
  readonly #share = new ShareDone();

  /** @param startedAtMs when it began, by the time of the moments */
  constructor(private readonly startedAtMs = 0) {}

  /** Takes a moment into account, later than the last one. */
  add(moment: Moment): Outlook {
    const { threads, countingMs } = moment;
    const atMs = moment.durationMs - this.startedAtMs;
    const workMs = atMs - this.#now.atMs - (countingMs - this.#countingMs) / threads;
    this.#countingMs = countingMs;
    this.#isOneFile = moment.sourceFiles === 1;
    const isCompared = comesBeforeBuild(moment);
    if (this.#isCompared && !isCompared) {
      this.#earlier = this.#now.done.with(OTHERS, this.#now.others);
    }
    this.#isCompared = isCompared;
    if (isCompared) this.#unchanged = moment.filesUnchanged / Math.max(1, moment.filesDone);
    this.#crew.add(atMs, moment);
    const done = sum(this.#earlier, amountsDone(moment));
    this.#noteOthers(othersAreMost(moment));
    this.#learn(this.#asCounted({
      atMs,
      threadMs: this.#now.threadMs + threads * workMs,
      workMs: this.#now.workMs + workMs,
      done,
      others: done[OTHERS],
    }));
    const left = amountsLeft(moment, isCompared ? 0 : this.#unchanged),
      toBuild = isCompared ? amountsToBuild(moment) : NOTHING;
    const leftMs = left === null || toBuild === null
      ? null
      : this.#left(this.#counted(left, left[OTHERS]), this.#counted(toBuild, toBuild[OTHERS]));
    const share = leftMs === null ? this.#share.told : this.#share.at(atMs, leftMs);
    return { fraction: share === 1 && leftMs !== 0 ? null : share, leftMs };
  }

  /** Whether enough was done to tell something for the first time. */
  get #isForeseeable(): boolean {
    if (this.#share.told !== null) return true;
    const { atMs, done } = this.#now;
    const isEnough = atMs >= LONG_MS || product(assumedRatios(0), done) >= FEWEST_FILES ||
      product(ENTRIES, done) >= FEWEST_ENTRIES;
    return isEnough && (this.#isOneFile || this.#crew.isForeseeable(atMs));
  }

  get #now(): Mark {
    return this.#moments.at(-1)!;
  }

  /** Whether entries that are no files count: most trees have few, which cost what their files do not. */
  #noteOthers(count: boolean): void {
    if (count === this.#countsOthers) return;
    this.#countsOthers = count;
    this.#marks = this.#marks.map((mark) => this.#asCounted(mark));
    this.#moments = this.#moments.map((mark) => this.#asCounted(mark));
  }

  #asCounted(mark: Mark): Mark {
    return { ...mark, done: this.#counted(mark.done, mark.others) };
  }

  #counted(amounts: Amounts, others: number): Amounts {
    return amounts.with(OTHERS, this.#countsOthers ? others : 0);
  }

  #learn(now: Mark): void {
    this.#moments = [...this.#moments.slice(1 - MOST_MOMENTS), now];
    const marks = this.#marks;
    if (now.atMs - marks[marks.length - 1].atMs < STRETCH_MS) return;
    marks.push(now);
    if (marks.length > MOST_STRETCHES) this.#marks = marks.filter((_, i) => i % 2 === 0);
  }

  /** Milliseconds that each amount costs: what fits the stretches best, near to what is assumed where these do not tell. */
  #costs(): Amounts | null {
    const { done, threadMs } = this.#now;
    const files = product(assumedRatios(0), done);
    if (files <= 0 || threadMs <= 0) return null;
    const assumed = assumedRatios(threadMs / files);
    const inFiles = (amounts: Amounts) => amounts.map((amount, i) => amount * assumed[i]);
    const fit = new LeastSquares(KINDS.length);
    const marks = [...this.#marks, this.#now];
    for (let i = 1; i < marks.length; i++) {
      const ms = this.#msBetween(marks[i - 1], marks[i]);
      if (ms > 0) fit.add(inFiles(difference(marks[i].done, marks[i - 1].done)), ms, 1 / ms);
    }
    const mean = this.#msBetween(this.#marks[0], this.#now) / product(assumed, done);
    const weight = PRIOR_WEIGHT * KINDS.reduce((total, _, i) => total + fit.squares(i), 0);
    // What has just begun has as much weight as a whole stretch of it: other kinds were a part of that.
    const stretch = STRETCH_MS / mean ** 2, before = marks.at(-3) ?? marks[0];
    const weights = inFiles(done).map((files, i) => {
      if (files < FEWEST_FILES) return Math.max(FIRST_WEIGHT, weight);
      return before.done[i] === 0 ? Math.max(stretch, weight) : weight;
    });
    const slowness = fit.solve({
      values: KINDS.map(() => mean),
      weights,
      least: KINDS.map(() => LEAST_COST * mean),
    });
    return inFiles(slowness);
  }

  /**
   * Milliseconds that so much takes, at the speed since the last thread joined, or of the last half of the time so far.
   *
   * @param toBuild what comes after a comparison
   */
  #left(left: Amounts, toBuild: Amounts): number | null {
    if (isNothing(left) && isNothing(toBuild)) return 0;
    const costs = this.#isForeseeable ? this.#costs() : null;
    if (costs === null) return null;
    const now = this.#now;
    const then = this.#sinceChange(costs, this.#since(costs));
    const speed = product(costs, difference(now.done, then.done)) / this.#msBetween(then, now);
    if (speed <= 0) return null;
    // What a move removes in the end another crew does.
    const removed = now.done[REMOVED] === 0 ? costs[REMOVED] * left[REMOVED] : 0;
    const later = removed + product(costs, toBuild);
    const ms = this.#crew.msOf((product(costs, left) - removed) / speed, now.atMs);
    return later > 0 ? ms + this.#crew.msOfNext(later / speed, now.atMs) : ms;
  }

  /** Since when the speed counts: for longer where few files were done, and to the moment where these were most of the work. */
  #since(costs: Amounts): Mark {
    const { done } = this.#now;
    const short = this.#before(LEAST_RECENT_MS, [...this.#marks, ...this.#moments]);
    const recent = difference(done, short.done);
    if (product(ENTRIES, recent) < FEWEST_FILES) return this.#before(LUMPS_MS, this.#marks);
    const isMost = ofEntries(costs, recent) > MOST_OF_WORK * product(costs, recent);
    return isMost ? short : this.#before(LEAST_RECENT_MS, this.#marks);
  }

  /** The same, or the moment after that one at which the speed has changed for good: that of bytes does, in jumps. */
  #sinceChange(costs: Amounts, since: Mark): Mark {
    const recent = difference(this.#now.done, since.done);
    if (ofEntries(costs, recent) > MOST_ENTRIES * product(costs, recent)) return since;
    const firstMs = Math.max(this.#crew.sinceMs, CHANGE_WITHIN * this.#now.atMs);
    const marks = [
      ...this.#marks.filter(({ atMs }) => atMs < this.#moments[0].atMs),
      ...this.#moments,
    ]
      .filter(({ atMs }) => atMs >= firstMs);
    const points = marks.map((mark) => ({
      ms: this.#msBetween(since, mark),
      work: product(costs, mark.done),
    }));
    const at = changeOfSpeed(points, this.#recentMs(LEAST_RECENT_MS));
    return at === null || marks[at].atMs < since.atMs ? since : marks[at];
  }

  /** The one of some moments since which the speed counts, so many milliseconds ago at least. */
  #before(leastMs: number, marks: readonly Mark[]): Mark {
    const { atMs } = this.#now;
    const latest = atMs - this.#recentMs(leastMs);
    const since = Math.min(Math.max(atMs / 2, this.#crew.sinceMs), latest);
    return marks.findLast((mark) => mark.atMs <= since) ?? marks[0];
  }

  /** For how many milliseconds the speed counts at least. */
  #recentMs(leastMs: number): number {
    return Math.max(leastMs, this.#now.atMs * LEAST_RECENT);
  }

  #msBetween(then: Mark, now: Mark): number {
    return this.#crew.since(now.workMs - then.workMs, now.threadMs - then.threadMs);
  }
}

/** What the entries of some amounts cost, without their bytes. */
function ofEntries(costs: Amounts, amounts: Amounts): number {
  return product(costs, amounts.map((amount, i) => ENTRIES[i] * amount));
}

function isNothing(amounts: Amounts): boolean {
  return amounts.every((amount) => amount <= 0);
}

function sum(a: Amounts, b: Amounts): number[] {
  return a.map((amount, i) => amount + b[i]);
}

function difference(a: Amounts, b: Amounts): number[] {
  return a.map((amount, i) => amount - b[i]);
}

function product(a: Amounts, b: Amounts): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
