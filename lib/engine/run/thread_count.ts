// How many threads are to work, by what those at work wait for. Where they mostly wait for storage, more are added, a
// few at a time, as long as each step brings its share of throughput (hill climbing). After one that did not, the next
// is tried when the throughput has changed, for storage and files may change in the middle of a run; each that fails
// makes the next one later.

import { MOSTLY } from "../worker/thread_waits.ts";

/** What threads did between two looks. */
export interface Sample {
  /** Threads at work. */
  readonly threads: number;
  /** Milliseconds since the last sample. */
  readonly ms: number;
  /** Milliseconds for which they had jobs, all threads together. */
  readonly workedMs: number;
  /** Milliseconds of these for which they neither ran nor waited for a processor. */
  readonly waitedMs: number;
  /** What was done: waits that ended, or where these are not told copies of small files. */
  readonly work: number;
}

/** Between which numbers of threads the search is. */
export interface ThreadLimits {
  /** Threads that a run may have in any case. */
  readonly base: number;
  readonly processors: number;
  readonly most: number;
}

/** Share of its time for which a thread has no job, from which on there are not jobs enough for more. */
const MOST_IDLE = 0.25;
/**
 * What a step must bring, as a share of the throughput that its threads would bring if each did as much as those before
 * it: less where they wait, for only memory is lost there, and more where they keep processors busy.
 */
const LEAST_GAIN_WAITING = 0.25;
const LEAST_GAIN_BUSY = 0.5;
/** Share of its time for which a thread waits, from which on a step doubles the threads: one of two steps less, 0.1 s each. */
const ALMOST_ALWAYS = 0.9;
/** By what factor a step goes up there, and elsewhere. */
const STEEP = 2;
const CAREFUL = 1.5;
/** Milliseconds of a measurement, of one by which a step has not paid or nothing was done, and of the longest one. */
const MEASURED_MS = 100;
const LONG_MS = 400;
const LONGEST_MS = 1000;
/** What each thread must have done in a measurement, unless it is a long one; with so much a short one tells, too. */
const LEAST_WORK = 4;
const MUCH_WORK = 16;
const SHORT_MS = 50;
/** Milliseconds for which nothing is tried after the first step that brought nothing, and at most. */
const FIRST_REST_MS = 2000;
const LONGEST_REST_MS = 60_000;

/** By what factor the throughput has changed when it is that of other files, or of other storage. */
const CHANGED = 1.5;

/** What is compared with what a step brings. */
interface Before {
  readonly threads: number;
  /** Work a millisecond. */
  readonly rate: number;
  readonly leastGain: number;
}

const NOTHING: Sample = { threads: 0, ms: 0, workedMs: 0, waitedMs: 0, work: 0 };

export class ThreadCount {
  #wanted: number;
  #sum = NOTHING;
  /** Before anything is measured all is possible. */
  #isClimbing = true;
  #before: Before | null = null;
  #atMs = 0;
  #restsUntilMs = 0;
  #restMs = FIRST_REST_MS;
  /** Throughput after the last step that did not pay; null where none has failed yet. */
  #failedRate: number | null = null;

  constructor(private readonly limits: ThreadLimits) {
    this.#wanted = limits.base;
  }

  /** How many threads are to work from now on; never fewer than before. */
  get wanted(): number {
    return this.#wanted;
  }

  /** How many threads are to be expected if each step pays: the most, unless the last measurement spoke against a step. */
  get expected(): number {
    return this.#isClimbing ? this.limits.most : this.#wanted;
  }

  /** Takes a sample into account. */
  add(sample: Sample): void {
    this.#atMs += sample.ms;
    // Some are still starting, and what those at work do meanwhile tells of no number.
    if (sample.threads < this.#wanted) {
      this.#sum = NOTHING;
      return;
    }
    const sum = this.#sum = sumOf(this.#sum, sample);
    if (!isMeasured(sum)) return;
    const isIdle = sum.workedMs < (1 - MOST_IDLE) * sum.threads * sum.ms;
    const climbed = !isIdle && this.#hasClimbed(sum);
    if (!isIdle && !climbed) return;
    this.#isClimbing = this.#before !== null;
    this.#sum = NOTHING;
  }

  /** Judges the last step and takes the next one; false where only a longer measurement can tell. */
  #hasClimbed(measured: Sample): boolean {
    const before = this.#before;
    const { threads, work, ms } = measured;
    const rate = work / ms;
    if (before !== null && !hasPaid(before, measured)) {
      if (ms < LONG_MS) return false;
      this.#before = null;
      this.#failedRate = rate;
      this.#restsUntilMs = this.#atMs + this.#restMs;
      this.#restMs = Math.min(this.#restMs * 2, LONGEST_REST_MS);
      return true;
    }
    this.#before = null;
    const leastGain = this.#leastGain(measured);
    if (leastGain === null || !this.#mayTry(rate)) return true;
    this.#before = { threads, rate, leastGain };
    this.#wanted = Math.min(Math.ceil(threads * stepFrom(measured)), this.limits.most);
    return true;
  }

  /** Whether nothing is known against a step. */
  #mayTry(rate: number): boolean {
    const failed = this.#failedRate;
    if (failed === null) return true;
    if (this.#atMs < this.#restsUntilMs) return false;
    return rate > failed * CHANGED || rate < failed / CHANGED;
  }

  /** What a step from here must bring; null where none is to be tried. */
  #leastGain({ threads, workedMs, waitedMs }: Sample): number | null {
    const { processors, most } = this.limits;
    if (threads >= most) return null;
    if (waitedMs > MOSTLY * workedMs) return LEAST_GAIN_WAITING;
    return threads < processors ? LEAST_GAIN_BUSY : null;
  }
}

/** By what factor the threads are to become more. */
function stepFrom({ workedMs, waitedMs }: Sample): number {
  return waitedMs > ALMOST_ALWAYS * workedMs ? STEEP : CAREFUL;
}

function sumOf(a: Sample, b: Sample): Sample {
  return {
    threads: b.threads,
    ms: a.ms + b.ms,
    workedMs: a.workedMs + b.workedMs,
    waitedMs: a.waitedMs + b.waitedMs,
    work: a.work + b.work,
  };
}

/** Whether a sum of samples tells how much is done in a time. */
function isMeasured({ threads, ms, work }: Sample): boolean {
  if (work === 0) return ms >= LONG_MS;
  if (ms >= SHORT_MS && work >= MUCH_WORK * threads) return true;
  return ms >= LONGEST_MS || (ms >= MEASURED_MS && work >= LEAST_WORK * threads);
}

/** Whether the threads that came since then brought enough. Where nothing was finished before, nothing is known. */
function hasPaid({ threads, rate, leastGain }: Before, now: Sample): boolean {
  if (rate === 0) return true;
  const more = now.threads / threads - 1;
  return now.work / now.ms / rate - 1 >= leastGain * more;
}
