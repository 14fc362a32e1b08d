// One run from its request to its summary: opens the roots, lets the threads work through the phases, and
// says what it all came to.

import { type NativeFileSystem, openNative } from "../../../ffi/mod.ts";
import type { Outcome, RunEvent, Summary } from "../../events.ts";
import { CONTROL, isStopping, STOP, stop } from "../../shared/control.ts";
import { counted, COUNTER, totals } from "../../shared/counters.ts";
import { runModeOf } from "../../run_mode.ts";
import type { PerformerMaker } from "../perform/mod.ts";
import type { Renamed } from "../roots/rename_root.ts";
import { closeRoots, prepareRoots, removeMarks, type Roots } from "../roots/prepare.ts";
import type { RunRequest } from "../roots/request.ts";
import type { Job } from "../worker/job.ts";
import { performerOf } from "./build_thread.ts";
import { EventLog } from "./event_log.ts";
import { reportLosses, reportMissingCalls } from "./report_losses.ts";
import { copyPhase, deletePhases, relinkPhase } from "./phases.ts";
import { type RemovalTotals, removeSources } from "./remove_sources.ts";
import { Progress } from "./progress.ts";
import { resolveConflicts } from "./resolve_options.ts";
import { resolveOwners } from "./resolve_owners.ts";
import { standAside } from "./stand_aside.ts";
import { Threads } from "./threads.ts";

/** Carries out a request. @throws {FerryError} before anything was touched, or when a guard refuses */
export async function run(request: RunRequest): Promise<Summary> {
  const resolved = resolveConflicts(request.options);
  const fs = await openNative();
  const { options, notices } = resolveOwners(fs, resolved.options);
  fs.allowMoreHandles();
  for (const message of [...resolved.notices, ...notices, ...standAside(fs, options)]) {
    request.onEvent({ type: "notice", message });
  }
  const asked = { ...request, options };
  const prepared = prepareRoots(fs, asked);
  const performer = await performerOf({ mode: runModeOf(options), roots: prepared.roots });
  const run = new Run(asked, fs, prepared, performer);
  try {
    return await run.carryOut();
  } finally {
    run.end();
  }
}

class Run {
  readonly #startedAt = performance.now();
  readonly #jobs: readonly Job[];
  readonly #renamed: readonly Renamed[];
  #removal: RemovalTotals | null = null;
  readonly #log: EventLog;
  readonly #threads: Threads;
  readonly #progress: Progress;
  readonly #onAbort = () => stop(this.#threads.control, STOP.cancelled);

  constructor(
    private readonly request: RunRequest,
    private readonly fs: NativeFileSystem,
    { roots, jobs, renamed }: Roots,
    performer: PerformerMaker,
  ) {
    this.#jobs = jobs;
    this.#renamed = renamed;
    this.#log = new EventLog(request);
    const onEvents = (events: RunEvent[]) => this.#log.receive(events);
    const { options, usesFastPath } = request;
    const setup = { options, mode: runModeOf(options), roots, usesFastPath };
    this.#threads = new Threads(fs, setup, performer, onEvents);
    this.#progress = new Progress(request, this.#threads, jobs, this.#startedAt);
  }

  async carryOut(): Promise<Summary> {
    const { signal, options: { maxDelete } } = this.request;
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener("abort", this.#onAbort);
    reportMissingCalls(this.#log, this.fs, this.#threads);
    this.#progress.start();
    this.#tellRenamed();
    const extras = await copyPhase(this.#threads, this.#jobs);
    await relinkPhase(this.#threads, this.#jobs);
    const refusal = await deletePhases(this.#threads, extras, maxDelete);
    if (refusal !== null) this.#refuseToDelete(refusal);
    await this.#removeSources();
    reportLosses(this.#log, this.request, this.#threads);
    if (this.#outcome() === "done") removeMarks(this.fs, this.#threads.main.roots);
    if (this.#log.refusal !== null) throw this.#log.refusal;
    return this.#summary();
  }

  end(): void {
    this.#progress.stop();
    this.request.signal?.removeEventListener("abort", this.#onAbort);
    this.#threads.end();
    closeRoots(this.fs, this.#threads.main.roots);
  }

  #tellRenamed(): void {
    const { count } = this.#threads.main.ctx;
    for (const renamed of this.#renamed) {
      if ("fatal" in renamed) this.#log.receive([{ type: "error", ...renamed }]);
      else {
        count[COUNTER.renamed]++;
        if (this.request.options.reportOperations) this.#log.receive([renamed]);
      }
    }
  }

  async #removeSources(): Promise<void> {
    const { request, fs } = this;
    const { removeSource } = request.options;
    if (removeSource === "nothing" || this.#jobs.length === 0) return;
    if (isStopping(this.#threads.control)) return;
    this.#removal = await removeSources(fs, request, this.#threads, this.#jobs, this.#log);
  }

  #refuseToDelete(message: string): void {
    this.#log.fail({ op: "delete from", code: "DELETE_GUARD", message, fatal: true });
    stop(this.#threads.control, STOP.fatal);
  }

  #summary(): Summary {
    const { command, sources, dest } = this.request;
    const { errors, errorCount, changedCount } = this.#log;
    const done = totals(this.#threads.memory.counters);
    return {
      ...done,
      ...this.#removed(done),
      command,
      source: sources,
      dest,
      dryRun: this.#threads.main.mode === "preview",
      outcome: this.#outcome(),
      durationMs: performance.now() - this.#startedAt,
      errorCount,
      changedCount,
      errors,
    };
  }

  /** The totals to which the removal from the source has added. */
  #removed({ filesVerified, bytesVerified }: RemovalTotals): Partial<RemovalTotals> {
    if (this.#removal === null) return {};
    return {
      sourcesRemoved: this.#removal.sourcesRemoved,
      filesVerified: filesVerified + this.#removal.filesVerified,
      bytesVerified: bytesVerified + this.#removal.bytesVerified,
    };
  }

  #outcome(): Outcome {
    const { control, memory: { counters } } = this.#threads;
    const { errorCount, changedCount } = this.#log;
    switch (Atomics.load(control, CONTROL.stop)) {
      case STOP.cancelled:
        return "cancelled";
      case STOP.fatal:
        return "stopped";
      default:
        if (counted(counters, "differences") > 0) return "different";
        if (errorCount > changedCount) return "partial";
        return changedCount > 0 ? "changed" : "done";
    }
  }
}
