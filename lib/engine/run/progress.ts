// Sends progress events for the screen: what a run has done so far, and what there is to do in all, once it takes long enough
// to count that.

import { counted, totals } from "../../shared/counters.ts";
import type { RunRequest } from "../roots/request.ts";
import type { Job } from "../worker/job.ts";
import { Counts } from "./counts/counts.ts";
import { Expected } from "./counts/expected.ts";
import { type BuildNeeds, totalsOfBuild } from "./counts/build_needs.ts";
import { withRemoval } from "./joined_totals.ts";
import type { Survey } from "./counts/survey.ts";
import type { Threads } from "./threads.ts";

export class Progress {
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #counts: Counts;
  readonly #expected: Expected;
  /** Milliseconds for which the main thread did not work because it counted, of all that it has spent on that. */
  #countingMs = 0;
  #spentMs = 0;

  /**
   * @param startedAt by `performance.now()`
   * @param build what there is in all, where a new tree is built after a comparison
   */
  constructor(
    private readonly request: RunRequest,
    private readonly threads: Threads,
    jobs: readonly Job[],
    private readonly startedAt: number,
    private readonly build: BuildNeeds | null = null,
  ) {
    const countsSource = (request.countsSource ?? true) && build === null;
    this.#counts = new Counts(threads, jobs, countsSource, startedAt);
    this.#expected = new Expected(threads, this.#counts, request.options.backupDir !== null);
  }

  /**
   * Begins to show progress, if the caller wants that, once the run proves to be long: Deno loads its timers at their
   * first use.
   */
  start(): void {
    const { progressIntervalMs } = this.request;
    if (progressIntervalMs <= 0 || this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#show(), progressIntervalMs);
    this.#counts.start();
  }

  /** Takes over the counts of a survey that has begun, and goes through to the end. */
  countBy(survey: Survey): void {
    this.#counts.takeOver(survey);
  }

  stop(): void {
    if (this.#timer !== undefined) clearInterval(this.#timer);
    this.#counts.end();
  }

  /** Ends the counts, before anything is removed from the source: they would miss it. */
  endCounts(): void {
    this.#counts.end();
  }

  /** Before anything is removed: where the system keeps a folder that somebody has open, no count has one open from now on. */
  makeWay(): Promise<void> {
    return this.#counts.makeWay();
  }

  #show(): void {
    const { memory: { counters }, next, main } = this.threads;
    const copied = totals(counters);
    const sums = next === null ? copied : withRemoval(copied, totals(next.memory.counters));
    const durationMs = performance.now() - this.startedAt;
    const crew = next ?? this.threads;
    this.#noteCounting(crew.mainWorks);
    const bytesRead = main.mode === "verify" ? counted(counters, "bytesUnderWay") : 0;
    const filesDone = sums.filesCopied + sums.filesReplaced + sums.filesFailed +
      counted(counters, "filesWithoutCopy");
    const bytesDone = sums.bytesCopied + sums.bytesShared + counted(counters, "bytesNotCopied") +
      bytesRead;
    const { build } = this;
    // What is deleted where a new tree is built is the old one.
    const [deleted, oldRemoved] = build === null ? [sums.deleted, 0] : [0, sums.deleted];
    const expected = build === null
      ? this.#expected.totals({ ...sums, filesDone, bytesDone })
      : totalsOfBuild(build, oldRemoved);
    this.request.onEvent({
      type: "progress",
      ...sums,
      ...expected,
      deleted,
      oldRemoved,
      filesDone,
      bytesDone,
      bytesVerified: sums.bytesVerified + bytesRead,
      threads: crew.atWork,
      expectedThreads: crew.expected,
      countingMs: this.#countingMs,
      durationMs,
    });
    this.#counts.next();
  }

  #noteCounting(mainWorks: boolean): void {
    const { spentMs } = this.#counts;
    if (mainWorks) this.#countingMs += spentMs - this.#spentMs;
    this.#spentMs = spentMs;
  }
}
