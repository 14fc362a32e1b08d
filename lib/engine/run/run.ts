// One run from its request to its summary: opens the roots, lets the threads work through the phases, and
// says what it all came to.

import { type NativeFileSystem, openNative, textOf } from "../../../ffi/mod.ts";
import type { RunEvent, Totals } from "../../events.ts";
import type { Summary } from "../../summary.ts";
import { isStopping, STOP, stop } from "../../shared/control.ts";
import { COUNTER, totals } from "../../shared/counters.ts";
import type { Options } from "../../options.ts";
import { type RunMode, runModeOf } from "../../run_mode.ts";
import { isTargetInSource } from "../facts/target_in_source.ts";
import type { PerformerMaker } from "../perform/mod.ts";
import type { Renamed } from "../roots/rename_root.ts";
import { removeMarks } from "../roots/moved_root.ts";
import { closeRoots, prepareRoots, type Roots } from "../roots/prepare.ts";
import type { RunRequest } from "../roots/request.ts";
import { removeTargetMarks } from "../roots/target_marks.ts";
import { asStarted } from "../roots/started_in.ts";
import { keptTrees, sweepTrees } from "../roots/new_tree.ts";
import { closePlace, type SwapPlace } from "../roots/swap_place.ts";
import type { Job } from "../worker/job.ts";
import { performerOf } from "./build_thread.ts";
import { EventLog } from "./event_log.ts";
import { reportLosses, reportMissingCalls } from "./report_losses.ts";
import { outcomeOf } from "./outcome.ts";
import { copyPhase, deletePhases, relinkPhase } from "./phases.ts";
import { type RemovalTotals, withBuild, withoutOperations, withRemoval } from "./joined_totals.ts";
import { removeSources } from "./remove_sources.ts";
import { type Swapped, swapTrees } from "./swap.ts";
import { withoutBackups } from "./swap_setup.ts";
import { missingForWorkers } from "./pool.ts";
import { Progress } from "./progress.ts";
import { checkShardRequest, ownJobs, shardResult, splittingNotice } from "./shard_run.ts";
import { type Shortage, watchRoom } from "./room_watch.ts";
import { shortageNotice } from "./notices.ts";
import type { Survey } from "./counts/survey.ts";
import { resolveConflicts } from "./resolve_options.ts";
import { resolveMapping } from "./resolve_mapping.ts";
import { standAside } from "./stand_aside.ts";
import { Threads } from "./threads.ts";

/** Carries out a request. @throws {FerryError} before anything was touched, or when a guard refuses */
export async function run(request: RunRequest): Promise<Summary> {
  const resolved = resolveConflicts(request.options);
  const fs = await openNative();
  const { options, notices } = resolveMapping(fs, resolved.options);
  fs.allowMoreHandles();
  const told = [...resolved.notices, ...notices, ...standAside(fs, options)];
  const missing = fs.can.sharedHandles && options.jobs !== 1 ? missingForWorkers() : null;
  if (missing !== null) told.push(`works in one thread: others need ${missing}`);
  for (const message of told) {
    request.onEvent({ type: "notice", message });
  }
  const asked = { ...asStarted(fs, request), options };
  checkShardRequest(asked);
  const prepared = prepareRoots(fs, asked);
  const performer = await performerOf({ mode: modeOf(options), roots: prepared.roots });
  const run = new Run(asked, fs, prepared, performer);
  try {
    return await run.carryOut();
  } finally {
    run.end();
  }
}

/** With a swap the two trees are only compared at first. */
function modeOf(options: Options): RunMode {
  return options.swap ? "preview" : runModeOf(options);
}

class Run {
  readonly #startedAt = performance.now();
  readonly #jobs: readonly Job[];
  readonly #renamed: readonly Renamed[];
  readonly #swapPlace: SwapPlace | null;
  #removal: RemovalTotals | null = null;
  #swapped: Swapped = { built: null, filesFailed: 0 };
  readonly #log: EventLog;
  readonly #threads: Threads;
  readonly #progress: Progress;
  /** Counts what is to be copied, where the target may have too little room for it. */
  #roomSurvey: Survey | null = null;
  readonly #onAbort = () => stop(this.#threads.control, STOP.cancelled);

  constructor(
    private readonly request: RunRequest,
    private readonly fs: NativeFileSystem,
    { roots, jobs, renamed, swap }: Roots,
    performer: PerformerMaker,
  ) {
    this.#renamed = renamed;
    this.#swapPlace = swap;
    this.#log = new EventLog(request);
    const onEvents = (events: RunEvent[]) => this.#log.receive(events);
    const { options, usesFastPath, backlog } = request;
    // What a swap does is told when it is done.
    const reportOperations = options.reportOperations && (!options.swap || options.dryRun);
    const setup = {
      options: { ...(options.swap ? withoutBackups(options) : options), reportOperations },
      mode: modeOf(options),
      roots,
      usesFastPath,
      backlog,
    };
    this.#threads = new Threads(fs, setup, performer, onEvents);
    this.#jobs = ownJobs(this.#threads.main, jobs);
    this.#progress = new Progress(request, this.#threads, this.#jobs, this.#startedAt);
  }

