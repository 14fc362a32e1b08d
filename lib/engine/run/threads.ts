// The threads of a run: the main one, which works too, and a pool that it starts when the work proves to
// be large. They share one memory, and work through one phase after the other.

import { chosenNative, type NativeFileSystem } from "../../../ffi/mod.ts";
import { createRunToken } from "../../copy/target/temporary_names.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import { UsageError } from "../../errors.ts";
import type { RunEvent } from "../../events.ts";
import type { Options } from "../../options.ts";
import { STOP, stop } from "../../shared/control.ts";
import type { RunMode } from "../../run_mode.ts";
import { createSharedMemory, type SharedMemory } from "../../shared/mod.ts";
import type { RunRequest } from "../roots/request.ts";
import { lockUnfinished } from "../folders/unlocked.ts";
import type { Job } from "../worker/job.ts";
import type { ExtraFolder } from "../worker/left_folders.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import type { PerformerMaker } from "../perform/mod.ts";
import { buildThread, type ThreadSetup } from "./build_thread.ts";
import { MainLoop, type Role } from "./main_loop.ts";
import { missingForWorkers, Pool } from "./pool.ts";
import type { ThreadLimits } from "./thread_count.ts";
import type { ToWorker } from "./worker.ts";

/** What threads do, and on what. */
export interface ThreadsSetup extends Pick<RunRequest, "options" | "usesFastPath" | "backlog"> {
  readonly mode: RunMode;
  readonly roots: readonly RootPair[];
  /** The memory of threads that worked on the same roots before: what they learned of file systems still holds. */
  readonly before?: SharedMemory;
}

/** Threads that are started because there is work; further ones have to prove that they bring something. */
const MOST_AT_ONCE = 8;
/** Threads that are started in all, unless asked for: each costs 16 MB. */
const MOST_THREADS = 16;

export class Threads {
  readonly memory: SharedMemory;
  readonly control: Int32Array;
  /** What the main thread holds. */
  readonly main: WorkerContext;
  /** The threads that go on where these are done, for the screen. */
  next: Threads | null = null;
  /** Called when the work proves to take long, perhaps several times. */
  provesLong: () => void = () => {};
  readonly #setup: ThreadSetup;
  readonly #loop: MainLoop;
  #pool: Pool | null = null;

  /** @param onEvents called with what any of the threads reports */
  constructor(
    private readonly fs: NativeFileSystem,
    { options, mode, roots, before, backlog, usesFastPath = true }: ThreadsSetup,
    performer: PerformerMaker,
    private readonly onEvents: (events: RunEvent[]) => void,
  ) {
    // A function of the caller's cannot be sent to a worker.
    const mayShare = fs.can.sharedHandles && options.filter === null &&
      missingForWorkers() === null;
    const limits = mayShare ? limitsOf(options) : ALONE;
    // In the end all of them may be workers, so that the main thread hears signals.
    const memory = this.memory = createSharedMemory(limits.most + 1, before);
    this.control = new Int32Array(memory.control);
    backlog?.attach(this.control);
    const runToken = createRunToken(options.shard);
    const beganAt = Date.now() / 1000;
    const threads = limits.most;
    this.#setup = { memory, options, mode, roots, threads, runToken, beganAt, usesFastPath };
    this.main = buildThread(fs, this.#setup, performer, 0, onEvents);
    const startWorker = mayShare ? (most: number) => this.#startWorker(most) : null;
    const role = mayShare ? roleOf(options, limits) : "alone";
    this.#loop = new MainLoop(this.main, startWorker, role, limits);
  }

  /** Puts a job on the stack that no other leads to. @throws {FerryError} */
  push(job: Job): void {
    if (this.main.stack.push(job)) return;
    throw new UsageError("E2BIG", "too many sources for one run", {
      advice: "copy their folder, or use --include",
    });
  }

  /** Does all jobs that are on the stack and all that follow from them; the folders in which something is left to delete. */
  async runPhase(): Promise<ExtraFolder[]> {
    this.#pool?.begin();
    await this.#loop.run(this.provesLong);
    const found = await this.#pool?.finished() ?? [];
    lockUnfinished(this.main);
    const { extras } = this.main;
    this.main.extras = [];
    return [...found, ...extras];
  }

  /** How many threads are at work. */
  get atWork(): number {
    return this.#loop.threadsAtWork;
  }

  /** Whether the main thread is one of them. */
  get mainWorks(): boolean {
    return this.#loop.works;
  }

  /** How many are to be expected to be at work before long. */
  get expected(): number {
    return this.#loop.expectedThreads;
  }

  /** Ends the workers. */
  end(): void {
    this.#pool?.end();
  }

  #startWorker(most: number): boolean {
    return (this.#pool ??= this.#createPool()).grow(most);
  }

  #createPool(): Pool {
    this.fs.expectThreads();
    const pool = new Pool(
      this.control,
      (index) => this.#firstMessage(index),
      this.onEvents,
      () => stop(this.control, STOP.fatal),
      (reason) => {
        this.#loop.workAlone();
        this.onEvents([{ type: "notice", message: `works in one thread: ${reason}` }]);
      },
    );
    pool.begin();
    return pool;
  }

  #firstMessage(index: number): ToWorker {
    const { umask } = this.fs.identity;
    return { type: "start", setup: this.#setup, index, native: chosenNative(), umask };
  }
}

/** Where threads have no handles in common. */
const ALONE: ThreadLimits = { base: 1, processors: 1, most: 1 };

function limitsOf({ jobs, bandwidthLimit }: Options): ThreadLimits {
  const processors = navigator.hardwareConcurrency;
  if (jobs > 0) return { base: jobs, processors, most: jobs };
  const base = Math.min(processors, MOST_AT_ONCE);
  // Threads that wait because they are to be slow need no others.
  return { base, processors, most: bandwidthLimit === null ? MOST_THREADS : base };
}

function roleOf({ bandwidthLimit, retries }: Options, { base }: ThreadLimits): Role {
  if (bandwidthLimit !== null || retries > 0) return "waits";
  return base > 1 ? "shares" : "begins";
}
