// What the main thread does during a phase. It works too, in short slices of time, and goes back to its event
// loop in between, for signals and the screen: one thread more than there are processors would cost 15 MB
// and 50 ms of processor time for nothing. It starts the pool when the work proves to be large. A single
// large file it copies itself, with pauses: a worker would begin 50 ms later. Where its calls wait, it leaves the
// work to workers and looks after their number.

import { isBehind } from "../../shared/backlog.ts";
import { CONTROL, isStopping } from "../../shared/control.ts";
import { POOL_AFTER_MS, SLICE_MS, SMALLEST_HAND_OVER } from "../../thresholds.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { Forecast } from "./forecast.ts";
import { nextTurn } from "./next_turn.ts";
import { JOB, type Job } from "../worker/job.ts";
import { runJob } from "./run_job.ts";
import { signedIn } from "./sign_in.ts";
import { Staffing } from "./staffing.ts";
import type { ThreadLimits } from "./thread_count.ts";

/** Milliseconds that the main thread sleeps at most where it waits for a job, which wakes it. */
const NAP_MS = 2;
/** Milliseconds between looks whether those that hear of the run have caught up. */
const BEHIND_MS = 1;
/** Milliseconds between looks of a main thread that works no more: the others' calls take as long as one. */
const WATCH_MS = 4;

/**
 * What the main thread does where there are workers: it `shares` their work to the end, `begins` with it until
 * they have started, or only `waits`, because a job may sleep, and a thread that sleeps hears no signal. Where it works
 * `alone`, there are none, and it takes what is else left to them.
 */
export type Role = "shares" | "begins" | "waits" | "alone";

export class MainLoop {
  #sliceEnds = 0;
  readonly #yields = () => this.#isSliceOver();
  readonly #mayTakeLargeFiles: boolean;
  readonly #startedAt = performance.now();
  readonly #forecast: Forecast;
  /** Null where there are no workers. */
  #staffing: Staffing | null;
  /** Whether this thread leaves all jobs to workers. */
  #onlyWatches: boolean;
  #hasPool = false;
  /** When one more worker may be started, by `performance.now`. */
  #growsAgainAt = 0;

  /** @param startWorker starts one more worker, unless there are so many; true if it did. Null where there can be none */
  constructor(
    private readonly worker: WorkerContext,
    private startWorker: ((most: number) => boolean) | null,
    private role: Role,
    private readonly limits: ThreadLimits,
  ) {
    this.#mayTakeLargeFiles = mayPauseInFiles(worker);
    worker.isAlone = role === "alone";
    this.#forecast = new Forecast(worker.ctx, worker.mode);
    this.#staffing = startWorker === null ? null : new Staffing(worker, limits);
    this.#onlyWatches = role === "waits" && startWorker !== null;
  }

