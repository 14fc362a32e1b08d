// A worker's main module: waits for a phase to begin, does jobs until none are left, tells the main thread
// which folders have something to delete, and waits again. While there is work it never returns to its event loop.

import { type NativeChoice, openNative } from "../../../ffi/mod.ts";
import type { RunEvent } from "../../events.ts";
import type { ExtraFolder } from "../worker/left_folders.ts";
import { STOP, stop } from "../../shared/control.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { buildThread, performerOf, type ThreadSetup } from "./build_thread.ts";
import { runJobs } from "./run_job.ts";
import { signIn } from "./sign_in.ts";

/** What the main thread sends. */
export type ToWorker =
  | {
    readonly type: "start";
    readonly setup: ThreadSetup;
    readonly index: number;
    readonly native: NativeChoice;
    readonly umask: number;
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
  worker.time.endIdle();
  try {
    runJobs(worker);
  } catch (error) {
    // The main thread may be waiting for what this one has claimed: it must see that the run stops.
    stop(worker.ctx.control, STOP.fatal);
    throw error;
  }
  worker.time.beginIdle();
  scope.postMessage({ type: "idle", phase: data.number, extras: worker.extras });
  worker.extras = [];
};

/**
 * The first message that a thread sends detaches a buffer. V8 then discards all code that it optimized on the assumption
 * that no buffer is ever detached. Here one is detached before there is such code; else it would happen in the middle of
 * a run.
 */
function expectDetachedBuffers(): void {
  new ArrayBuffer(1).transfer();
}

async function start(message: ToWorker & { type: "start" }): Promise<WorkerContext> {
  const { setup, index, native, umask } = message;
  expectDetachedBuffers();
  const fs = await openNative(native, umask);
  if (setup.options.lowPriority) fs.lowerPriority();
  const performer = await performerOf(setup);
  const send = (events: RunEvent[]) => scope.postMessage({ type: "events", events });
  const worker = buildThread(fs, setup, performer, index, send);
  worker.time.introduce(fs.threadId());
  worker.time.beginIdle();
  return worker;
}
