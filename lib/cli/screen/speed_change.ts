// Where the speed of a run has changed for good: a disk's memory is full, or its owner holds it back. What was done before
// does not tell how fast the rest goes.

/** How far a run has come by a moment: milliseconds, and its work, in whatever unit. */
export interface Point {
  readonly ms: number;
  readonly work: number;
}

/** How many steps from point to point must be as fast as one another, and unlike those before. */
const FEWEST_STEPS = 3;
/** By what factor the speed differs at least, and by how many times what it differs by between moments as a rule. */
const LEAST_FACTOR = 1.7;
const SIGNIFICANT = 5;
/** Steps that are all but alike are no proof: how much speeds differ at least. */
const LEAST_SPREAD = 0.1;

/**
 * The point from which on the speed is another one than before it; null where it is the same.
 *
 * @param leastMs milliseconds for which it must have lasted
 */
export function changeOfSpeed(points: readonly Point[], leastMs: number): number | null {
  const speeds = points.slice(1).map(({ ms, work }, i) =>
    Math.log(Math.max(work - points[i].work, Number.MIN_VALUE) / (ms - points[i].ms))
  );
  let found: number | null = null, most = SIGNIFICANT;
  for (let at = FEWEST_STEPS; at <= speeds.length - FEWEST_STEPS; at++) {
    if (points.at(-1)!.ms - points[at].ms < leastMs) break;
    const before = spreadOf(speeds.slice(0, at)), after = spreadOf(speeds.slice(at));
    const change = Math.abs(before.mean - after.mean);
    const significance = change / Math.sqrt(before.error + after.error);
    if (change > Math.log(LEAST_FACTOR) && significance > most) [found, most] = [at, significance];
  }
  return found;
}

/** The mean of some numbers, and the square of its standard error. */
function spreadOf(numbers: readonly number[]): { mean: number; error: number } {
  const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const squares = numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const variance = Math.max(LEAST_SPREAD ** 2, squares / (numbers.length - 1));
  return { mean, error: variance / numbers.length };
}
