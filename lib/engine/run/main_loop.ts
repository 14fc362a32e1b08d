// What the main thread does during a phase. It works too, in short slices of time, and goes back to its event
// loop in between, for signals and the screen: one thread more than there are processors would cost 15 MB
// and 50 ms of processor time for nothing. It starts the pool when the work proves to be large. A single
// large file it copies itself, with pauses: a worker would begin 50 ms later.

import { CONTROL, isStopping } from "../../shared/control.ts";
import { POOL_AFTER_MS, SLICE_MS, SMALLEST_HAND_OVER } from "../../thresholds.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { Forecast } from "./forecast.ts";
import type { Job } from "../worker/job.ts";
import { runJob } from "./run_job.ts";
import { signedIn } from "./sign_in.ts";

/** Milliseconds between looks for new jobs: Atomics.waitAsync would tell, but does not wake every Deno's event loop. */
const WAIT_MS = 1;

/**
 * What the main thread does where there are workers: it `shares` their work to the end, `begins` with it until
 * they have started, or only `waits`, because a job may sleep, and a thread that sleeps hears no signal.
 */
export type Role = "shares" | "begins" | "waits";

export class MainLoop {
  #sliceEnds = 0;
  readonly #mayTakeLargeFiles: boolean;
  readonly #startedAt = performance.now();
  readonly #forecast: Forecast;

  /** @param startWorker starts one more worker, unless there are enough; null where there can be none */
  constructor(
    private readonly worker: WorkerContext,
    private readonly startWorker: (() => void) | null,
    private readonly role: Role,
  ) {
    this.#mayTakeLargeFiles = mayPauseInFiles(worker);
    this.#forecast = new Forecast(worker.ctx, worker.mode);
  }

  /** Works until no job of the phase is left, the run stops, or the pool is to go on alone. */
  async run(): Promise<void> {
    const { worker } = this;
    const { control, report } = worker.ctx;
    if (this.startWorker !== null) {
      worker.shouldYield = () => this.#isSliceOver();
      worker.hasListed = (path, listing, fresh) => {
        if (!this.#hasPool && this.#forecast.isLarge(path, listing, fresh)) this.#growPool();
      };
    }
    const onlyWaits = this.role === "waits" && this.startWorker !== null;
    while (!isStopping(control) && Atomics.load(control, CONTROL.pendingJobs) > 0) {
      if (onlyWaits) this.#growPool();
      const hasMore = !onlyWaits && this.#workASlice();
      report.flush();
      const poolWorks = signedIn(control) > 0;
      if (poolWorks && this.role !== "shares" && worker.paused === null && worker.ownJobs.isEmpty) {
        break;
      }
      if (hasMore) await nextTurn();
      else if (onlyWaits) await delay(WAIT_MS);
      else await this.#waitForOthers();
    }
    this.#sliceEnds = Infinity;
    this.#goOn(); // a run that stops in the middle of a file removes it
    worker.shouldYield = worker.hasListed = null;
    worker.ctx.folders.clear();
    report.flush();
  }

  /** Does jobs for one slice of time; true when more are waiting. */
  #workASlice(): boolean {
    const { worker } = this;
    this.#sliceEnds = performance.now() + SLICE_MS;
    for (;;) {
      if (worker.paused !== null) {
        if (!this.#goOn()) return true;
      } else {
        const job = worker.ownJobs.pop() ?? worker.stack.tryPop() ?? this.#largeFile();
        if (job === null) return false;
        runJob(worker, job);
        worker.takesLargeFiles = false;
      }
      if (worker.needsPool) this.#growPool();
      if (isStopping(worker.ctx.control)) return true;
      if (
        !(worker.stack.isEmpty && worker.ownJobs.isEmpty) && worker.paused === null &&
        this.#isSliceOver()
      ) return true;
    }
  }

  /** A deferred large file, where there are no workers and nothing else is to be done; else null. */
  #largeFile(): Job | null {
    const { worker } = this;
    if (worker.workersOnly.isEmpty || this.#hasPool) return null;
    if (!this.#mayTakeLargeFiles) {
      this.#growPool();
      return null;
    }
    worker.takesLargeFiles = true;
    return worker.workersOnly.tryPop();
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
    this.#hasPool = true;
    this.startWorker();
  }
  #hasPool = false;

  /** Whether the slice of time is over. Starts workers once the run has taken long. */
  #isSliceOver(): boolean {
    const now = performance.now();
    if (now - this.#startedAt > POOL_AFTER_MS) this.#growPool();
    return now > this.#sliceEnds;
  }

  /** Sleeps until there is a job again, or all are done. */
  async #waitForOthers(): Promise<void> {
    const { stack, workersOnly, ctx: { control } } = this.worker;
    if (Atomics.load(control, CONTROL.pendingJobs) === 0 || !stack.isEmpty) return;
    if (!workersOnly.isEmpty) this.#growPool();
    Atomics.add(control, CONTROL.idleWorkers, 1);
    await delay(WAIT_MS);
    Atomics.sub(control, CONTROL.idleWorkers, 1);
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

/** Lets everything else that waits in the event loop go first. */
function nextTurn(): Promise<void> {
  return delay(0);
}
