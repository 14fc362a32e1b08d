// Sends progress events for the screen. Once a run takes long, counts what the source holds in all, so that
// the screen can tell how much is left.

import { FileStat } from "../../../ffi/mod.ts";
import { counted, totals } from "../../shared/counters.ts";
import { keepOwn } from "../facts/shard_entries.ts";
import type { RunRequest } from "../roots/request.ts";
import { withRemoval } from "./joined_totals.ts";
import type { Job } from "../worker/job.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { expectedBytes, FEWEST_FILES } from "./expected_bytes.ts";
import { ExtrasSurvey } from "./extras_survey.ts";
import { Survey, type SurveyDepth, type SurveyManner } from "./survey.ts";
import type { Threads } from "./threads.ts";

/**
 * Milliseconds after which a run that shows its progress counts what there is in all: first the files, by listings
 * alone, which takes a tenth of the time; beside them, once their number can be expected, what is extra and the files'
 * bytes. Where files cannot be counted without looking at each, later.
 */
const SURVEY_AFTER_MS: Readonly<Record<SurveyDepth, number>> = { listings: 200, metadata: 1000 };

export class Progress {
  #timer: ReturnType<typeof setInterval> | undefined;
  #countTimer: ReturnType<typeof setTimeout> | undefined;
  #files: Survey | null = null;
  #extras: ExtrasSurvey | null = null;
  /** Looks at some files of each folder; the other one looks at all, after it. */
  #sample: Survey | null = null;
  #bytes: Survey | null = null;
  /** Milliseconds for which the main thread did not work because of them, of all that it has spent. */
  #countingMs = 0;
  #spentMs = 0;
  /** False while the files are counted. */
  #hasCounted = true;
  #isStopped = false;
  /** Whether what is extra was counted before any of it was deleted. */
  #hasCountedExtras = false;

  /** @param startedAt by `performance.now()` */
  constructor(
    private readonly request: RunRequest,
    private readonly threads: Threads,
    private readonly jobs: readonly Job[],
    private readonly startedAt: number,
  ) {}

