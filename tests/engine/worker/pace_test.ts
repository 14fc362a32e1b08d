// How often a thread looks at the clock, by how long its entries take.

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { Pace } from "../../../lib/engine/worker/pace.ts";

/** After which entries it looks, when the entries take as many milliseconds as are given. */
function looks(pace: Pace, durations: readonly number[]): number[] {
  const { now } = performance;
  let clock = 1000;
  performance.now = () => clock;
  try {
    pace.begin();
    const after: number[] = [];
    for (const [i, ms] of durations.entries()) {
      if (pace.isDue()) after.push(i);
      clock += ms;
    }
    return after;
  } finally {
    performance.now = now;
  }
}

Deno.test("Pace: entries of microseconds are looked at in groups of sixteen", () => {
  assertEquals(looks(new Pace(), Array(50).fill(0.01)), [1, 17, 33, 49]);
});

Deno.test("Pace: slow entries are looked at one by one, those of a millisecond by fours", () => {
  assertEquals(looks(new Pace(), Array(5).fill(10)), [1, 2, 3, 4]);
  assertEquals(looks(new Pace(), Array(12).fill(1)), [1, 5, 9]);
});

Deno.test("Pace: what an entry takes is known from look to look, and from folder to folder", () => {
  const pace = new Pace();
  looks(pace, Array(20).fill(0.25));
  assertAlmostEquals(pace.entryMs, 0.25);
  assertEquals(looks(pace, Array(20).fill(20)), [16, 17, 18, 19]);
  assertAlmostEquals(pace.entryMs, 20);
});
