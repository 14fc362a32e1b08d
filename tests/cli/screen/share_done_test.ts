// The share of a run's time that is over, by what is told of the time left.

import { assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { ShareDone } from "../../../lib/cli/screen/share_done.ts";

/** The shares of a run of ten seconds at each tenth, by how many times too long the rest is taken for. */
function shares(factor: (atMs: number) => number): number[] {
  const share = new ShareDone();
  const told: number[] = [];
  for (let atMs = 1000; atMs <= 10_000; atMs += 100) {
    const value = share.at(atMs, (10_000 - atMs) * factor(atMs));
    if (atMs % 1000 === 0) told.push(value);
  }
  return told;
}

Deno.test("ShareDone: the share of the time that is over, where the time left is right", () => {
  shares(() => 1).forEach((share, i) => assertAlmostEquals(share, (i + 1) / 10, 1e-9));
});

Deno.test("ShareDone: never falls; what was taken for too long or too short is made up for", () => {
  for (const factor of [4, 1 / 4]) {
    const told = shares((atMs) => atMs < 3000 ? factor : 1);
    told.slice(1).forEach((share, i) => assertGreater(share, told[i]));
    told.slice(5).forEach((share, i) => assertLess(Math.abs(share - (i + 6) / 10), 0.2));
    assertEquals(told.at(-1), 1);
  }
});

Deno.test("ShareDone: nothing is left at once, and nothing was told before", () => {
  const share = new ShareDone();
  assertEquals(share.told, null);
  assertEquals(share.at(0, 0), 1);
  assertEquals(share.told, 1);
});

Deno.test("ShareDone: whole only once nothing is left, however little it is for how long", () => {
  const share = new ShareDone();
  for (let atMs = 1000; atMs <= 2000; atMs += 100) assertLess(share.at(atMs, 0.02), 1);
  assertEquals(share.at(2100, 0), 1);
});
