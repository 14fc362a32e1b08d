// How many threads are to work, found out while they do: the main thread looks now and then what each waits for.

import type { WorkerContext } from "../worker/worker_context.ts";
import { MOSTLY, ThreadWaits } from "../worker/thread_waits.ts";
import { ThreadCount, type ThreadLimits } from "./thread_count.ts";
import { WaitMeter } from "./wait_meter.ts";

/** Milliseconds between looks at all threads while they wait, or start; doubled by each look at threads that do neither. */
const LOOK_MS = 50;
const LONGEST_LOOK_MS = 800;
/** Milliseconds that the main thread works at least before it is judged. */
const LEAST_OWN_MS = 20;

export class Staffing {
  readonly #count: ThreadCount;
  readonly #own: ThreadWaits;
  /** Null in a run that is over soon. */
  #meter: WaitMeter | null = null;
  #lookedAt = 0;
  #lookMs = LOOK_MS;
  #ownSince = 0;
  /** When the main thread is judged again, by `performance.now()`; later each time that it was busy. */
  #ownNextAt = 0;
  #ownPauseMs = LEAST_OWN_MS;
  #isOwnBegun = false;

  /** @param main the main thread, which calls this */
  constructor(private readonly main: WorkerContext, limits: ThreadLimits) {
    const { ctx: { fs }, time } = main;
    const id = fs.threadId();
    time.introduce(id);
    this.#own = new ThreadWaits(fs, id);
    this.#count = new ThreadCount(limits);
  }

  /** Whether waits tell nothing of storage; asked only where there are some. */
  get #isTraced(): boolean {
    return this.#traced ??= this.main.ctx.fs.isTraced();
  }
  #traced: boolean | null = null;

  get wanted(): number {
    return this.#count.wanted;
  }

  /** How many there may come to be. */
  get expected(): number {
    return this.#count.expected;
  }

  /** The main thread begins to work: what was before is not judged. */
  beginOwn(): void {
    const now = performance.now();
    this.#isOwnBegun = now >= this.#ownNextAt;
    if (!this.#isOwnBegun) return;
    this.#ownSince = now;
    this.#own.look();
  }

  /** Whether the main thread mostly waits in its calls, once it has worked long enough to tell. */
  mainWaits(): boolean {
    const now = performance.now();
    if (!this.#isOwnBegun) this.beginOwn(); // in the middle of a long job
    if (!this.#isOwnBegun || now - this.#ownSince < LEAST_OWN_MS) return false;
    this.#ownSince = now;
    const { ms, waitedMs } = this.#own.look();
    const waits = waitedMs > MOSTLY * ms && !this.#isTraced;
    this.#isOwnBegun = waits;
    this.#ownNextAt = now + this.#ownPauseMs;
    this.#ownPauseMs = Math.min(2 * this.#ownPauseMs, LONGEST_LOOK_MS);
    return waits;
  }

  /** Begins a phase: between phases nobody works. */
  begin(): void {
    this.#meter = null;
    this.#lookMs = LOOK_MS;
    this.#lookedAt = performance.now();
  }

  /** Looks at the threads, if it is time to. @param first the first one that works: 1 where the main one does not */
  look(first: number): void {
    const now = performance.now();
    if (now - this.#lookedAt < this.#lookMs) return;
    this.#lookedAt = now;
    if (this.#meter !== null) {
      const sample = this.#meter.sample(first);
      const areBusy = sample.waitedMs <= MOSTLY * sample.workedMs || this.#isTraced;
      const areThere = sample.threads >= this.#count.wanted;
      this.#lookMs = areBusy && areThere ? Math.min(2 * this.#lookMs, LONGEST_LOOK_MS) : LOOK_MS;
      if (this.#traced !== true) this.#count.add(sample);
      return;
    }
    const { fs, memory } = this.main.ctx;
    this.#meter = new WaitMeter(fs, memory);
  }
}
