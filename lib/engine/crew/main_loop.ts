// The main thread as a member of the crew. It works in short slices and goes back to its event loop
// in between, for signals and the screen; a thread more than there are processors would cost 15 MB and
// 50 ms of processor time for nothing. It starts the pool when the work proves to be large.

import { CONTROL, isStopping } from "../../shared/control.ts";
import { POOL_AFTER_MS, SLICE_MS } from "../../thresholds.ts";
import type { Crew } from "./crew.ts";
import { runJob } from "./jobs.ts";
import { signedIn } from "./phase.ts";

/** Milliseconds between looks at whether there is work again: Atomics.waitAsync would tell, but does not wake every Deno's event loop. */
const WAIT_MS = 1;

/**
 * What the main thread does where there are workers: `shares` their work to the end, `begins` until they
 * are there, or `waits`, because a job may sleep, and who sleeps hears no signal.
 */
export type Role = "shares" | "begins" | "waits";

export class MainLoop {
  #sliceEnds = 0;
  readonly #startedAt = performance.now();

  /**
   * @param startPool starts the workers if they are not there yet; null where there can be none
   */
  constructor(
    private readonly crew: Crew,
    private readonly startPool: (() => void) | null,
    private readonly role: Role,
  ) {}

  /** Works until no job of the phase is left, the run stops, or the pool is to go on alone. */
  async run(): Promise<void> {
    const { crew } = this;
    const { control, report } = crew.ctx;
    if (this.startPool !== null) crew.handOver = () => this.#isSliceOver();
    const onlyWaits = this.role === "waits" && this.startPool !== null;
    if (onlyWaits) this.startPool!();
    while (!isStopping(control) && Atomics.load(control, CONTROL.pendingJobs) > 0) {
      const hasMore = !onlyWaits && this.#workASlice();
      report.flush();
      const poolWorks = signedIn(control) > 0;
      if (poolWorks && this.role !== "shares") break;
      if (hasMore) await nextTurn();
      else if (onlyWaits) await delay(WAIT_MS);
      else await this.#waitForOthers();
    }
    crew.handOver = null;
    report.flush();
  }

  /** Does jobs for one slice of time; whether more are waiting. */
  #workASlice(): boolean {
    const { crew } = this;
    this.#sliceEnds = performance.now() + SLICE_MS;
    for (;;) {
      const job = crew.stack.tryPop();
      if (job === null) return false;
      runJob(crew, job);
      if (crew.needsPool) this.startPool?.();
      crew.needsPool = false;
      if (crew.stack.isEmpty) return false;
      if (isStopping(crew.ctx.control) || this.#isSliceOver()) return true;
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
    const { stack, ctx: { control } } = this.crew;
    if (Atomics.load(control, CONTROL.pendingJobs) === 0 || !stack.isEmpty) return;
    Atomics.add(control, CONTROL.idleWorkers, 1);
    await delay(WAIT_MS);
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
