// The threads of a run: the main one, which works too, and a pool that it starts when the work proves to
// be large. They share one memory, and work through one phase after the other.

import { chosenNative, type NativeFileSystem } from "../../../ffi/mod.ts";
import { createRunToken } from "../../copy/target/temporary_names.ts";
import type { RootPair } from "../../entry/folder_pair.ts";
import { FerryError } from "../../errors.ts";
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
import { Pool } from "./pool.ts";
import type { ToWorker } from "./worker.ts";

/** What threads do, and on what. */
export interface ThreadsSetup extends Pick<RunRequest, "options" | "usesFastPath"> {
  readonly mode: RunMode;
  readonly roots: readonly RootPair[];
  /** The memory of threads that worked on the same roots before: what they learned of file systems still holds. */
  readonly before?: SharedMemory;
}

/** Threads beyond this many gain nothing that was ever measured. */
const MOST_THREADS = 8;

export class Threads {
  readonly memory: SharedMemory;
  readonly control: Int32Array;
  /** What the main thread holds. */
  readonly main: WorkerContext;
  readonly #setup: ThreadSetup;
  readonly #loop: MainLoop;
  /** Workers that there may be beside the main thread. */
  readonly #workers: number;
  #pool: Pool | null = null;

  /** @param onEvents called with what any of the threads reports */
  constructor(
    private readonly fs: NativeFileSystem,
    { options, mode, roots, before, usesFastPath = true }: ThreadsSetup,
    performer: PerformerMaker,
    private readonly onEvents: (events: RunEvent[]) => void,
  ) {
    const { sharedHandles } = fs.can;
    const threads = sharedHandles ? threadCount(options) : 1;
    const role = roleOf(options, threads);
    // One thread alone is a worker, so that even then a signal is heard in the middle of a file.
    this.#workers = sharedHandles ? Math.max(1, role === "waits" ? threads : threads - 1) : 0;
    const memory = this.memory = createSharedMemory(this.#workers + 1, before);
    this.control = new Int32Array(memory.control);
    const runToken = createRunToken();
    this.#setup = { memory, options, mode, roots, threads, runToken, usesFastPath };
    this.main = buildThread(fs, this.#setup, performer, 0, onEvents);
    const startWorker = this.#workers > 0 ? () => (this.#pool ??= this.#createPool()).grow() : null;
    this.#loop = new MainLoop(this.main, startWorker, role);
  }

  /** Puts a job on the stack that no other leads to. @throws {FerryError} */
  push(job: Job): void {
    if (this.main.stack.push(job)) return;
    throw new FerryError(
      "usage",
      "E2BIG",
      "too many sources for one run",
      "copy their folder, or use --include",
    );
  }

  /** Does all jobs that are on the stack and all that follow from them; the folders in which something is left to delete. */
  async runPhase(): Promise<ExtraFolder[]> {
    this.#pool?.begin();
    await this.#loop.run();
    const found = await this.#pool?.finished() ?? [];
    lockUnfinished(this.main);
    const { extras } = this.main;
    this.main.extras = [];
    return [...found, ...extras];
  }

  /** Ends the workers. */
  end(): void {
    this.#pool?.end();
  }

  #createPool(): Pool {
    const pool = new Pool(
      this.#workers,
      this.control,
      (index) => this.#firstMessage(index),
      this.onEvents,
      () => stop(this.control, STOP.fatal),
    );
    pool.begin();
    return pool;
  }

  #firstMessage(index: number): ToWorker {
    const { umask } = this.fs.identity;
    return { type: "start", setup: this.#setup, index, native: chosenNative(), umask };
  }
}

function threadCount({ jobs }: Options): number {
  return jobs > 0 ? jobs : Math.min(navigator.hardwareConcurrency, MOST_THREADS);
}

function roleOf({ bandwidthLimit, retries }: Options, threads: number): Role {
  if (bandwidthLimit !== null || retries > 0) return "waits";
  return threads > 1 ? "shares" : "begins";
}
