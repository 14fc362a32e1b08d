// How much of a run is done and how long the rest takes. A file costs time by itself and by its bytes: how much of each
// is learned from the run so far, by least squares over its intervals. What has not been met yet counts by a prior.

import type { ProgressEvent } from "../../events.ts";

/** What is known of a run at a moment. */
export type Moment = Pick<
  ProgressEvent,
  "filesDone" | "bytesDone" | "sourceFiles" | "sourceBytes" | "durationMs"
>;

/** What is left, as far as it can be told. */
export interface Outlook {
  /** Share of the work that is done, 0 to 1; never less than before. */
  readonly fraction: number | null;
  readonly leftMs: number | null;
}

/** Bytes that cost as much as a file by itself, before anything is learned. */
const BYTES_PER_FILE = 64 * 1024;
/** Weight of that assumption, in shares of what was observed: enough where all intervals are alike. */
const PRIOR_WEIGHT = 1e-3;
/** What a file or a unit costs at least, as a share of their mean: nothing is free. */
const LEAST_COST = 1e-3;
/** Milliseconds between the moments that are kept. */
const KEPT_EACH_MS = 250;

interface Kept {
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
  /** From the middle of the time so far to now: threads may have joined since the start. */
  readonly #kept: Kept[] = [{ atMs: 0, files: 0, units: 0 }];
  #last: Kept = this.#kept[0];
  /** Sums of products over all intervals, of files, units of bytes and milliseconds. */
  #ff = 0;
  #fu = 0;
  #uu = 0;
  #ft = 0;
  #ut = 0;

  /** Takes a moment into account, later than the last one. */
  add({ filesDone, bytesDone, sourceFiles, sourceBytes, durationMs }: Moment): Outlook {
    this.#learn({ atMs: durationMs, files: filesDone, units: bytesDone / BYTES_PER_FILE });
    if (sourceFiles === null || sourceBytes === null || sourceFiles === 0) return UNKNOWN;
    const costs = sourceFiles === 1 && sourceBytes > 0 ? ONE_FILE : this.#costs();
    const done = costOf(costs, {
      files: Math.min(filesDone, sourceFiles),
      units: Math.min(bytesDone, sourceBytes) / BYTES_PER_FILE,
    });
    const all = costOf(costs, { files: sourceFiles, units: sourceBytes / BYTES_PER_FILE });
    const share = done / all;
    this.#fraction = Math.max(this.#fraction, share);
    return { fraction: this.#fraction, leftMs: this.#left(costs, (1 - share) * all) };
  }

  #learn(now: Kept): void {
    const files = now.files - this.#last.files, units = now.units - this.#last.units;
    const ms = now.atMs - this.#last.atMs;
    this.#ff += files * files;
    this.#fu += files * units;
    this.#uu += units * units;
    this.#ft += files * ms;
    this.#ut += units * ms;
    this.#last = now;
    const kept = this.#kept;
    if (now.atMs - kept[kept.length - 1].atMs >= KEPT_EACH_MS) kept.push(now);
    while (kept.length > 1 && kept[1].atMs <= now.atMs / 2) kept.shift();
  }

  /** The costs that fit the intervals best, near to equal ones where these do not tell. */
  #costs(): Costs {
    const { files, units, atMs } = this.#last;
    if (files + units <= 0 || atMs <= 0) return { file: 1, unit: 1 };
    const prior = atMs / (files + units);
    const weight = PRIOR_WEIGHT * (this.#ff + this.#uu);
    const ff = this.#ff + weight, uu = this.#uu + weight, fu = this.#fu;
    const ft = this.#ft + weight * prior, ut = this.#ut + weight * prior;
    const determinant = ff * uu - fu * fu;
    const file = (ft * uu - ut * fu) / determinant, unit = (ut * ff - ft * fu) / determinant;
    const least = LEAST_COST * prior;
    if (file < least) return { file: least, unit: ut / uu };
    return unit < least ? { file: ft / ff, unit: least } : { file, unit };
  }

  /** Milliseconds that so much takes, at the speed of the second half of the time so far. */
  #left(costs: Costs, cost: number): number | null {
    if (cost <= 0) return 0;
    const then = this.#kept[0], now = this.#last;
    const speed = (costOf(costs, now) - costOf(costs, then)) / (now.atMs - then.atMs);
    return speed > 0 ? cost / speed : null;
  }
}

function costOf({ file, unit }: Costs, { files, units }: Pick<Kept, "files" | "units">): number {
  return file * files + unit * units;
}
