// How long a run takes, told before it: from what runs between the same file systems took, and from assumptions where there
// were none. Nothing is decided by it.

import { assumedCosts } from "./assumed_costs.ts";
import { type Assumed, LeastSquares } from "./least_squares.ts";
import type { RunRecord } from "./run_record.ts";
import type { Way } from "./way.ts";
import { type Work, WORK_FIELDS } from "./work.ts";

/** How long a run is expected to take. */
export interface Estimate {
  /** Seconds. */
  readonly seconds: number;
  /** Seconds that nine of ten runs take at least. */
  readonly low: number;
  /** Seconds that nine of ten runs take at most: four of five stay between the two. */
  readonly high: number;
  /** How many past runs it rests on; 0 where all is assumed. */
  readonly runs: number;
}

/** How far the costs may be off, each by itself and all together, before anything is learned: as logarithms. */
const COST_DEVIATION = 1;
const SCALE_DEVIATION = 1;
/** How far the times of like runs scatter, as assumed, and for how many runs that counts. */
const ASSUMED_SCATTER = 0.25;
const ASSUMED_SCATTER_RUNS = 3;
/** Standard deviations between the estimate and its bounds: four fifths of a normal distribution. */
const BOUNDS = 1.28;
/** What a run counts that is so many runs back: storage and machines change. */
const FADING = 0.98;
/** What a run counts with other options, and on another device of the same type. */
const OTHER_OPTIONS = 0.03;
const OTHER_DEVICE = 0.03;
/** Scatters from which a run counts less, for something else disturbed it. */
const MOST_SCATTERS = 1.5;
/** Steps in which the costs are found, and the most that one may change them by. */
const STEPS = 12;
const MOST_STEP = 1;
/** Outcomes of runs that went through to the end. */
const WHOLE: ReadonlySet<string> = new Set(["done", "partial", "changed", "different"]);

/** Costs of the start and of each kind of work, and last how slow all of it is. */
const UNKNOWNS = WORK_FIELDS.length + 2;
const ASSUMED: Pick<Assumed, "least"> & { readonly deviations: readonly number[] } = {
  deviations: [...new Array<number>(UNKNOWNS - 1).fill(COST_DEVIATION), SCALE_DEVIATION],
  least: new Array<number>(UNKNOWNS).fill(-Infinity),
};

/**
 * Estimates how long a run takes.
 *
 * The command line has `pastRuns()` (`lib/cli/history.ts`) for the history, and `fileSystemsAt(source, dest)`
 * (`lib/history/file_systems.ts`) for the file systems of a way.
 *
 * @param work what there is to do
 * @param way as `wayOf` makes it of the command, the options and the file systems
 * @param history runs of any way, the oldest first
 *
 * @example
 * ```ts
 * import { estimate } from "./estimate.ts";
 * import { wayOf } from "./way.ts";
 * import { DEFAULT_OPTIONS } from "../options.ts";
 * const disk = { type: "ext4", device: "8:1" };
 * const work = {
 *   entries: 1100, files: 1000, bytes: 5e9, bytesCompared: 0,
 *   foldersCreated: 100, metadataUpdated: 0, removed: 0,
 * };
 * const way = wayOf("mirror", DEFAULT_OPTIONS, { from: disk, to: disk });
 * const { seconds, low, high, runs } = estimate(work, way, []);
 * console.log(`${low} to ${high} s, by ${runs} runs: ${seconds} s`);
 * ```
 */
export function estimate(work: Work, way: Way, history: readonly RunRecord[]): Estimate {
  const observed = observationsOf(way, history);
  const { fit, changes, scatter, spread } = learn(observed);
  const { seconds, shares } = predict(partsOf(work, way), changes);
  const deviation = spread * Math.sqrt(1 + fit.uncertainty(shares, towards(changes, scatter)));
  const factor = Math.exp(BOUNDS * deviation);
  const least = leastSeconds(work, way);
  return {
    seconds: Math.max(least, seconds),
    low: Math.max(least, seconds / factor),
    high: Math.max(least, seconds * factor),
    runs: observed.length,
  };
}

/** A past run: the parts of its time as assumed, and the time it took. */
interface Observed {
  readonly parts: readonly number[];
  readonly seconds: number;
  readonly weight: number;
}