  /** How many threads are at work, for the screen: this one not where it leaves the work to others. */
  get threadsAtWork(): number {
    const workers = signedIn(this.worker.ctx.control);
    return Math.max(1, workers + (this.#onlyWatches ? 0 : 1));
  }

  /** Whether this thread works, too. */
  get works(): boolean {
    return !this.#onlyWatches;
  }

  /** How many are to be expected to be at work before long. */
  get expectedThreads(): number {
    return Math.max(this.threadsAtWork, this.#staffing?.expected ?? 1);
  }

  /** There are no workers after all: goes on without them. */
  workAlone(): void {
    const { worker } = this;
    this.role = "alone";
    this.startWorker = this.#staffing = null;
    this.#hasPool = this.#onlyWatches = false;
    worker.isAlone = true;
    worker.mustUnstage = worker.hasListed = null;
    if (worker.shouldYield !== null) worker.shouldYield = this.#yields;
  }

  /**
   * Works until no job of the phase is left, the run stops, or the pool is to go on alone.
   *
   * @param provesLong called when one slice of time was not enough, perhaps several times
   */
  async run(provesLong: () => void): Promise<void> {
    const { worker } = this;
    const { control, report } = worker.ctx;
    if (this.startWorker !== null) {
      worker.shouldYield = this.#yields;
      worker.mustUnstage = () => performance.now() > this.#sliceEnds && this.#nowWatches();
      worker.hasListed = (path, listing, fresh) => {
        if (!this.#hasPool && this.#forecast.isLarge(path, listing, fresh)) this.#growPool();
      };
    }
    if (this.role === "alone") worker.shouldYield = this.#yields;
    this.#staffing?.begin();
    while (!isStopping(control) && Atomics.load(control, CONTROL.pendingJobs) > 0) {
      if (this.#takesMore()) this.#growPool();
      const hasMore = this.#workASlice();
      report.flush();
      if (Atomics.load(control, CONTROL.pendingJobs) > 0) provesLong();
      while (isBehind(control) && !isStopping(control)) await delay(BEHIND_MS);
      if (this.#isNeededNoMore()) break;
      this.#staffing?.look(this.#onlyWatches ? 1 : 0);
      if (hasMore) await nextTurn();
      else if (this.#onlyWatches) await delay(WATCH_MS);
      else await this.#waitForOthers();
    }
    this.#sliceEnds = Infinity;
    this.#goOn(); // a run that stops in the middle of a file removes it
    worker.shouldYield = worker.mustUnstage = worker.hasListed = null;
    worker.ctx.folders.clear();
    report.flush();
  }

  /** Whether one more worker has something to do: the first one at once, another one when none is idle after a while. */
  #takesMore(): boolean {
    const { worker, limits } = this;
    if (this.#onlyWatches && !this.#hasPool) return true;
    if (!this.#onlyWatches && (this.#staffing?.wanted ?? 0) === limits.base) return false;
    return performance.now() > this.#growsAgainAt && !worker.stack.someoneIsIdle;
  }

  /** Whether the workers go on alone, in a number that does not change. */
  #isNeededNoMore(): boolean {
    const { role, worker, limits } = this;
    const workers = signedIn(worker.ctx.control);
    if (role === "shares" || workers === 0) return false;
    if (worker.paused !== null || !worker.ownJobs.isEmpty) return false;
    this.#onlyWatches = true;
    return limits.base === limits.most && workers >= limits.base;
  }

  /** Does jobs for one slice of time; true when more are waiting. */
  #workASlice(): boolean {
    const { worker } = this;
    this.#sliceEnds = performance.now() + SLICE_MS;
    this.#staffing?.beginOwn();
    for (;;) {
      if (worker.paused !== null) {
        if (!this.#goOn()) return true;
      } else {
        const job = this.#nextJob();
        if (job === null) return false;
        runJob(worker, job);
        worker.takesLargeFiles = false;
        if (this.role === "alone") worker.shouldYield = this.#yields;
      }
      if (worker.needsPool) this.#growPool();
      if (isStopping(worker.ctx.control)) return true;
      if (
        !(worker.stack.isEmpty && worker.ownJobs.isEmpty) && worker.paused === null &&
        this.#isSliceOver()
      ) return true;
    }
  }

  #nextJob(): Job | null {
    const { ownJobs, stack } = this.worker;
    const own = ownJobs.pop();
    if (own !== null || this.#onlyWatches) return own;
    return stack.tryPop() ?? this.#largeFile();
  }

  /** A deferred large file, where there are no workers and nothing else is to be done; else null. */
  #largeFile(): Job | null {
    const { worker } = this;
    if (worker.workersOnly.isEmpty || this.#hasPool) return null;
    if (this.role === "alone") return this.#deferredJob();
    if (!this.#mayTakeLargeFiles) {
      this.#growPool();
      return null;
    }
    worker.takesLargeFiles = true;
    return worker.workersOnly.tryPop();
  }

  /** A job that is left to workers where there are any: in the middle of it no signal is heard, unless it is a file with pauses. */
  #deferredJob(): Job | null {
    const { worker } = this;
    const job = worker.workersOnly.tryPop();
    worker.takesLargeFiles = this.#mayTakeLargeFiles && job?.kind === JOB.slice;
    if (!worker.takesLargeFiles) worker.shouldYield = null;
    return job;
  }

  /** Goes on with the file in which this thread pauses; true when there is none or it has ended. */
  #goOn(): boolean {
    const { worker } = this;
    const { paused } = worker;
    if (paused === null) return true;
    const workIsLeft = !worker.stack.isEmpty || !worker.ownJobs.isEmpty ||
      !worker.workersOnly.isEmpty;
    if (workIsLeft && this.role === "shares") this.#growPool();
    if (!paused.continueCopy(() => performance.now() > this.#sliceEnds)) return false;
    worker.paused = null;
    paused.end();
    return true;
  }

  #growPool(): void {
    this.worker.needsPool = false;
    if (this.startWorker === null) return;
    if (!this.#hasPool) this.#growsAgainAt = performance.now() + POOL_AFTER_MS;
    this.#hasPool = true;
    const wanted = this.#staffing!.wanted;
    const most = this.role === "shares" && !this.#onlyWatches ? wanted - 1 : wanted;
    // This thread stood still until the worker was there: its waits are measured from here on.
    if (this.startWorker(most)) this.#staffing!.beginOwn();
  }

  /** Whether the slice of time is over. Starts workers once the run has taken long. */
  #isSliceOver(): boolean {
    const now = performance.now();
    if (now - this.#startedAt > POOL_AFTER_MS) this.#growPool();
    if (now <= this.#sliceEnds) return false;
    this.#nowWatches();
    return true;
  }

  /** Whether this thread is to leave all jobs to workers from now on, because its calls wait. */
  #nowWatches(): boolean {
    if (this.role === "shares" && this.#staffing!.mainWaits()) this.#onlyWatches = true;
    return this.#onlyWatches;
  }

  /** Sleeps until there is a job again, or all are done; never for long, so that signals are heard. */
  async #waitForOthers(): Promise<void> {
    const { stack, workersOnly, time, ctx: { control } } = this.worker;
    const seen = Atomics.load(control, CONTROL.wake);
    if (Atomics.load(control, CONTROL.pendingJobs) === 0 || !stack.isEmpty) return;
    if (!workersOnly.isEmpty) this.#growPool();
    time.beginIdle();
    Atomics.add(control, CONTROL.idleWorkers, 1);
    Atomics.wait(control, CONTROL.wake, seen, NAP_MS);
    Atomics.sub(control, CONTROL.idleWorkers, 1);
    time.endIdle();
    await nextTurn();
  }
}

/** Whether large files are copied by short calls only, and not read before or after. */
function mayPauseInFiles({ ctx, mode }: WorkerContext): boolean {
  const { options, ladders, copiesByName, clonesToName } = ctx;
  const reads = options.verify || options.resume || mode === "verify" || mode === "remove" ||
    options.comparison === "checksum" || options.sparse === "always";
  const { copiesContents } = ladders.for(SMALLEST_HAND_OVER);
  return !reads && !options.fsync && !copiesByName && !clonesToName && !copiesContents;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
