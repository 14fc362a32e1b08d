// Builds what one thread holds. The main thread and the workers are built alike, from the same plain data.

import type { NativeFileSystem } from "../../../ffi/mod.ts";
import { CopyContext } from "../../copy/context.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import type { RunEvent } from "../../events.ts";
import type { Options } from "../../options.ts";
import { Report } from "../../thread_report.ts";
import type { RunMode } from "../../run_mode.ts";
import type { SharedMemory } from "../../shared/mod.ts";
import { attachPerformer, loadPerformer, type PerformerMaker } from "../perform/mod.ts";
import { attachRanges } from "../worker/ranges.ts";
import { WorkerContext } from "../worker/worker_context.ts";

/** What is the same for all threads of a run; it is sent to workers in a message. */
export interface ThreadSetup {
  readonly memory: SharedMemory;
  readonly options: Options;
  readonly mode: RunMode;
  readonly roots: readonly RootPair[];
  /** Threads that may work. */
  readonly threads: number;
  /** Names this run's temporary files. */
  readonly runToken: string;
  /** When the run began, in seconds since 1970. */
  readonly beganAt: number;
  /** False keeps plain files off the fast path. */
  readonly usesFastPath: boolean;
}

/** Loads what performs the operations of a run. */
export function performerOf({ mode, roots }: Pick<ThreadSetup, "mode" | "roots">) {
  return loadPerformer(mode, roots.some(({ target }) => target >= 0));
}

/**
 * @param performer what `performerOf` has loaded
 * @param index the thread's row of counters: 0 for the main thread
 * @param onEvents called with what the thread reports
 */
export function buildThread(
  fs: NativeFileSystem,
  setup: ThreadSetup,
  performer: PerformerMaker,
  index: number,
  onEvents: (events: RunEvent[]) => void,
): WorkerContext {
  const { memory, options, mode, roots, threads, runToken, beganAt, usesFastPath } = setup;
  const ctx = new CopyContext({
    fs,
    options,
    memory,
    report: new Report(options.reportOperations, onEvents),
    index,
    runToken,
    beganAt,
    mayProbe: mode === "apply" || mode === "remove",
    comparesAll: mode === "verify" || (mode === "remove" && insists(options)),
    usesFastPath,
  });
  const worker = new WorkerContext(ctx, roots, threads, mode);
  attachPerformer(worker, performer);
  attachRanges(worker);
  return worker;
}

/** Whether metadata was asked for by name: a source whose copy lacks it, because this user may not set it, stays. */
function insists({ required }: Options): boolean {
  return Object.values(required).includes(true);
}
