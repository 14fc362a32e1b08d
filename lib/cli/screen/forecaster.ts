// How much of a run is done and how long the rest takes. A file costs time by itself and by its bytes: how much of each
// is learned from the run so far, by least squares over its stretches. What has not been met yet counts by a prior. How
// fast both go is asked of the last part of it, for on slow storage threads join one after the other.

import { LeastSquares } from "../../estimate/least_squares.ts";
import type { ProgressEvent } from "../../events.ts";

/** What is known of a run at a moment. */
export type Moment = Pick<
  ProgressEvent,
  | "filesDone"
  | "bytesDone"
  | "threads"
  | "sourceFiles"
  | "sourceBytes"
  | "expectedBytes"
  | "durationMs"
>;

/** What is left, as far as it can be told. */
export interface Outlook {
  /** Share of the work that is done, 0 to 1; never less than before. */
  readonly fraction: number | null;
  readonly leftMs: number | null;
}

/** Bytes that cost as much as a file by itself, before anything is learned. */
const BYTES_PER_FILE = 64 * 1024;
/** What that assumption counts, in shares of what was observed: enough where all stretches are alike. */
const PRIOR_WEIGHT = 5e-4;
/** What a file or a unit costs at least, as a share of their mean: nothing is free. */
const LEAST_COST = 1e-3;
/** Milliseconds of a stretch at least. Short ones tell more of when things are counted than of what they cost. */
const STRETCH_MS = 250;
/** Milliseconds whose speed counts at least, and share of the time so far. */
const LEAST_RECENT_MS = 1000;
const LEAST_RECENT = 0.15;
/** Stretches that are kept; of more, two neighbours at a time become one. */
const MOST_STRETCHES = 32;

/** What was done, by when. */
interface Mark {
  readonly atMs: number;
  readonly files: number;
  readonly units: number;
}

/** Milliseconds that a file takes by itself, and a unit of bytes. */
interface Costs {
  readonly file: number;
  readonly unit: number;
}

/** One file alone is its bytes. */
const ONE_FILE: Costs = { file: 0, unit: 1 };

const UNKNOWN: Outlook = { fraction: null, leftMs: null };

export class Forecaster {
  #fraction = 0;
  /** The ends of stretches, the start of the run first. */
  #marks: Mark[] = [{ atMs: 0, files: 0, units: 0 }];
  #now: Mark = this.#marks[0];
  #threads = 0;
  /** When the last thread joined. */
  #joinedAtMs = 0;

  /** Takes a moment into account, later than the last one. */
  add(moment: Moment): Outlook {
    const { filesDone, bytesDone, sourceFiles, sourceBytes, expectedBytes, threads } = moment;
    if (threads > this.#threads) this.#joinedAtMs = moment.durationMs;
    this.#threads = threads;
    this.#learn({
      atMs: moment.durationMs,
      files: filesDone,
      units: bytesDone / BYTES_PER_FILE,
    });
    const bytes = sourceBytes ?? expectedBytes;
    if (sourceFiles === null || bytes === null || sourceFiles === 0) return UNKNOWN;
    const costs = sourceFiles === 1 && bytes > 0 ? ONE_FILE : this.#costs();
    const done = costOf(costs, {
      files: Math.min(filesDone, sourceFiles),
      units: Math.min(bytesDone, bytes) / BYTES_PER_FILE,
    });
    const all = costOf(costs, { files: sourceFiles, units: bytes / BYTES_PER_FILE });
    const share = done / all;
    this.#fraction = Math.max(this.#fraction, share);
    return { fraction: this.#fraction, leftMs: this.#left(costs, (1 - share) * all) };
  }

  #learn(now: Mark): void {
    this.#now = now;
    const marks = this.#marks;
    if (now.atMs - marks[marks.length - 1].atMs < STRETCH_MS) return;
    marks.push(now);
    if (marks.length > MOST_STRETCHES) this.#marks = marks.filter((_, i) => i % 2 === 0);
  }

  /** The costs that fit the stretches best, near to equal ones where these do not tell. */
  #costs(): Costs {
    const { files, units, atMs } = this.#now;
    if (files + units <= 0 || atMs <= 0) return { file: 1, unit: 1 };
    const fit = new LeastSquares(2);
    const marks = [...this.#marks, this.#now];
    for (let i = 1; i < marks.length; i++) {
      const ms = marks[i].atMs - marks[i - 1].atMs;
      if (ms <= 0) continue;
      fit.add(
        [marks[i].files - marks[i - 1].files, marks[i].units - marks[i - 1].units],
        ms,
        1 / ms,
      );
    }
    const mean = atMs / (files + units);
    const weight = PRIOR_WEIGHT * (fit.squares(0) + fit.squares(1));
    const [file, unit] = fit.solve({
      values: [mean, mean],
      weights: [weight, weight],
      least: [LEAST_COST * mean, LEAST_COST * mean],
    });
    return { file, unit };
  }

  /** Milliseconds that so much takes, at the speed since the last thread joined, or of the second half of the time so far. */
  #left(costs: Costs, cost: number): number | null {
    if (cost <= 0) return 0;
    const now = this.#now;
    const recentMs = Math.max(LEAST_RECENT_MS, now.atMs * LEAST_RECENT);
    const since = Math.min(Math.max(now.atMs / 2, this.#joinedAtMs), now.atMs - recentMs);
    const then = this.#marks.findLast(({ atMs }) => atMs <= since) ?? this.#marks[0];
    const speed = (costOf(costs, now) - costOf(costs, then)) / (now.atMs - then.atMs);
    return speed > 0 ? cost / speed : null;
  }
}

function costOf({ file, unit }: Costs, { files, units }: Pick<Mark, "files" | "units">): number {
  return file * files + unit * units;
}
