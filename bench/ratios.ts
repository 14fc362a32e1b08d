// How rivals did beside ferry, pair by pair, for every text that is made from results.

import type { Outcome, Series } from "./outcome.ts";
import { pairedRatio } from "./statistics.ts";

/** Rivals against the series of ferry that keeps as much as they do: a rival's time ÷ ferry's. */
export function ratios({ series }: Outcome): { series: Series; ratio: number }[] {
  return series.flatMap((one) => {
    const ferry = series.find(({ program }) => program === one.comparedWith);
    if (!ferry || ferry.samples.length === 0 || one.samples.length === 0) return [];
    return [{ series: one, ratio: pairedRatio(ferry.samples, one.samples) }];
  });
}
