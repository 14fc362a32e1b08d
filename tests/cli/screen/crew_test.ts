// How long work takes threads that still join.

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { Crew } from "../../../lib/cli/screen/crew.ts";

/** Two threads at first, then one more each 200 ms, of 16. */
function joining(untilMs: number): Crew {
  const crew = new Crew();
  for (let atMs = 0; atMs <= untilMs; atMs += 100) {
    crew.add(atMs, { threads: 2 + Math.floor(atMs / 200), expectedThreads: 16 });
  }
  return crew;
}

Deno.test("Crew: further threads come as fast as those before", () => {
  const crew = joining(1000); // seven of them
  assert(crew.isForeseeable(1000));
  // 200 ms each of 7, 8 … 15 threads, then 16: what 16 do in a second is done a second after 1.8 s.
  const work = 200 * (7 + 8 + 9 + 10 + 11 + 12 + 13 + 14 + 15) + 16 * 1000;
  assertAlmostEquals(crew.msOf(work / 7, 1000), 1800 + 1000, 1e-6);
  // Over before the next one comes.
  assertAlmostEquals(crew.msOf(100, 1000), 100, 1e-6);
});

Deno.test("Crew: none is awaited any more a second after the last one, or where none is expected", () => {
  assertEquals(joining(1000).msOf(5000, 2100), 5000);
  const crew = new Crew();
  crew.add(300, { threads: 2, expectedThreads: 2 });
  assertEquals([crew.isForeseeable(300), crew.msOf(5000, 300)], [true, 5000]);
});

Deno.test("Crew: nothing can be foreseen before it is known how fast threads join", () => {
  const crew = joining(200);
  assertEquals([crew.isForeseeable(200), crew.isForeseeable(1300)], [false, true]);
});

Deno.test("Crew: where threads bring something, the time of all of them counts", () => {
  const crew = joining(1000);
  assertEquals(crew.since(1000, 4200), 600);
  const other = new Crew();
  other.add(0, { threads: 1, expectedThreads: 1 });
  other.add(500, { threads: 2, expectedThreads: 2 });
  assertEquals(other.since(1000, 1500), 1000);
});

Deno.test("Crew: the next one grows as this one did, from its first thread on", () => {
  const crew = new Crew();
  for (const [atMs, threads] of [[100, 1], [200, 2], [300, 4], [400, 8], [900, 8]]) {
    crew.add(atMs, { threads, expectedThreads: 8 + Number(threads < 8) });
  }
  // 100 ms each of one, two, four and eight threads, then 8 all the time.
  assertAlmostEquals(crew.msOfNext(100 / 8, 900), 100, 1e-6);
  assertAlmostEquals(crew.msOfNext((100 + 200 / 2) / 8, 900), 150, 1e-6);
  assertAlmostEquals(crew.msOfNext((100 + 200 + 400 + 800 + 8 * 5000) / 8, 900), 400 + 5000, 1e-6);
});

Deno.test("Crew: the next one takes as long as this one where further threads bring nothing", () => {
  const crew = new Crew();
  crew.add(0, { threads: 1, expectedThreads: 1 });
  crew.add(500, { threads: 2, expectedThreads: 2 });
  assertEquals(crew.msOfNext(3000, 500), 3000);
});
