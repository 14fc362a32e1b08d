import { assert, assertAlmostEquals, assertGreaterOrEqual } from "@std/assert";
import { LeastSquares } from "../../lib/estimate/least_squares.ts";
import { randomNumbers } from "../support/torture.ts";

const NOTHING = { values: [0, 0, 0], weights: [1e-12, 1e-12, 1e-12], least: [-1e9, -1e9, -1e9] };

Deno.test("LeastSquares: finds the unknowns that made the values", () => {
  const next = randomNumbers(3), truth = [2, 0.5, 7];
  const fit = new LeastSquares(3);
  for (let i = 0; i < 50; i++) {
    const row = [next(), next() * 10, next()];
    fit.add(row, row.reduce((sum, x, k) => sum + x * truth[k], 0));
  }
  fit.solve(NOTHING).forEach((value, i) => assertAlmostEquals(value, truth[i], 1e-6));
});

Deno.test("LeastSquares: what was not observed stays as assumed, and its uncertainty with it", () => {
  const assumed = { values: [1, 3], weights: [0.01, 0.01], least: [0, 0] };
  const fit = new LeastSquares(2);
  for (let i = 0; i < 20; i++) fit.add([1, 0], 2);
  const [seen, unseen] = fit.solve(assumed);
  assertAlmostEquals(seen, 2, 0.01);
  assertAlmostEquals(unseen, 3, 1e-9);
  assertAlmostEquals(fit.uncertainty([0, 1], assumed), 100, 1e-6);
  assert(fit.uncertainty([1, 0], assumed) < 0.06);
});

Deno.test("LeastSquares: nothing falls below its least, and the others fit what is left", () => {
  const fit = new LeastSquares(2);
  for (let x = 1; x < 10; x++) fit.add([x, 1], 2 * x - 3);
  const found = fit.solve({ values: [1, 1], weights: [1e-9, 1e-9], least: [0, 0.5] });
  assertAlmostEquals(found[1], 0.5, 1e-12);
  // The least squares of `2 x - 3.5` by multiples of x.
  assertAlmostEquals(found[0], (2 * 285 - 3.5 * 45) / 285, 1e-6);
});

Deno.test("LeastSquares: columns that are the same, and none at all, give numbers", () => {
  const fit = new LeastSquares(2);
  for (const weights of [[1e-15, 1e-15], [1, 1]]) {
    const found = fit.solve({ values: [1, 2], weights, least: [0, 0] });
    assert(found.every(Number.isFinite));
  }
  for (let x = 1; x < 10; x++) fit.add([x, x], 4 * x);
  const found = fit.solve({ values: [1, 1], weights: [1e-9, 1e-9], least: [0, 0] });
  assertAlmostEquals(found[0] + found[1], 4, 1e-3);
  found.forEach((value) => assertGreaterOrEqual(value, 0));
});
