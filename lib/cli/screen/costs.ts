// What each kind of work costs in a run, by least squares over its stretches so far, near to what is assumed where these do not
// tell; what has not been met yet counts by a prior.

import { LeastSquares } from "../../estimate/least_squares.ts";
import { difference, product } from "./amounts.ts";
import { type Mark, type Marks, STRETCH_MS } from "./marks.ts";
import { type Amounts, assumedRatios, KINDS } from "./work_left.ts";

/** What anything costs at least, as a share of what is assumed: nothing is free. */
const LEAST_COST = 1e-3;
/** What the assumed costs count, in shares of what was observed: enough where all stretches are alike, or all but alike. */
const PRIOR_WEIGHT = 1.5e-3;
/** Small files, or as much work of a kind, that tell what it costs. */
export const FEWEST_FILES = 30;
/** What is assumed of a kind of which less was done counts as if a stretch had so many. */
const FIRST_WEIGHT = FEWEST_FILES ** 2 / STRETCH_MS;

/** Milliseconds that each amount costs; null before anything was done. @param msBetween of two marks */
export function costsOf(
  { now, stretches }: Marks,
  msBetween: (then: Mark, now: Mark) => number,
): Amounts | null {
  const { done, threadMs } = now;
  const files = product(assumedRatios(0), done);
  if (files <= 0 || threadMs <= 0) return null;
  const assumed = assumedRatios(threadMs / files);
  const inFiles = (amounts: Amounts) => amounts.map((amount, i) => amount * assumed[i]);
  const fit = new LeastSquares(KINDS.length);
  const marks = [...stretches, now];
  for (let i = 1; i < marks.length; i++) {
    const ms = msBetween(marks[i - 1], marks[i]);
    if (ms > 0) fit.add(inFiles(difference(marks[i].done, marks[i - 1].done)), ms, 1 / ms);
  }
  const mean = msBetween(marks[0], now) / product(assumed, done);
  const weight = PRIOR_WEIGHT * KINDS.reduce((total, _, i) => total + fit.squares(i), 0);
  // What has just begun has as much weight as a whole stretch of it: other kinds were a part of that.
  const stretch = STRETCH_MS / mean ** 2, before = marks.at(-3) ?? marks[0];
  const weights = inFiles(done).map((files, i) => {
    if (files < FEWEST_FILES) return Math.max(FIRST_WEIGHT, weight);
    return before.done[i] === 0 ? Math.max(stretch, weight) : weight;
  });
  const slowness = fit.solve({
    values: KINDS.map(() => mean),
    weights,
    least: KINDS.map(() => LEAST_COST * mean),
  });
  return inFiles(slowness);
}
