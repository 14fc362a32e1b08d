// One run from its roots to its summary: opens the roots, lets the threads work, decides what is global
// (whether to delete), and says what it all came to.

import { chosenNative, type NativeFileSystem, openNative } from "../../../ffi/mod.ts";
import { CopyContext } from "../../copy/context.ts";
import { createRunToken } from "../../copy/target/temporary_names.ts";
import { FerryError } from "../../errors.ts";
import type { ErrorEvent, Outcome, RunEvent, Summary } from "../../events.ts";
import type { Keep, Options } from "../../options.ts";
import { Report } from "../../report.ts";
import { CONTROL, isStopping, STOP, stop } from "../../shared/control.ts";
import { counted, COUNTER, totals } from "../../shared/counters.ts";
import { createSharedMemory, type SharedMemory } from "../../shared/mod.ts";
import type { ExtraFolder } from "../worker/left_folders.ts";
import { attachRanges } from "../worker/ranges.ts";
import { WorkerContext } from "../worker/worker_context.ts";
import { type FirstJob, JOB, packDevice, packNames } from "../worker/job.ts";
import { MainLoop, type Role } from "./main_loop.ts";
import { Pool } from "./pool.ts";
import { lostMetadata } from "./lost_metadata.ts";
import { lossNotice, noticesOf, refusalsOf } from "./notices.ts";
import { resolveConflicts } from "./resolve_options.ts";
import type { RunRequest } from "../roots/request.ts";
import { isVerified, LIST_IS_VERIFIED } from "../roots/list_file.ts";
import { lockUnfinished } from "../folders/unlocked.ts";
import { closeRoots, prepareRoots } from "../roots/prepare.ts";
import { Survey } from "./survey.ts";

/** Errors that the summary keeps; all are counted. */
const ERRORS_KEPT = 100;
/** Threads beyond this many gain nothing that was ever measured. */
const MOST_THREADS = 8;
/** Milliseconds after which a run that shows its progress counts what there is in all. */
const SURVEY_AFTER_MS = 1000;

/** Carries out a request. @throws {FerryError} before anything was touched, or when a guard refuses */
export async function run(request: RunRequest): Promise<Summary> {
  const { options, notices } = resolveConflicts(request.options);
  for (const message of notices) request.onEvent({ type: "notice", message });
  const fs = await openNative();
  fs.allowMoreHandles();
  const run = new Run({ ...request, options }, fs);
  try {
    return await run.carryOut();
  } finally {
    run.end();
  }
}

