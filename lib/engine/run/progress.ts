// Sends progress events for the screen. Once a run takes long, counts what the source holds in all, so that
// the screen can tell how much is left.

import { counted, totals } from "../../shared/counters.ts";
import type { RunRequest } from "../roots/request.ts";
import { withRemoval } from "./joined_totals.ts";
import type { Job } from "../worker/job.ts";
import { Survey } from "./survey.ts";
import type { Threads } from "./threads.ts";

/** Milliseconds after which a run that shows its progress counts what there is in all. */
const SURVEY_AFTER_MS = 1000;

export class Progress {
  #timer: ReturnType<typeof setInterval> | undefined;
  #survey: Survey | null = null;

  /** @param startedAt by `performance.now()` */
  constructor(
    private readonly request: RunRequest,
    private readonly threads: Threads,
    private readonly jobs: readonly Job[],
    private readonly startedAt: number,
  ) {}

  /** Begins to show progress, if the caller wants that: once the run proves to be long, for Deno loads its timers at their first use. */
  start(): void {
    const { progressIntervalMs } = this.request;
    if (progressIntervalMs <= 0 || this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#show(), progressIntervalMs);
  }

  /** Takes over the counts of a survey that has begun, and goes through to the end. */
  countBy(survey: Survey): void {
    this.#survey = survey;
  }

  stop(): void {
    if (this.#timer !== undefined) clearInterval(this.#timer);
    this.#survey?.stop();
  }

  #show(): void {
    const { memory: { counters }, next } = this.threads;
    const copied = totals(counters);
    const sums = next === null ? copied : withRemoval(copied, totals(next.counters));
    const survey = this.#survey?.done ? this.#survey : null;
    const durationMs = performance.now() - this.startedAt;
    this.request.onEvent({
      type: "progress",
      ...sums,
      sourceFiles: survey?.files ?? null,
      sourceBytes: survey?.bytes ?? null,
      filesDone: sums.filesCopied + sums.filesReplaced + sums.filesFailed +
        counted(counters, "filesWithoutCopy"),
      bytesDone: sums.bytesCopied + sums.bytesShared + counted(counters, "bytesNotCopied"),
      durationMs,
    });
    const { countsSource = true } = this.request;
    if (countsSource && durationMs > SURVEY_AFTER_MS) this.#startSurvey();
  }

  #startSurvey(): void {
    const { roots, selection, mode, ctx: { fs, options } } = this.threads.main;
    if (this.#survey !== null || mode === "preview") return;
    this.#survey = new Survey(fs, roots, selection, options.dereference);
    this.#survey.run(this.jobs);
  }
}