  /**
   * Begins to show progress, if the caller wants that, once the run proves to be long: Deno loads its timers at their
   * first use.
   */
  start(): void {
    const { progressIntervalMs } = this.request;
    if (progressIntervalMs <= 0 || this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#show(), progressIntervalMs);
    // The first event may be a second away.
    const untilCount = SURVEY_AFTER_MS.listings - (performance.now() - this.startedAt);
    this.#countTimer = setTimeout(() => this.#count(), Math.max(0, untilCount) + 1);
  }

  /** Takes over the counts of a survey that has begun, and goes through to the end. */
  countBy(survey: Survey): void {
    this.#bytes = survey;
  }

  stop(): void {
    if (this.#timer !== undefined) clearInterval(this.#timer);
    this.endCounts();
  }

  /** Ends the counts, before anything is removed from the source: they would miss it. */
  endCounts(): void {
    this.#isStopped = true;
    if (this.#countTimer !== undefined) clearTimeout(this.#countTimer);
    for (const count of this.#counts) count.stop();
  }

  /**
   * Before anything is removed: where the system keeps a folder that somebody has open, no count has one open from now on.
   */
  async makeWay(): Promise<void> {
    if (this.threads.main.ctx.fs.can.stableHandles) return;
    this.endCounts();
    // They close what they have open before the event loop's next turn.
    if (this.#counts.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  get #counts(): (Survey | ExtrasSurvey)[] {
    return [this.#files, this.#extras, this.#sample, this.#bytes].filter((count) => count !== null);
  }

  #noteCounting(mainWorks: boolean): void {
    const spentMs = this.#counts.reduce((sum, count) => sum + count.spentMs, 0);
    if (mainWorks) this.#countingMs += spentMs - this.#spentMs;
    this.#spentMs = spentMs;
  }

  #show(): void {
    const { memory: { counters }, next } = this.threads;
    const copied = totals(counters);
    const sums = next === null ? copied : withRemoval(copied, totals(next.memory.counters));
    const all = this.#bytes?.done ? this.#bytes : null;
    const files = this.#files?.done ? this.#files : null;
    const durationMs = performance.now() - this.startedAt;
    const crew = next ?? this.threads;
    this.#noteCounting(crew.mainWorks);
    const isRead = this.threads.main.mode === "verify";
    const bytesRead = isRead ? counted(counters, "bytesUnderWay") : 0;
    const filesDone = sums.filesCopied + sums.filesReplaced + sums.filesFailed +
      counted(counters, "filesWithoutCopy");
    const bytesDone = sums.bytesCopied + sums.bytesShared + counted(counters, "bytesNotCopied") +
      bytesRead;
    // Once a move removes them, all files are done, be they counted or not.
    const copiedFiles = next !== null && this.#files !== null ? filesDone : null;
    const sourceFiles = all?.files ?? files?.files ?? copiedFiles;
    this.request.onEvent({
      type: "progress",
      ...sums,
      sourceFiles,
      expectedFiles: sourceFiles ?? moreThan(filesDone, this.#files?.expectedFiles ?? null),
      sourceBytes: all?.bytes ?? null,
      sourceEntries: this.#sourceEntries,
      expectedBytes: all?.bytes ?? this.#expectedBytes(sourceFiles, filesDone, bytesDone),
      expectedLinks: this.#expectedLinks(),
      expectedDeletions: this.#expectedDeletions(sums.deleted),
      expectedSourceRemovals: this.#expectedSourceRemovals(sums.sourcesRemoved),
      filesDone,
      bytesDone,
      bytesVerified: sums.bytesVerified + bytesRead,
      threads: crew.atWork,
      expectedThreads: crew.expected,
      countingMs: this.#countingMs,
      durationMs,
    });
    this.#count();
  }

  /** All entries; null before they were counted. Of folders, those of other shards are listed, too, and not this run's. */
  get #sourceEntries(): number | null {
    return this.#files?.done && this.threads.main.shard === null ? this.#files.entries : null;
  }

  /** All bytes; null before these are known well enough. */
  #expectedBytes(
    sourceFiles: number | null,
    filesDone: number,
    bytesDone: number,
  ): number | null {
    if (sourceFiles !== null && filesDone >= sourceFiles) return bytesDone;
    const expectedFiles = this.#files?.expectedFiles ?? null;
    if (expectedFiles === null || this.#sizes === null) return null;
    return expectedBytes(this.#sizes, { files: filesDone, bytes: bytesDone }, expectedFiles);
  }

  /** What tells of sizes. */
  get #sizes(): Survey | null {
    return this.#sample ?? this.#bytes;
  }

  /** Further names of files, from those of the files that were counted so far; null before these are enough. */
  #expectedLinks(): number | null {
    const { options } = this.threads.main.ctx;
    if (!options.keep.hardLinks) return 0;
    const counts = this.#bytes?.done ? this.#bytes : this.#sizes;
    if (counts === null) return null;
    const { looked, expectedFiles, furtherNames, done } = counts;
    const all = this.#files?.expectedFiles ?? expectedFiles;
    if (all === null || looked === 0 || (looked < FEWEST_FILES && !done)) return null;
    return furtherNames * all / looked;
  }

  /** What is removed from the source in the end; null before that can be told. */
  #expectedSourceRemovals(removed: number): number | null {
    const { mode, ctx: { options: { removeSource } } } = this.threads.main;
    if (mode !== "apply" || removeSource === "nothing") return 0;
    // Where listings do not tell types, only a look at each file counts them.
    const counts = (this.#files?.expectedFiles ?? null) === null ? this.#bytes : this.#files;
    if (counts === null || counts.expectedFiles === null) return null;
    const { files, folders, others, expectedFiles } = counts;
    const all = files + others + (removeSource === "everything" ? folders : 0);
    return counts.done
      ? all
      : moreThan(removed, Math.round(expectedFiles * all / Math.max(1, files)));
  }

  /** What is deleted in the end; null before that can be told, 0 where it cannot be counted. */
  #expectedDeletions(deleted: number): number | null {
    const asked = counted(this.threads.memory.counters, "extraEntries");
    if (asked > 0 || !this.#countsExtras) return asked;
    if (this.#extras === null) return null;
    // A count that goes on while they are deleted misses some.
    this.#hasCountedExtras ||= this.#extras.done && deleted === 0;
    const { entries, expectedEntries } = this.#extras;
    return this.#hasCountedExtras ? entries : moreThan(deleted, expectedEntries);
  }

  /** Whether entries of the target may be deleted, all those of which the listings tell. */
  get #countsExtras(): boolean {
    const { mode, shard, selection, ctx: { options } } = this.threads.main;
    // A link that is followed may be a folder, which its listing does not tell.
    return mode === "apply" && options.delete && !options.dereference && shard === null &&
      !selection.hasFilters && !selection.protectsNames && this.jobs.some(({ fresh }) => !fresh);
  }

  /** Begins the counts that are due, where it is known how many files there may be. */
  #count(): void {
    const { countsSource = true } = this.request;
    if (!countsSource || this.#isStopped) return;
    if (!this.#hasCounted && this.#files!.expectedFiles === null) return;
    const durationMs = performance.now() - this.startedAt;
    const { selection, mode, ctx: { options } } = this.threads.main;
    if (mode === "preview" || durationMs <= SURVEY_AFTER_MS.listings) return;
    const mustLook = options.dereference || selection.looksAtMetadata;
    const mustList = !mustLook && this.#files === null && !this.#bytes?.done;
    if (mustList) return this.#countFiles();
    if (this.#countsExtras && this.#extras === null) this.#countExtras();
    if (this.#files !== null || durationMs > SURVEY_AFTER_MS.metadata) this.#countBytes();
  }

  #countFiles(): void {
    this.#hasCounted = false;
    this.#files = this.#survey("listings");
    this.#files.run(this.jobs).then(() => {
      this.#hasCounted = true;
      // The next one is not left to the next event, which may be a second away.
      this.#count();
    });
  }

  #countExtras(): void {
    const { roots, ctx: { fs } } = this.threads.main;
    this.#extras = new ExtrasSurvey(fs, roots);
    this.#extras.run(this.jobs);
  }

  #countBytes(): void {
    if (this.#bytes !== null || this.#sample !== null) return;
    if (this.#files === null) return this.#countAllBytes();
    const sample = this.#sample = this.#survey("metadata", true);
    sample.run(this.jobs).then(() => {
      if (this.#isStopped) return;
      if (sample.looked === sample.files) [this.#bytes, this.#sample] = [sample, null];
      else this.#countAllBytes();
    });
  }

  #countAllBytes(): void {
    this.#bytes = this.#survey("metadata");
    this.#bytes.run(this.jobs);
  }

  #survey(depth: SurveyDepth, isSample = false): Survey {
    const { main, main: { roots, selection, ctx: { fs, options } } } = this.threads;
    const keepOwn = main.shard === null ? {} : { keepOwn: keepingOwn(main) };
    const manner = { depth, isForScreen: true, isSample, ...keepOwn };
    return new Survey(fs, roots, selection, options.dereference, manner);
  }
}

/** What is expected of something as long as it is being counted: there is more of it than is done, or the screen would say 100 %. */
function moreThan(done: number, expected: number | null): number | null {
  return expected === null ? null : Math.max(done + 1, expected);
}

/** What takes the entries of other shards out of a listing. */
function keepingOwn(main: WorkerContext): SurveyManner["keepOwn"] {
  const { roots, ctx: { fs } } = main;
  const stat = new FileStat();
  return ({ root, path }, source, listing) => {
    if (fs.statHandle(source, stat) === 0) {
      keepOwn(main, { root: roots[root], path, source }, listing, stat.dev);
    }
  };
}