class Run {
  readonly #startedAt = performance.now();
  readonly #errors: ErrorEvent[] = [];
  readonly #memory: SharedMemory;
  readonly #control: Int32Array;
  readonly #workers: number;
  readonly #firstJobs: readonly FirstJob[];
  readonly #main: WorkerContext;
  readonly #threads: number;
  readonly #loop: MainLoop;
  readonly #runToken = createRunToken();
  readonly #onAbort = () => stop(this.#control, STOP.cancelled);
  #pool: Pool | null = null;
  #survey: Survey | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly request: RunRequest, private readonly fs: NativeFileSystem) {
    const { options } = request;
    const { roots, jobs } = prepareRoots(fs, request);
    this.#firstJobs = jobs;
    const threads = fs.can.sharedHandles ? threadCount(options) : 1;
    // One lane alone is a worker's, so that even then a signal is heard in the middle of a file.
    const role = roleOf(options, threads);
    this.#workers = fs.can.sharedHandles
      ? Math.max(1, role === "waits" ? threads : threads - 1)
      : 0;
    this.#memory = createSharedMemory(this.#workers + 1);
    this.#control = new Int32Array(this.#memory.control);
    const report = new Report(options.reportOperations, (events) => this.#receive(events));
    const ctx = new CopyContext(fs, options, this.#memory, report, 0, this.#runToken);
    this.#main = new WorkerContext(ctx, roots, threads);
    attachRanges(this.#main);
    this.#threads = threads;
    const startWorker = this.#workers > 0 ? () => (this.#pool ??= this.#createPool()).grow() : null;
    this.#loop = new MainLoop(this.#main, startWorker, role);
  }

  async carryOut(): Promise<Summary> {
    const { signal, progressIntervalMs, onEvent } = this.request;
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener("abort", this.#onAbort);
    const lost = lossNotice(this.fs.can);
    if (lost !== null) onEvent({ type: "notice", message: lost });
    this.#tellMissing();
    if (progressIntervalMs > 0) {
      this.#timer = setInterval(() => this.#showProgress(), progressIntervalMs);
    }
    for (const job of this.#firstJobs) this.#push(job);
    this.#countRoots();
    const extras = await this.#phase();
    await this.#relink();
    if (extras.length > 0 && !isStopping(this.#control)) await this.#delete(extras);
    this.#tellLosses();
    if (this.#refusal !== null) throw this.#refusal;
    return this.#summary();
  }

  /** What the user asked for by name and these calls do not have at all is a failure, once. */
  #tellMissing(): void {
    const { can } = this.fs;
    const { required, dryRun } = this.request.options;
    if (can.cannotKeep.length === 0 || dryRun) return;
    const missing = [
      [required.xattrs && !can.xattrs, "extended attributes"],
      [required.acls && !can.xattrs, "ACLs"],
      [required.owner && !can.owners, "owners"],
    ] as const;
    for (const [isMissing, what] of missing) {
      if (!isMissing) continue;
      this.#receive([{
        type: "error",
        op: `keep ${what} in`,
        path: new TextEncoder().encode(this.request.dest),
        syscall: null,
        code: "EOPNOTSUPP",
        message: "Not supported without FFI",
        fatal: false,
      }]);
    }
  }

  /** Says once what was not kept of many entries. */
  #tellLosses(): void {
    const { onEvent, dest } = this.request;
    const { counters } = this.#memory;
    const lost = this.#main.ctx.lostNames.all();
    for (const message of noticesOf(this.#memory, this.fs.identity, lost)) {
      onEvent({ type: "notice", message });
    }
    const path = new TextEncoder().encode(dest);
    for (const refusal of refusalsOf(counters, lost)) {
      const error = { op: "keep attributes in", path, syscall: "setxattr", fatal: false };
      this.#receive([{ type: "error", ...error, ...refusal }]);
    }
    this.#tellDevices();
  }

  /** Says what the target's file systems have not kept. */
  #tellDevices(): void {
    const { dest, options: { required }, onEvent } = this.request;
    for (const { text, options } of lostMetadata(this.#main.ctx.devices.all())) {
      const insisted = options.find((option) => required[option] === true);
      if (insisted === undefined) onEvent({ type: "notice", message: `in '${dest}' ${text}` });
      else this.#failToKeep(insisted, text);
    }
    const far = counted(this.#memory.counters, "timesOutOfRange");
    if (far > 0 && required.times === true) {
      this.#failToKeep(
        "times",
        `${far} ${far === 1 ? "is" : "are"} out of the file system's range`,
      );
    }
  }

  #failToKeep(option: keyof Keep, message: string): void {
    const path = new TextEncoder().encode(this.request.dest);
    const event = { op: `keep --${option} in`, path, syscall: null, code: "NOT_KEPT", message };
    this.#receive([{ type: "error", ...event, fatal: false }]);
  }

  end(): void {
    if (this.#timer !== undefined) clearInterval(this.#timer); // Deno loads its timers at their first use
    this.#survey?.stop();
    this.request.signal?.removeEventListener("abort", this.#onAbort);
    this.#pool?.end();
    closeRoots(this.fs, this.#main.roots);
  }

  #push(job: FirstJob): void {
    const { names, count, ...rest } = job;
    if (!this.#main.stack.push(rest, names, count)) {
      throw new FerryError(
        "usage",
        "E2BIG",
        "too many sources for one run",
        "copy their folder, or use --include",
      );
    }
  }

  /** Those that were made when they were opened, or would have been. */
  #countRoots(): void {
    if (this.request.options.compareOnly) return;
    const made = this.#firstJobs.filter(({ kind, fresh }) => kind === JOB.folder && fresh);
    this.#main.ctx.count[COUNTER.foldersCreated] += made.length;
  }

  /** Where names were passed over that are to be links to what was copied later, looks for them. */
  async #relink(): Promise<void> {
    if (this.#control[CONTROL.namesMissed] === 0 || isStopping(this.#control)) return;
    for (const job of this.#firstJobs) this.#push({ ...job, kind: JOB.relink });
    await this.#phase();
  }

  /** Does all jobs that are on the stack and all that follow from them; what they found to delete. */
  async #phase(): Promise<ExtraFolder[]> {
    this.#pool?.begin();
    await this.#loop.run();
    const found = await this.#pool?.finished() ?? [];
    lockUnfinished(this.#main);
    return [...found, ...this.#takeExtras()];
  }

  #takeExtras(): ExtraFolder[] {
    const { extras } = this.#main;
    this.#main.extras = [];
    return extras;
  }

  #createPool(): Pool {
    const { options } = this.request;
    const pool = new Pool(
      this.#workers,
      this.#control,
      (index) => ({
        type: "start",
        memory: this.#memory,
        options,
        roots: this.#main.roots,
        index,
        threads: this.#threads,
        runToken: this.#runToken,
        native: chosenNative(),
        umask: this.fs.identity.umask,
      }),
      (events) => this.#receive(events),
      () => stop(this.#control, STOP.fatal),
    );
    pool.begin();
    return pool;
  }

  /** The second phase of a mirror: guards first, then deletions. */
  async #delete(extras: ExtraFolder[]): Promise<void> {
    const { maxDelete } = this.request.options;
    const missing = extras.filter(({ conflicts }) => conflicts === null);
    const conflicts = extras.filter(({ conflicts }) => conflicts !== null);
    if (maxDelete !== null) {
      await this.#deletePhase(missing, JOB.count);
      await this.#deletePhase(conflicts, JOB.countConflicts);
      const extra = counted(this.#memory.counters, "extraEntries");
      const all = counted(this.#memory.counters, "targetEntries");
      const limit = maxDelete.unit === "entries" ? maxDelete.amount : all * maxDelete.amount / 100;
      if (extra > limit) {
        this.#refuse(
          `${extra} of ${all} target entries would be deleted, more than --max-delete allows`,
        );
        return;
      }
    }
    const emptied = await this.#deletePhase(missing, JOB.delete);
    await this.#deletePhase(emptied, JOB.deleteRest);
    await this.#deletePhase(conflicts, JOB.replaceConflicts);
  }

  /** Puts as many folders on the stack as fit, lets them be done, and goes on with the rest; those of which something is left. */
  async #deletePhase(extras: readonly ExtraFolder[], kind: number): Promise<ExtraFolder[]> {
    const left: ExtraFolder[] = [];
    for (let at = 0; at < extras.length && !isStopping(this.#control);) {
      for (; at < extras.length; at++) {
        const { root, path, sourceDev, conflicts } = extras[at];
        const job = { kind, root, path, fresh: false, slot: -1 };
        const packed = conflicts === null ? packDevice(sourceDev) : packNames(conflicts);
        if (!this.#main.stack.push(job, packed, conflicts?.length ?? 0)) break;
      }
      left.push(...await this.#phase());
    }
    return left;
  }

  #refuse(message: string): void {
    const path = new TextEncoder().encode(this.request.dest);
    this.#receive([{
      type: "error",
      op: "delete from",
      path,
      syscall: null,
      code: "DELETE_GUARD",
      message,
      fatal: true,
    }]);
    stop(this.#control, STOP.fatal);
  }

  #receive(events: RunEvent[]): void {
    for (const event of events) {
      if (event.type === "error") {
        if (event.code === LIST_IS_VERIFIED) {
          this.#refusal = isVerified(this.request.listFile!, null);
          continue;
        }
        this.#errorCount++;
        if (event.hasChanged) this.#changedCount++;
        if (this.#errors.length < ERRORS_KEPT) this.#errors.push(event);
      }
      this.request.onEvent(event);
    }
  }
  #errorCount = 0;
  #changedCount = 0;
  /** What was found only on the way and would have been a usage error before. */
  #refusal: FerryError | null = null;

  #showProgress(): void {
    const { counters } = this.#memory;
    const sums = totals(counters);
    const isCounted = this.#survey?.done ?? false;
    const durationMs = performance.now() - this.#startedAt;
    this.request.onEvent({
      type: "progress",
      ...sums,
      sourceFiles: isCounted ? this.#survey!.files : null,
      sourceBytes: isCounted ? this.#survey!.bytes : null,
      filesDone: sums.filesCopied + sums.filesReplaced + sums.filesFailed +
        counted(counters, "filesSettled"),
      bytesDone: sums.bytesCopied + sums.bytesShared + counted(counters, "bytesSettled"),
      durationMs,
    });
    if (durationMs > SURVEY_AFTER_MS) this.#startSurvey();
  }

  /** Counts the source, once a run has proved long enough for somebody to wait for its end. */
  #startSurvey(): void {
    const { dryRun, compareOnly } = this.request.options;
    if (this.#survey !== null || (dryRun && !compareOnly)) return;
    const { roots, selection } = this.#main;
    this.#survey = new Survey(this.fs, roots, selection, this.request.options.dereference);
    this.#survey.run(this.#firstJobs);
  }

  #summary(): Summary {
    const { command, sources, dest, options } = this.request;
    return {
      ...totals(this.#memory.counters),
      command,
      source: sources,
      dest,
      dryRun: options.dryRun && !options.compareOnly,
      outcome: this.#outcome(),
      durationMs: performance.now() - this.#startedAt,
      errorCount: this.#errorCount,
      changedCount: this.#changedCount,
      errors: this.#errors,
    };
  }

  #outcome(): Outcome {
    switch (Atomics.load(this.#control, CONTROL.stop)) {
      case STOP.cancelled:
        return "cancelled";
      case STOP.fatal:
        return "stopped";
      default:
        if (counted(this.#memory.counters, "differences") > 0) return "different";
        if (this.#errorCount > this.#changedCount) return "partial";
        return this.#changedCount > 0 ? "changed" : "done";
    }
  }
}

function threadCount(options: Options): number {
  return options.jobs > 0 ? options.jobs : Math.min(navigator.hardwareConcurrency, MOST_THREADS);
}

function roleOf({ bandwidthLimit, retries }: Options, threads: number): Role {
  if (bandwidthLimit !== null || retries > 0) return "waits";
  return threads > 1 ? "shares" : "begins";
}
