// The main thread as a member of the crew. It works in short slices and goes back to its event loop
// in between, for signals and the screen; a thread more than there are processors would cost 15 MB and
// 50 ms of processor time for nothing. It starts the pool when the work proves to be large.

import { CONTROL, isStopping } from "../shared/control.ts";
import { POOL_AFTER_MS, SLICE_MS } from "../copy/thresholds.ts";
import type { Crew } from "./crew.ts";
import { runJob } from "./jobs.ts";
import { signedIn } from "./phase.ts";

/** Milliseconds between looks at whether the others still work. */
const WAIT_MS = 20;
/** Milliseconds in which a worker takes over what this thread must not do. */
const YIELD_MS = 2;

export class MainLoop {
  #sliceEnds = 0;
  readonly #startedAt = performance.now();

  /**
   * @param startPool starts the workers if they are not there yet; null where there can be none
   * @param worksBesidePool whether this thread goes on when there are workers
   */
  constructor(
    private readonly crew: Crew,
    private readonly startPool: (() => void) | null,
    private readonly worksBesidePool: boolean,
  ) {}

  /** Works until no job of the phase is left, the run stops, or the pool is to go on alone. */
  async run(): Promise<void> {
    const { crew } = this;
    const { control, report } = crew.ctx;
    if (this.startPool !== null) crew.handOver = () => this.#isSliceOver();
    while (!isStopping(control) && Atomics.load(control, CONTROL.pendingJobs) > 0) {
      const rest = this.#workASlice();
      report.flush();
      const poolWorks = signedIn(control) > 0;
      if (poolWorks && !this.worksBesidePool) break;
      if (rest === "left") await delay(YIELD_MS);
      else if (rest === "none") await this.#waitForOthers();
      else await nextTurn();
    }
    crew.handOver = null;
    report.flush();
  }

  /** Does jobs for one slice of time: `left` when one must go to a worker, `none` when none is waiting. */
  #workASlice(): "more" | "left" | "none" {
    const { crew } = this;
    this.#sliceEnds = performance.now() + SLICE_MS;
    for (;;) {
      const job = crew.stack.tryPop();
      if (job === null) return "none";
      runJob(crew, job);
      if (crew.leavesEntry || crew.needsPool) this.startPool?.();
      crew.needsPool = false;
      if (crew.leavesEntry) {
        crew.leavesEntry = false;
        return "left";
      }
      const { control } = crew.ctx;
      if (Atomics.load(control, CONTROL.stackTop) === 0) return "none";
      if (isStopping(control) || this.#isSliceOver()) return "more";
    }
  }

  /** Also the moment to see that this is no small run. */
  #isSliceOver(): boolean {
    const now = performance.now();
    if (now - this.#startedAt > POOL_AFTER_MS) this.startPool?.();
    return now > this.#sliceEnds;
  }

  /** Sleeps until there is a job again, or all are done. */
  async #waitForOthers(): Promise<void> {
    const { control } = this.crew.ctx;
    const seen = Atomics.load(control, CONTROL.wake);
    if (Atomics.load(control, CONTROL.pendingJobs) === 0) return;
    if (Atomics.load(control, CONTROL.stackTop) > 0) return;
    Atomics.add(control, CONTROL.idleWorkers, 1);
    const woken = Atomics.waitAsync(control, CONTROL.wake, seen, WAIT_MS);
    if (woken.async) await woken.value;
    Atomics.sub(control, CONTROL.idleWorkers, 1);
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Lets everything else that waits in the event loop go first. */
function nextTurn(): Promise<void> {
  return delay(0);
}