  async carryOut(): Promise<Summary> {
    const { signal, options: { maxDelete } } = this.request;
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener("abort", this.#onAbort);
    reportMissingCalls(this.#log, this.fs, this.#threads);
    const splitting = splittingNotice(this.#threads.main);
    if (splitting !== null) this.#log.notice(splitting);
    this.#threads.provesLong = () => this.#progress.start();
    this.#tellRenamed();
    await this.#watchRoom();
    const extras = await copyPhase(this.#threads, this.#jobs);
    this.#roomSurvey?.stop();
    await relinkPhase(this.#threads, this.#jobs);
    if (extras.length > 0) await this.#progress.makeWay();
    if (!this.#refuseNested(extras.length > 0)) {
      const refusal = await deletePhases(this.#threads, extras, maxDelete);
      if (refusal !== null) this.#refuseToDelete("DELETE_GUARD", refusal);
    }
    await this.#removeSources();
    this.#sweepTrees();
    // None may be left in the tree that a new one takes the place of.
    this.#removeTargetMarks();
    // What is not kept is known only when the new tree is built.
    if (this.#mustSwap()) await this.#swapTrees(this.#swapPlace!);
    else reportLosses(this.#log, this.request, this.#threads);
    const isOver = !isStopping(this.#threads.control);
    const isDone = outcomeOf(this.#threads, this.#log) === "done";
    removeMarks(this.fs, this.#threads.main.roots, isDone, isOver);
    if (this.#log.refusal !== null) throw this.#log.refusal;
    return this.#summary();
  }

  end(): void {
    this.#roomSurvey?.stop();
    this.#progress.stop();
    this.request.signal?.removeEventListener("abort", this.#onAbort);
    this.#threads.end();
    closeRoots(this.fs, this.#threads.main.roots);
    if (this.#swapPlace !== null) closePlace(this.fs, this.#swapPlace);
  }

  /** Tells of too little room as soon as that shows; a plan, which asks for costs, adds them up itself. */
  async #watchRoom(): Promise<void> {
    const { options, progressIntervalMs, countsSource = true } = this.request;
    const { main } = this.#threads;
    const mayLack = main.mode === "apply" || main.mode === "preview";
    if (!mayLack || options.reportCosts || this.#jobs.length === 0) return;
    const isWhole = countsSource && progressIntervalMs > 0 && main.mode === "apply";
    const tell = (shortage: Shortage) => this.#log.notice(shortageNotice(shortage, this.request));
    this.#roomSurvey = await watchRoom(main, this.#jobs, isWhole, tell);
    if (isWhole && this.#roomSurvey !== null) this.#progress.countBy(this.#roomSurvey);
  }

  #tellRenamed(): void {
    const { count } = this.#threads.main.ctx;
    for (const renamed of this.#renamed) {
      if ("fatal" in renamed) {
        this.#log.receive([{ type: "error", ...renamed }]);
        if (renamed.fatal) stop(this.#threads.control, STOP.fatal);
      } else {
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
    this.#progress.start();
    this.#progress.endCounts();
    await this.#progress.makeWay();
    this.#removal = await removeSources(fs, request, this.#threads, this.#jobs, this.#log);
  }

  /** Removes trees that killed runs have left beside the target. */
  #sweepTrees(): void {
    const place = this.#swapPlace;
    if (place === null || this.request.options.dryRun) return;
    const { dest } = this.request;
    for (const { name, isOld } of keptTrees(this.fs, place)) {
      const what = `${isOld ? "is" : "may be"} an old tree that a broken-off run was to keep`;
      this.#log.notice(`'${name}' beside '${dest}' ${what}: rename or remove it`);
    }
    for (const name of sweepTrees(this.#threads.main.ctx, place)) {
      this.#log.notice(
        `'${name}', which an earlier run has left beside '${dest}', cannot be removed`,
      );
    }
  }

  /** Whether the target is to be exchanged; it is, too, where nothing differs: whoever asks for a new tree gets one. */
  #mustSwap(): boolean {
    return this.#swapPlace !== null && !this.request.options.dryRun &&
      !isStopping(this.#threads.control);
  }

  async #swapTrees(place: SwapPlace): Promise<void> {
    const { fs, request } = this;
    const log = this.#log, compared = this.#threads;
    if (log.errorCount > 0) log.notice(`'${request.dest}' stays as it was`);
    else {
      this.#progress.stop(); // building shows its own
      const startedAt = this.#startedAt;
      this.#swapped = await swapTrees({ fs, request, place, compared, log, startedAt });
    }
  }

  #removeTargetMarks(): void {
    for (const path of removeTargetMarks(this.fs, this.#threads.main.roots)) {
      this.#log.notice(`'${textOf(path)}', which this run has made, cannot be removed`);
    }
  }

  /** Ends a run that would delete or remove something where the one tree was found to hold the other. */
  #refuseNested(hasExtras: boolean): boolean {
    const { control, main: { mode } } = this.#threads;
    const removes = this.request.options.removeSource !== "nothing";
    if (!(hasExtras || removes) || mode === "verify" || isStopping(control)) return false;
    if (!isTargetInSource(control)) return false;
    const message =
      "SOURCE holds it, as was said; nothing is deleted there, or removed from SOURCE";
    this.#refuseToDelete("TARGET_IN_SOURCE", message);
    return true;
  }

  #refuseToDelete(code: string, message: string): void {
    this.#log.fail({ op: "delete from", code, message, fatal: true });
    stop(this.#threads.control, STOP.fatal);
  }

  #summary(): Summary {
    const { command, sources, dest } = this.request;
    const { errors, errorCount, changedCount } = this.#log;
    return {
      ...this.#totals(),
      command,
      source: sources,
      dest,
      dryRun: this.request.options.dryRun && !this.request.options.compareOnly,
      ...shardResult(this.#threads),
      outcome: outcomeOf(this.#threads, this.#log),
      durationMs: performance.now() - this.#startedAt,
      endedAt: Date.now(),
      errorCount,
      changedCount,
      errors,
    };
  }

  #totals(): Totals {
    const done = totals(this.#threads.memory.counters);
    if (this.#removal !== null) return withRemoval(done, this.#removal);
    if (this.#swapPlace === null || this.request.options.dryRun) return done;
    const { built, filesFailed } = this.#swapped;
    return built === null ? withoutOperations(done, filesFailed) : withBuild(done, built);
  }
}
