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

/** What is told by each moment of a mirror with a swap, a quarter of whose files have changed. */
function swap(): ProgressEvent[] {
  const buildMs = COPIED_MS / 4 + LINKED_MS * 3 / 4;
  const moments: ProgressEvent[] = [];
  const ends = [FILES * COMPARED_MS, FILES * (COMPARED_MS + buildMs)];
  const clock = ends[1] + FILES * REMOVED_MS;
  for (let durationMs = STEP_MS; durationMs < clock; durationMs += STEP_MS) {
    const isBuilt = durationMs >= ends[0];
    const filesDone = isBuilt
      ? Math.min(FILES, Math.floor((durationMs - ends[0]) / buildMs))
      : Math.floor(durationMs / COMPARED_MS);
    const changed = Math.floor(filesDone / 4), bytesCopied = isBuilt ? changed * KIB : 0;
    moments.push(momentOf({
      ...counted,
      durationMs,
      filesDone,
      filesCopied: isBuilt ? changed : 0,
      filesReplaced: isBuilt ? 0 : changed,
      filesUnchanged: isBuilt ? 0 : filesDone - changed,
      linksCreated: isBuilt ? filesDone - changed : 0,
      bytesDone: (filesDone - changed) * KIB + bytesCopied,
      bytesCopied,
      filesToBuild: isBuilt ? 0 : FILES,
      oldRemoved: Math.max(0, Math.floor((durationMs - ends[1]) / REMOVED_MS)),
      expectedOldRemovals: FILES,
    }));
  }
  return moments;
}

Deno.test("Outlooks: a new tree is built after the comparison, and the old one removed: all of it is told from the start", () => {
  const moments = swap(), outlooks = new Outlooks();
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
  // As the new tree begins what a link costs is not known yet.
  assertLess(wrong, 2);
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
