// Sends progress events for the screen. Once a run takes long, counts what the source holds in all, so that
// the screen can tell how much is left.

import { FileStat } from "../../../ffi/mod.ts";
import { counted, totals } from "../../shared/counters.ts";
import { keepOwn } from "../facts/shard_entries.ts";
import type { RunRequest } from "../roots/request.ts";
import { withRemoval } from "./joined_totals.ts";
import type { Job } from "../worker/job.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { signedIn } from "./sign_in.ts";
import { Survey, type SurveyDepth, type SurveyManner } from "./survey.ts";
import type { Threads } from "./threads.ts";

/**
 * Milliseconds after which a run that shows its progress counts what there is in all: first the files, by listings
 * alone, which takes a tenth of the time, then their bytes.
 */
const SURVEY_AFTER_MS: Readonly<Record<SurveyDepth, number>> = { listings: 200, metadata: 1000 };

/** Files from whose sizes those of all are concluded. */
const FEWEST_FILES = 100;

export class Progress {
  #timer: ReturnType<typeof setInterval> | undefined;
  #files: Survey | null = null;
  #bytes: Survey | null = null;
  /** Whether the one that was begun last has ended. */
  #hasCounted = true;
  #isStopped = false;

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
  }

  /** Takes over the counts of a survey that has begun, and goes through to the end. */
  countBy(survey: Survey): void {
    this.#bytes = survey;
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== undefined) clearInterval(this.#timer);
    this.#files?.stop();
    this.#bytes?.stop();
  }

  #show(): void {
    const { memory: { counters }, next } = this.threads;
    const copied = totals(counters);
    const sums = next === null ? copied : withRemoval(copied, totals(next.counters));
    const all = this.#bytes?.done ? this.#bytes : null;
    const files = this.#files?.done ? this.#files : null;
    const durationMs = performance.now() - this.startedAt;
    this.request.onEvent({
      type: "progress",
      ...sums,
      sourceFiles: all?.files ?? files?.files ?? null,
      sourceBytes: all?.bytes ?? null,
      expectedBytes: all?.bytes ?? this.#expectedBytes(),
      filesDone: sums.filesCopied + sums.filesReplaced + sums.filesFailed +
        counted(counters, "filesWithoutCopy"),
      bytesDone: sums.bytesCopied + sums.bytesShared + counted(counters, "bytesNotCopied"),
      threads: 1 + signedIn(this.threads.control),
      durationMs,
    });
    const { countsSource = true } = this.request;
    if (countsSource && this.#hasCounted) this.#count(durationMs);
  }

  /** All bytes, from those counted so far; null before enough are. */
  #expectedBytes(): number | null {
    if (!this.#files?.done || this.#bytes === null || this.#bytes.files < FEWEST_FILES) return null;
    const { files, bytes, largest } = this.#bytes;
    // One huge file does not tell that others are.
    const typical = (bytes - largest) / (files - 1);
    return bytes + Math.max(0, this.#files.files - files) * typical;
  }

  #count(durationMs: number): void {
    const { selection, mode, ctx: { options } } = this.threads.main;
    if (mode === "preview" || this.#bytes?.done) return;
    const mustLook = options.dereference || selection.looksAtMetadata;
    if (!mustLook && this.#files === null && durationMs > SURVEY_AFTER_MS.listings) {
      this.#files = this.#survey("listings");
    } else if (durationMs > SURVEY_AFTER_MS.metadata) this.#bytes ??= this.#survey("metadata");
  }

  #survey(depth: SurveyDepth): Survey {
    const { main, main: { roots, selection, ctx: { fs, options } } } = this.threads;
    const keepOwn = main.shard === null ? {} : { keepOwn: keepingOwn(main) };
    const manner = { depth, isForScreen: true, ...keepOwn };
    const survey = new Survey(fs, roots, selection, options.dereference, manner);
    this.#hasCounted = false;
    survey.run(this.jobs).then(() => {
      this.#hasCounted = true;
      // The next one is not left to the next event, which may be a second away.
      if (!this.#isStopped) this.#count(performance.now() - this.startedAt);
    });
    return survey;
  }
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
