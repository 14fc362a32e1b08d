// What a run that shows its progress counts, beside its work, of what there is to do: first the source's files by listings
// alone, which takes a tenth of the time; then, once their number can be expected, what is extra in the target and the files'
// bytes, of a sample before those of all. Where files cannot be counted without looking at each, all is counted later.

import { FileStat } from "../../../../ffi/mod.ts";
import { runModeOf } from "../../../run_mode.ts";
import { keepOwn } from "../../facts/shard_entries.ts";
import type { Job } from "../../worker/job.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { ExtrasSurvey } from "./extras_survey.ts";
import { Survey } from "./survey.ts";
import type { SurveyDepth, SurveyManner } from "./survey_manner.ts";
import type { Threads } from "../threads.ts";

/** Milliseconds of a run after which it counts by listings alone, and by a look at each file. */
const SURVEY_AFTER_MS: Readonly<Record<SurveyDepth, number>> = { listings: 200, metadata: 1000 };

export class Counts {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #files: Survey | null = null;
  #extras: ExtrasSurvey | null = null;
  #sample: Survey | null = null;
  #bytes: Survey | null = null;
  /** False while the files are counted. */
  #hasCounted = true;
  #isStopped = false;

  /**
   * @param countsSource false where somebody else knows what the source holds
   * @param startedAt when the run began, by `performance.now()`
   */
  constructor(
    private readonly threads: Threads,
    private readonly jobs: readonly Job[],
    private readonly countsSource: boolean,
    private readonly startedAt: number,
  ) {}

  /** The files by listings. */
  get files(): Survey | null {
    return this.#files;
  }

  /** What is extra. */
  get extras(): ExtrasSurvey | null {
    return this.#extras;
  }

  /** The files by a look at each. */
  get bytes(): Survey | null {
    return this.#bytes;
  }

  /** What tells of sizes: a look at some files of each folder, and after it that at all. */
  get sizes(): Survey | null {
    return this.#sample ?? this.#bytes;
  }

  /** Whether entries of the target may be deleted, all those of which the listings tell. */
  get tellExtras(): boolean {
    const { mode, shard, selection, ctx: { options } } = this.threads.main;
    // A link that is followed may be a folder, which its listing does not tell.
    return mode === "apply" && options.delete && !options.dereference && shard === null &&
      !selection.hasFilters && !selection.protectsNames && this.jobs.some(({ fresh }) => !fresh);
  }

  /** Whether the trees are only compared, before a new one is built. */
  get comesBeforeSwap(): boolean {
    const { mode, ctx: { options } } = this.threads.main;
    return mode === "preview" && options.swap && runModeOf(options) === "apply";
  }

  /** Milliseconds that the main thread has spent on them. */
  get spentMs(): number {
    return this.#all.reduce((sum, count) => sum + count.spentMs, 0);
  }

  get #all(): (Survey | ExtrasSurvey)[] {
    return [this.#files, this.#extras, this.#sample, this.#bytes].filter((count) => count !== null);
  }

  /** Begins the first one in time; `next` does so, too, but the first event may be a second away. */
  start(): void {
    const untilFirst = SURVEY_AFTER_MS.listings - (performance.now() - this.startedAt);
    this.#timer = setTimeout(() => this.next(), Math.max(0, untilFirst) + 1);
  }

  /** Takes over those of a survey that has begun, and goes through to the end. */
  takeOver(survey: Survey): void {
    this.#bytes = survey;
  }

  /** Begins those that are due, where it is known how many files there may be. */
  next(): void {
    if (!this.countsSource || this.#isStopped) return;
    if (!this.#hasCounted && this.#files!.expectedFiles === null) return;
    const durationMs = performance.now() - this.startedAt;
    const { selection, mode, ctx: { options } } = this.threads.main;
    if (mode === "preview" && !this.comesBeforeSwap) return;
    if (durationMs <= SURVEY_AFTER_MS.listings) return;
    const mustLook = options.dereference || selection.looksAtMetadata;
    const mustList = !mustLook && this.#files === null && !this.#bytes?.done;
    if (mustList) return this.#countFiles();
    if (this.tellExtras && this.#extras === null) this.#countExtras();
    if (this.#files !== null || durationMs > SURVEY_AFTER_MS.metadata) this.#countBytes();
  }

  /** Ends them, before anything is removed from the source: they would miss it. */
  end(): void {
    this.#isStopped = true;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    for (const count of this.#all) count.stop();
  }

  /**
   * Before anything is removed: where the system keeps a folder that somebody has open, none has one open from now on.
   */
  async makeWay(): Promise<void> {
    if (this.threads.main.ctx.fs.can.stableHandles) return;
    this.end();
    // They close what they have open before the event loop's next turn.
    if (this.#all.length > 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }

  #countFiles(): void {
    this.#hasCounted = false;
    this.#files = this.#survey("listings");
    // The next ones are not left to the next event, which may be a second away.
    this.#files.foreseen.then(() => this.next());
    this.#files.run(this.jobs).then(() => {
      this.#hasCounted = true;
      this.next();
    });
  }

  #countExtras(): void {
    const { roots, ctx: { fs } } = this.threads.main;
    this.#extras = new ExtrasSurvey(fs, roots);
    this.#extras.run(this.jobs);
  }

  #countBytes(): void {
    if (this.sizes !== null) return;
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
