// Reduces many runs to a few numbers: to medians, because other programs may disturb single runs, and to
// ratios within a round, where both programs ran under the same conditions.

import type { Sample } from "./meter.ts";

/** A median with its extremes. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws {RangeError} for no values */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("the median of nothing");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median, minimum and maximum. */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** The median of one field of some runs, or null if it was not measured. */
export function medianOf(samples: readonly Sample[], key: keyof Sample): number | null {
  const values = samples.map((sample) => sample[key]).filter((value) => value !== null);
  return values.length === 0 ? null : median(values);
}

/** How many times as long the rival took as ferry: the median over the rounds of both. */
export function pairedRatio(ferry: readonly Sample[], rival: readonly Sample[]): number {
  return median(ferry.map((sample, round) => rival[round].wallMs / sample.wallMs));
}
