// A worker's main module: waits for a phase to begin, does jobs until none are left, tells the main
// thread what it found, and waits again. While there is work it never returns to its event loop.

import { type NativeChoice, openNative } from "../../../ffi/mod.ts";
import { CopyContext } from "../../copy/context.ts";
import type { RootPair } from "../../copy/place.ts";
import type { RunEvent } from "../../events.ts";
import type { Options } from "../../options.ts";
import { Report } from "../../report.ts";
import type { SharedMemory } from "../../shared/mod.ts";
import { Crew, type ExtraFolder } from "./crew.ts";
import { runJobs } from "./jobs.ts";
import { signIn } from "./phase.ts";

/** What the main thread sends. */
export type ToWorker =
  | {
    readonly type: "start";
    readonly memory: SharedMemory;
    readonly options: Options;
    readonly roots: readonly RootPair[];
    readonly index: number;
    readonly lanes: number;
    readonly runToken: string;
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

let starting: Promise<Crew> | null = null;

scope.onmessage = async ({ data }) => {
  if (data.type === "start") {
    starting = start(data);
    return;
  }
  const crew = await starting!;
  if (!signIn(crew.ctx.control, data.number)) return;
  runJobs(crew);
  scope.postMessage({ type: "idle", phase: data.number, extras: crew.extras });
  crew.extras = [];
};

async function start(message: ToWorker & { type: "start" }): Promise<Crew> {
  const { memory, options, roots, index, lanes, runToken, native, umask } = message;
  const report = new Report(
    options.reportOperations,
    (events) => scope.postMessage({ type: "events", events }),
  );
  const fs = await openNative(native, umask);
  return new Crew(new CopyContext(fs, options, memory, report, index, runToken), roots, lanes);
}
