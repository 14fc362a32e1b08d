// One run from its request to its summary: opens the roots, lets the threads work through the phases, and
// says what it all came to.

import { type NativeFileSystem, openNative } from "../../../ffi/mod.ts";
import type { Outcome, RunEvent, Summary } from "../../events.ts";
import { CONTROL, STOP, stop } from "../../shared/control.ts";
import { counted, totals } from "../../shared/counters.ts";
import type { PerformerMaker } from "../perform/mod.ts";
import { closeRoots, prepareRoots, type Roots } from "../roots/prepare.ts";
import type { RunRequest } from "../roots/request.ts";
import type { Job } from "../worker/job.ts";
import { performerOf } from "./build_thread.ts";
import { EventLog } from "./event_log.ts";
import { reportLosses, reportMissingCalls } from "./report_losses.ts";
import { copyPhase, deletePhases, relinkPhase } from "./phases.ts";
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
  const performer = await performerOf({ options, roots: prepared.roots });
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
  readonly #log: EventLog;
  readonly #threads: Threads;
  readonly #progress: Progress;
  readonly #onAbort = () => stop(this.#threads.control, STOP.cancelled);

  constructor(
    private readonly request: RunRequest,
    private readonly fs: NativeFileSystem,
    { roots, jobs }: Roots,
    performer: PerformerMaker,
  ) {
    this.#jobs = jobs;
    this.#log = new EventLog(request);
    const onEvents = (events: RunEvent[]) => this.#log.receive(events);
    this.#threads = new Threads(fs, request, roots, performer, onEvents);
    this.#progress = new Progress(request, this.#threads, jobs, this.#startedAt);
  }

  async carryOut(): Promise<Summary> {
    const { signal, options: { maxDelete } } = this.request;
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener("abort", this.#onAbort);
    reportMissingCalls(this.#log, this.fs, this.#threads);
    this.#progress.start();
    const extras = await copyPhase(this.#threads, this.#jobs);
    await relinkPhase(this.#threads, this.#jobs);
    const refusal = await deletePhases(this.#threads, extras, maxDelete);
    if (refusal !== null) this.#refuseToDelete(refusal);
    reportLosses(this.#log, this.request, this.#threads);
    if (this.#log.refusal !== null) throw this.#log.refusal;
    return this.#summary();
  }

  end(): void {
    this.#progress.stop();
    this.request.signal?.removeEventListener("abort", this.#onAbort);
    this.#threads.end();
    closeRoots(this.fs, this.#threads.main.roots);
  }

  #refuseToDelete(message: string): void {
    this.#log.fail({ op: "delete from", code: "DELETE_GUARD", message, fatal: true });
    stop(this.#threads.control, STOP.fatal);
  }

  #summary(): Summary {
    const { command, sources, dest } = this.request;
    const { errors, errorCount, changedCount } = this.#log;
    return {
      ...totals(this.#threads.memory.counters),
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
