// A worker's main module: waits for a phase to begin, does jobs until none are left, tells the main
// thread what it found, and waits again. While there is work it never returns to its event loop.

import { type NativeChoice, openNative } from "../../../ffi/mod.ts";
import { CopyContext } from "../../copy/context.ts";
import type { RootPair } from "../../entry/folder_pair.ts";
import type { RunEvent } from "../../events.ts";
import type { Options } from "../../options.ts";
import { Report } from "../../report.ts";
import { runModeOf } from "../../run_mode.ts";
import type { SharedMemory } from "../../shared/mod.ts";
import type { ExtraFolder } from "../worker/left_folders.ts";
import { attachPerformer } from "../perform/mod.ts";
import { attachRanges } from "../worker/ranges.ts";
import { WorkerContext } from "../worker/worker_context.ts";
import { runJobs } from "./run_job.ts";
import { signIn } from "./sign_in.ts";

/** What the main thread sends. */
export type ToWorker =
  | {
    readonly type: "start";
    readonly memory: SharedMemory;
    readonly options: Options;
    readonly roots: readonly RootPair[];
    readonly index: number;
    readonly threads: number;
    readonly runToken: string;
    readonly native: NativeChoice;
    readonly umask: number;
    readonly usesFastPath: boolean;
  }
  | { readonly type: "phase"; readonly number: number };

/** What a worker sends. */
export type FromWorker =
  | { readonly type: "events"; readonly events: RunEvent[] }
  | { readonly type: "idle"; readonly phase: number; readonly extras: ExtraFolder[] };

const scope = globalThis as unknown as {
  onmessage: (message: MessageEvent<ToWorker>) => Promise<void>;
  postMessage(message: FromWorker): void;
};

let starting: Promise<WorkerContext> | null = null;

scope.onmessage = async ({ data }) => {
  if (data.type === "start") {
    starting = start(data);
    return;
  }
  const worker = await starting!;
  if (!signIn(worker.ctx.control, data.number)) return;
  runJobs(worker);
  scope.postMessage({ type: "idle", phase: data.number, extras: worker.extras });
  worker.extras = [];
};

async function start(message: ToWorker & { type: "start" }): Promise<WorkerContext> {
  const { memory, options, roots, index, threads, runToken, native, umask } = message;
  const report = new Report(
    options.reportOperations,
    (events) => scope.postMessage({ type: "events", events }),
  );
  const fs = await openNative(native, umask);
  const mode = runModeOf(options);
  const ctx = new CopyContext({
    fs,
    options,
    memory,
    report,
    index,
    runToken,
    mayProbe: mode === "apply",
    comparesAll: mode === "verify",
    usesFastPath: message.usesFastPath,
  });
  const worker = new WorkerContext(ctx, roots, threads);
  attachPerformer(worker);
  attachRanges(worker);
  return worker;
}
