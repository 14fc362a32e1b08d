// What was done of a run by when.

import { assert, assertEquals, assertLess } from "@std/assert";
import { NOTHING } from "../../../lib/cli/screen/amounts.ts";
import { Marks } from "../../../lib/cli/screen/marks.ts";
import { STEP_MS } from "./forecasts.ts";

/** So many of the first kind are done, and of the last, which are entries that are no files. */
function doneOf(files: number, others: number) {
  return NOTHING.with(0, files).with(NOTHING.length - 1, others);
}

/** As many marks, of which the last ones count others. */
function marksOf(steps: number, countsOthers: (step: number) => boolean): Marks {
  const marks = new Marks();
  for (let step = 1; step <= steps; step++) {
    const atMs = step * STEP_MS, times = { atMs, threadMs: atMs, workMs: atMs };
    marks.add({ ...times, done: doneOf(step, 7 * step) }, countsOthers(step));
  }
  return marks;
}

Deno.test("Marks: few of a long run are kept, from its start to now, in order and each once", () => {
  const { all, stretches, now } = marksOf(5000, () => false);
  assertLess(stretches.length, 40);
  const times = all.map(({ atMs }) => atMs);
  assertEquals([times[0], times.at(-1), now.atMs], [0, 5000 * STEP_MS, 5000 * STEP_MS]);
  assert(times.every((atMs, i) => i === 0 || atMs > times[i - 1]));
});

Deno.test("Marks: entries that are no files count or not, in all marks alike, and are remembered", () => {
  const last = (marks: Marks) => marks.all.map(({ done }) => done.at(-1));
  assertEquals(last(marksOf(4, () => false)), [0, 0, 0, 0, 0]);
  assertEquals(last(marksOf(4, (step) => step === 4)), [0, 7, 14, 21, 28]);
  assertEquals(last(marksOf(4, (step) => step < 4)), [0, 0, 0, 0, 0]);
  const marks = marksOf(4, () => false);
  assertEquals(marks.doneByNow, doneOf(4, 28));
  assertEquals(marks.counted(doneOf(1, 2)), doneOf(1, 0));
});
