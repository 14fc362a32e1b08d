// What is told of a run that goes over its trees more than once.

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreaterOrEqual,
  assertLess,
} from "@std/assert";
import { Outlooks } from "../../../lib/cli/screen/outlooks.ts";
import type { ProgressEvent } from "../../../lib/events.ts";
import { KIB, momentOf, STEP_MS } from "./forecasts.ts";

const FILES = 4000;
/** Milliseconds of each file: to compare it, to make it anew or to link it, and of an old entry that is removed. */
const COMPARED_MS = 0.4, COPIED_MS = 2, LINKED_MS = 0.7, REMOVED_MS = 0.3;
const counted = {
  sourceFiles: FILES,
  sourceBytes: FILES * KIB,
  expectedLinks: null,
  threads: 1,
} as const;

/**
 * What is told by each moment of a mirror with a swap, a quarter of whose files have changed.
 *
 * @param factor so many times as many files, each in as much less time
 */
function swap(factor = 1): ProgressEvent[] {
  const files = FILES * factor, comparedMs = COMPARED_MS / factor, removedMs = REMOVED_MS / factor;
  const buildMs = (COPIED_MS / 4 + LINKED_MS * 3 / 4) / factor;
  const moments: ProgressEvent[] = [];
  const ends = [files * comparedMs, files * (comparedMs + buildMs)];
  const clock = ends[1] + files * removedMs;
  for (let durationMs = STEP_MS; durationMs < clock; durationMs += STEP_MS) {
    const isBuilt = durationMs >= ends[0];
    const filesDone = isBuilt
      ? Math.min(files, Math.floor((durationMs - ends[0]) / buildMs))
      : Math.floor(durationMs / comparedMs);
    const changed = Math.floor(filesDone / 4), bytesCopied = isBuilt ? changed * KIB : 0;
    moments.push(momentOf({
      ...counted,
      sourceFiles: files,
      sourceBytes: files * KIB,
      durationMs,
      filesDone,
      filesCopied: isBuilt ? changed : 0,
      filesReplaced: isBuilt ? 0 : changed,
      filesUnchanged: isBuilt ? 0 : filesDone - changed,
      linksCreated: isBuilt ? filesDone - changed : 0,
      bytesDone: (filesDone - changed) * KIB + bytesCopied,
      bytesCopied,
      filesToBuild: isBuilt ? 0 : files,
      oldRemoved: Math.max(0, Math.floor((durationMs - ends[1]) / removedMs)),
      expectedOldRemovals: files,
    }));
  }
  return moments;
}

/** At how many moments, from a tenth of the way on, the end is not told within a fifth of the time. */
function wrongOf(moments: readonly ProgressEvent[]): number {
  const outlooks = new Outlooks();
  const clock = moments.at(-1)!.durationMs;
  let before = 0, wrong = 0;
  for (const moment of moments) {
    const { fraction, leftMs } = outlooks.add(moment).outlook;
    if (moment.durationMs < clock / 10) continue;
    const context = `at ${moment.durationMs}`;
    assert(leftMs !== null, context);
    if (Math.abs((moment.durationMs + leftMs!) / clock - 1) > 0.2) wrong++;
    assertGreaterOrEqual(fraction!, before);
    assertLess(fraction!, 1);
    before = fraction!;
  }
  return wrong;
}

Deno.test("Outlooks: a new tree is built after the comparison, and the old one removed: all of it is told from the start", () => {
  // As the new tree begins what a link costs is not known yet.
  assertLess(wrongOf(swap()), 2);
});

Deno.test("Outlooks: the same where nothing waits, and a comparison, which looks at both sides, costs more beside the rest", () => {
  assertEquals(wrongOf(swap(20)), 0);
});

Deno.test("Outlooks: what the comparison spent on counting was not spent by the build", () => {
  // For the first second it counts for half of the time.
  const countedMs = 500;
  const moments = swap().map((moment) => {
    const spentMs = Math.min(countedMs, moment.durationMs);
    return {
      ...moment,
      durationMs: moment.durationMs + spentMs,
      countingMs: moment.filesToBuild === 0 ? 0 : spentMs,
    };
  });
  assertLess(wrongOf(moments), 2);
});

Deno.test("Outlooks: the build is begun by one thread, too, and the others follow", () => {
  const aloneMs = 400, most = 2;
  // What two threads would have done by then takes one twice as long.
  const later = (ms: number) => ms + Math.min(ms, aloneMs / most);
  const moments = swap(), begun = moments.find((moment) => moment.filesToBuild === 0)!.durationMs;
  const joining = moments.map((moment) => {
    const { durationMs, filesToBuild } = moment;
    const beganMs = filesToBuild === 0 ? begun : 0, ms = later(durationMs - beganMs);
    const threads = ms <= aloneMs ? 1 : most;
    const expectedThreads = threads < most ? 16 : most;
    return {
      ...moment,
      durationMs: (beganMs > 0 ? later(beganMs) : 0) + ms,
      threads,
      expectedThreads,
    };
  });
  assertLess(wrongOf(joining), 2);
});

Deno.test("Outlooks: a walk that stands for itself is told anew", () => {
  const outlooks = new Outlooks();
  const told = [[1000, FILES / 2], [2000, FILES], [3000, FILES / 10], [4000, FILES / 5]].map(
    ([durationMs, filesDone]) => {
      const bytesDone = filesDone * KIB;
      const { outlook, isNew } = outlooks.add(
        momentOf({ ...counted, expectedLinks: 0, durationMs, filesDone, bytesDone }),
      );
      return [outlook.fraction, isNew] as const;
    },
  );
  [0.5, 1, 0.1, 0.2].forEach((share, i) => assertAlmostEquals(told[i][0]!, share, 0.01));
  assertEquals(told.map(([, isNew]) => isNew), [false, false, true, false]);
});
