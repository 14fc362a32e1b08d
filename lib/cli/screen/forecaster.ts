// How much of a run is done and how long the rest takes. What is done costs time: each file that is looked at, each that is
// made, their bytes, each entry that is removed. How much each of these costs is learned from the run so far. How fast all goes
// is asked of the last part of the run, for on slow storage threads join one after the other.

import { difference, ENTRIES, isNothing, NOTHING, ofEntries, product, sum } from "./amounts.ts";
import { costsOf, FEWEST_FILES } from "./costs.ts";
import { Crew } from "./crew.ts";
import { type Mark, Marks } from "./marks.ts";
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
/** Entries from which on something is told, if not by as much work as FEWEST_FILES are; milliseconds after which it is in any case. */
const FEWEST_ENTRIES = 90;
const LONG_MS = 2000;
const REMOVED = KINDS.indexOf("sourcesRemoved");

export class Forecaster {
  readonly #marks = new Marks();
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
    // A new tree's build counts nothing, so that this falls.
    const workMs = atMs - this.#now.atMs - Math.max(0, countingMs - this.#countingMs) / threads;
    this.#countingMs = countingMs;
    this.#isOneFile = moment.sourceFiles === 1;
    const isCompared = comesBeforeBuild(moment);
    if (this.#isCompared && !isCompared) {
      this.#earlier = this.#marks.doneByNow;
      this.#crew.beginNext(this.#now.atMs);
    }
    this.#isCompared = isCompared;
    if (isCompared) this.#unchanged = moment.filesUnchanged / Math.max(1, moment.filesDone);
    this.#crew.add(atMs, moment);
    this.#marks.add({
      atMs,
      threadMs: this.#now.threadMs + threads * workMs,
      workMs: this.#now.workMs + workMs,
      done: sum(this.#earlier, amountsDone(moment)),
    }, othersAreMost(moment));
    const leftMs = this.#told(moment);
    const share = leftMs === null ? this.#share.told : this.#share.at(atMs, leftMs);
    return { fraction: share === 1 && leftMs !== 0 ? null : share, leftMs };
  }

  /** Milliseconds that are left; null where that cannot be told. */
  #told(moment: Moment): number | null {
    const left = amountsLeft(moment, this.#isCompared ? 0 : this.#unchanged);
    const toBuild = this.#isCompared ? amountsToBuild(moment) : NOTHING;
    if (left === null || toBuild === null) return null;
    return this.#left(this.#marks.counted(left), this.#marks.counted(toBuild));
  }

  /** Whether enough was done to tell something for the first time. */
  get #isForeseeable(): boolean {
    if (this.#share.told !== null) return true;
    const { atMs, done } = this.#now;
    const isEnough = atMs >= LONG_MS || product(assumedRatios(0), done) >= FEWEST_FILES ||
      product(ENTRIES, done) >= FEWEST_ENTRIES;
    return isEnough && (this.#isOneFile || this.#crew.isForeseeable(atMs));
  }

  get #costs(): Amounts | null {
    return costsOf(this.#marks, (then, now) => this.#msBetween(then, now));
  }

  get #now(): Mark {
    return this.#marks.now;
  }

  /**
   * Milliseconds that so much takes, at the speed since the last thread joined, or of the last half of the time so far.
   *
   * @param toBuild what comes after a comparison
   */
  #left(left: Amounts, toBuild: Amounts): number | null {
    if (isNothing(left) && isNothing(toBuild)) return 0;
    const costs = this.#isForeseeable ? this.#costs : null;
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
    const short = this.#before(LEAST_RECENT_MS, [...this.#marks.stretches, ...this.#marks.moments]);
    const recent = difference(done, short.done);
    if (product(ENTRIES, recent) < FEWEST_FILES) {
      return this.#before(LUMPS_MS, this.#marks.stretches);
    }
    const isMost = ofEntries(costs, recent) > MOST_OF_WORK * product(costs, recent);
    return isMost ? short : this.#before(LEAST_RECENT_MS, this.#marks.stretches);
  }

  /** The same, or the moment after that one at which the speed has changed for good: that of bytes does, in jumps. */
  #sinceChange(costs: Amounts, since: Mark): Mark {
    const recent = difference(this.#now.done, since.done);
    if (ofEntries(costs, recent) > MOST_ENTRIES * product(costs, recent)) return since;
    const firstMs = Math.max(this.#crew.sinceMs, CHANGE_WITHIN * this.#now.atMs);
    const marks = this.#marks.all.filter(({ atMs }) => atMs >= firstMs);
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