/** The assumed seconds of the start and of each kind of work. */
function partsOf(work: Work, way: Way): number[] {
  const costs = assumedCosts(way);
  return [costs.start, ...WORK_FIELDS.map((field) => work[field] * costs[field])];
}

function observationsOf(way: Way, history: readonly RunRecord[]): Observed[] {
  const like = history.filter((run) => isLike(run, way));
  return like.map((run, i) => ({
    parts: partsOf(run, way),
    seconds: Math.max(run.durationMs, 1) / 1000,
    weight: weightOf(run, way) * FADING ** (like.length - 1 - i),
  }));
}

/** Whether a run tells something of a way. */
function isLike(run: RunRecord, { command, from, to }: Way): boolean {
  return WHOLE.has(run.outcome) && kindOf(run.command) === kindOf(command) &&
    run.from.type === from.type && run.to.type === to.type;
}

/** A mirror copies as a copy does. */
function kindOf(command: string): string {
  return command === "mirror" ? "copy" : command;
}

function weightOf(run: RunRecord, { from, to, options }: Way): number {
  const isSameDevice = run.from.device === from.device && run.to.device === to.device;
  return (isSameDevice ? 1 : OTHER_DEVICE) *
    (keyOf(run.options) === keyOf(options) ? 1 : OTHER_OPTIONS);
}

function keyOf(options: Way["options"]): string {
  return JSON.stringify(Object.entries(options).sort(([a], [b]) => a < b ? -1 : 1));
}

/**
 * Learns by which factors the costs differ from what is assumed, as logarithms: Gauss and Newton's steps, each by least
 * squares. Times count by their ratios, so that short runs tell as much as long ones and no cost is negative; a run that
 * fits badly counts less.
 */
function learn(observed: readonly Observed[]) {
  let scatter = ASSUMED_SCATTER, spread = ASSUMED_SCATTER;
  let changes = new Array<number>(UNKNOWNS).fill(0);
  let fit = new LeastSquares(UNKNOWNS);
  for (let step = 0; step < STEPS; step++) {
    fit = new LeastSquares(UNKNOWNS);
    let squares = ASSUMED_SCATTER ** 2 * ASSUMED_SCATTER_RUNS, runs = ASSUMED_SCATTER_RUNS;
    let allSquares = squares, allRuns = runs;
    for (const { parts, seconds, weight } of observed) {
      const predicted = predict(parts, changes);
      const miss = Math.log(seconds / predicted.seconds);
      // What fits badly is known only once the costs are about right.
      const isNear = step >= STEPS / 2;
      const counts = weight * (isNear ? fitting(miss, scatter) : 1);
      fit.add(predicted.shares, miss, counts);
      if (!isNear) continue;
      squares += counts * miss ** 2;
      runs += counts;
      // The next run may be disturbed as well.
      allSquares += weight * miss ** 2;
      allRuns += weight;
    }
    scatter = Math.sqrt(squares / runs);
    spread = Math.sqrt(allSquares / allRuns);
    const found = fit.solve(towards(changes, scatter));
    changes = changes.map((change, i) =>
      change + Math.max(-MOST_STEP, Math.min(MOST_STEP, found[i]))
    );
  }
  return { fit, changes, scatter, spread };
}

/** What a run counts that misses by so much. */
function fitting(miss: number, scatter: number): number {
  return Math.min(1, MOST_SCATTERS * scatter / Math.abs(miss));
}

/** The time of a run, and what share of it depends on each unknown. */
function predict(parts: readonly number[], changes: readonly number[]) {
  const scale = changes[UNKNOWNS - 1];
  const costs = parts.map((part, i) => part * Math.exp(changes[i] + (i === 0 ? 0 : scale)));
  const seconds = costs.reduce((sum, cost) => sum + cost);
  const shares = costs.map((cost) => cost / seconds);
  return { seconds, shares: [...shares, 1 - shares[0]] };
}

/** Draws a step back to what is assumed. */
function towards(changes: readonly number[], scatter: number): Assumed {
  const { deviations, least } = ASSUMED;
  return {
    values: changes.map((change) => -change),
    weights: deviations.map((deviation) => (scatter / deviation) ** 2),
    least,
  };
}

/** What a limited bandwidth takes at least. */
function leastSeconds({ bytes }: Work, { options: { bandwidthLimit } }: Way): number {
  return typeof bandwidthLimit === "number" ? bytes / bandwidthLimit : 0;
}
