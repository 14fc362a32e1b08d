// The few numbers that many runs are reduced to. Medians, because one run that another program
// disturbed must not decide; ratios are taken within a round, where both saw the same machine.

import type { Sample } from "./measure.ts";

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

/** The median of one measurement over some runs, or null where it could not be taken. */
export function medianOf(samples: readonly Sample[], key: keyof Sample): number | null {
  const values = samples.map((sample) => sample[key]).filter((value) => value !== null);
  return values.length === 0 ? null : median(values);
}

/** How many times as long the rival took as ferry: the median over the rounds of both. */
export function pairedRatio(ferry: readonly Sample[], rival: readonly Sample[]): number {
  return median(ferry.map((sample, round) => rival[round].wallMs / sample.wallMs));
}
