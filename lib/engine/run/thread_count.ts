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

/** The numbers of threads between which it is searched. */
export interface ThreadLimits {
  /** Threads that a run may have in any case. */
  readonly base: number;
  readonly processors: number;
  readonly most: number;
}

/** A thread that has no job for more than this share of its time shows that there are too few jobs for more threads. */
const MOST_IDLE = 0.25;
/**
 * The gain in throughput that a step needs, as a share of what it would be if each new thread did as much as an older one:
 * less where threads wait, for they cost only memory, and more where they keep processors busy.
 */
const LEAST_GAIN_WAITING = 0.25;
const LEAST_GAIN_BUSY = 0.5;
/** Where a thread waits for more than this share of its time, a step doubles the threads: half as many steps, of 0.1 s each. */
const ALMOST_ALWAYS = 0.9;
/** The factor of a step there, and elsewhere. */
const STEEP = 2;
const CAREFUL = 1.5;
/** Milliseconds of a measurement; of one in which nothing was done, or by which a step has not paid; of the longest one. */
const MEASURED_MS = 100;
const LONG_MS = 400;
const LONGEST_MS = 1000;
/** Work of each thread that a measurement needs, unless it is the longest one, and with which a short one is enough. */
const LEAST_WORK = 4;
const MUCH_WORK = 16;
const SHORT_MS = 50;
/** Milliseconds without a step after the first one that did not pay; they double with each further one, up to the longest. */
const FIRST_REST_MS = 2000;
const LONGEST_REST_MS = 60_000;

/** A change of throughput by this factor shows that files or storage are others now. */
const CHANGED = 1.5;

/** The throughput before a step, which tells what it brought. */
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
    // Some are still starting: what is measured meanwhile is of no certain number of threads.
    if (sample.threads < this.#wanted) {
      this.#sum = NOTHING;
      return;
    }
    const sum = this.#sum = sumOf(this.#sum, sample);
    const isIdle = sum.workedMs < (1 - MOST_IDLE) * sum.threads * sum.ms;
    if (!isMeasured(sum) && (isIdle || !this.#areBusy(sum))) return;
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

  /** Whether threads do not wait, as a short measurement tells, so that no step is due: how much they do need not be known. */
  #areBusy(sum: Sample): boolean {
    return this.#before === null && sum.ms >= SHORT_MS && this.#leastGain(sum) === null;
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

/** The factor by which the next step multiplies the threads. */
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
