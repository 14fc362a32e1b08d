// When a run's speed has changed for good, and when it only varies.

import { assertEquals } from "@std/assert";
import { changeOfSpeed, type Point } from "../../../lib/cli/screen/speed_change.ts";
import { chance, STEP_MS } from "./forecasts.ts";

/** A point each step, whose speeds are given. */
function pointsOf(speeds: readonly number[]): Point[] {
  let work = 0;
  return [0, ...speeds].map((speed, i) => ({ ms: i * STEP_MS, work: work += speed * STEP_MS }));
}

const LEAST_MS = 3 * STEP_MS;

function changeOf(speeds: readonly number[]): number | null {
  return changeOfSpeed(pointsOf(speeds), LEAST_MS);
}

const FAST = [19, 21, 20, 22, 18, 20], SLOW = [4, 5, 4, 4.5, 5];

Deno.test("changeOfSpeed: the point at which a speed falls, or rises, for good", () => {
  assertEquals(changeOf([...FAST, ...SLOW]), FAST.length);
  assertEquals(changeOf([...SLOW, ...FAST]), SLOW.length);
});

Deno.test("changeOfSpeed: none where it varies, by chance or by lumps, and before a change has lasted", () => {
  const next = chance(5);
  assertEquals(changeOf(Array.from({ length: 30 }, () => 10 + 20 * next())), null);
  assertEquals(changeOf([0, 30, 0, 0, 40, 0, 30, 0, 10, 0, 30, 0]), null);
  assertEquals(changeOf(Array(20).fill(7)), null);
  assertEquals(changeOf([...FAST, ...SLOW.slice(0, 2)]), null);
  assertEquals(changeOfSpeed([], LEAST_MS), null);
});
