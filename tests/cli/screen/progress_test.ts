// Progress at the widths that people have, and what may not be claimed before it is known.

import { assert, assertEquals } from "@std/assert";
import { plainProgress, progressLine } from "../../../lib/cli/screen/progress.ts";
import { RateMeter } from "../../../lib/cli/screen/progress.ts";
import { withoutProgress } from "../../support/ferry.ts";

const MIB = 1024 * 1024;

const HALF = {
  filesDone: 2839,
  sourceFiles: 5678,
  bytesDone: 500 * MIB,
  sourceBytes: 1000 * MIB,
  durationMs: 10_000,
  bytesPerSecond: 50 * MIB,
  fraction: 0.5,
  leftMs: 10_000,
};

const UNKNOWN = { sourceFiles: null, sourceBytes: null, fraction: null, leftMs: null };

Deno.test("progressLine: 80, 40 and 20 columns", () => {
  assertEquals(
    progressLine(HALF, 80),
    "[=====>    ]  50%  2,839/5,678 files  500.0 MiB/1000.0 MiB  50.0 MiB/s  ETA 0:10",
  );
  assertEquals(progressLine(HALF, 40), " 50%  500.0 MiB  50.0 MiB/s  ETA 0:10");
  assertEquals(progressLine(HALF, 20), " 50%  500.0 MiB");
});

Deno.test("progressLine: no share and no ETA before the source is counted", () => {
  const line = progressLine({ ...HALF, ...UNKNOWN }, 80);
  assertEquals(line, "2,839 files  500.0 MiB  50.0 MiB/s  0:10");
});

Deno.test("progressLine: what is deleted or removed when all is copied, without a share", () => {
  const all = { ...HALF, fraction: 1, leftMs: 0 };
  const deleting = { ...all, deleted: 1200 };
  assertEquals(
    progressLine(deleting, 80),
    "1,200 deleted  2,839/5,678 files  500.0 MiB/1000.0 MiB  0:10",
  );
  assertEquals(progressLine({ ...all, sourcesRemoved: 3 }, 30), "3 removed from SOURCE  0:10");
  assertEquals(
    plainProgress(deleting),
    "1,200 deleted, 2,839/5,678 files, 500.0 MiB/1000.0 MiB, 0:10",
  );
});

Deno.test("progressLine, plainProgress: a dry run moves no bytes, and deletes nothing", () => {
  const listing = { ...HALF, ...UNKNOWN, isDryRun: true };
  for (const width of [80, 40, 24]) assertEquals(progressLine(listing, width), "2,839 files  0:10");
  assertEquals(progressLine({ ...HALF, isDryRun: true }, 20), " 50%  2,839 files");
  assertEquals(plainProgress(listing), "2,839 files, 0:10");
  const deleting = { ...listing, deleted: 1200 };
  assertEquals(plainProgress(deleting), "1,200 would be deleted, 2,839 files, 0:10");
});

Deno.test("progressLine: how much is left to delete, where that is known", () => {
  const deleting = {
    ...HALF,
    fraction: 0.75,
    leftMs: 3000,
    deleted: 1200,
    expectedDeletions: 5000,
  };
  assertEquals(
    progressLine(deleting, 80),
    " 75%  1,200/5,000 deleted  2,839/5,678 files  500.0 MiB/1000.0 MiB  ETA 0:03",
  );
  assertEquals(progressLine(deleting, 40), " 75%  1,200/5,000 deleted  ETA 0:03");
  assertEquals(
    plainProgress({ ...deleting, deleted: 0, sourcesRemoved: 7, expectedSourceRemovals: 5000 }),
    "75%, 7/5,000 removed from SOURCE, 2,839/5,678 files, 500.0 MiB/1000.0 MiB, ETA 0:03",
  );
});

Deno.test("progressLine: how much of an old tree is left to remove", () => {
  const removing = { ...HALF, leftMs: 3000, oldRemoved: 1200, expectedOldRemovals: 5000 };
  assertEquals(progressLine(removing, 60), " 50%  1,200/5,000 of the old tree removed  ETA 0:03");
});

Deno.test("progressLine: no ETA before anything is known of it, or for ages", () => {
  assert(!progressLine({ ...HALF, leftMs: null }, 80).includes("ETA"));
  assert(!progressLine({ ...HALF, leftMs: 101 * 3600 * 1000 }, 80).includes("ETA"));
});

Deno.test("progressLine: 100 % only when nothing is left", () => {
  assert(progressLine({ ...HALF, fraction: 0.99999 }, 80).includes(" 99%"));
  const line = progressLine({ ...HALF, fraction: 1, leftMs: 0 }, 80);
  assert(line.startsWith("[=") && line.includes("100%") && line.includes("ETA 0:00"), line);
});

Deno.test("progressLine: never wider than the screen", () => {
  for (let width = 1; width <= 200; width++) {
    for (const factor of [null, 0, 1, 1e6]) {
      const sourceBytes = factor === null ? null : factor * 1e9;
      const sourceFiles = factor === null ? null : factor * 1e6;
      const outlook = factor === null ? UNKNOWN : { fraction: 0.1, leftMs: factor * 1e5 };
      const state = { ...HALF, ...outlook, sourceBytes, sourceFiles };
      const line = progressLine(factor === 0 ? { ...state, deleted: 1e9 } : state, width);
      assert(line.length <= width, `${width}: ${line}`);
    }
  }
});

Deno.test("plainProgress: everything, without a bar", () => {
  assertEquals(
    plainProgress(HALF),
    "50%, 2,839/5,678 files, 500.0 MiB/1000.0 MiB, 50.0 MiB/s, ETA 0:10",
  );
});

Deno.test("RateMeter: forgets what is more than three seconds old", () => {
  const meter = new RateMeter();
  assertEquals(meter.add(1000, 500), 500);
  assertEquals(meter.add(2000, 1500), 1000);
  for (let at = 3000; at <= 10_000; at += 1000) meter.add(at, 1500);
  assertEquals(meter.add(11_000, 1500), 0);
  assertEquals(meter.add(12_000, 4500), 1000);
});

Deno.test("plainProgress: each line is what tests of slow runs leave out of stderr, and no message is", () => {
  const ends = [
    {},
    { deleted: 1200, expectedDeletions: 1500 },
    { deleted: 15 },
    { sourcesRemoved: 1 },
    { oldRemoved: 2, expectedOldRemovals: 20 },
  ];
  for (const end of ends) {
    for (const known of [{}, UNKNOWN, { durationMs: 4000_000, leftMs: 4000_000 }]) {
      for (const isDryRun of [false, true]) {
        const line = plainProgress({ ...HALF, ...known, ...end, isDryRun });
        assertEquals(withoutProgress(`ferry: ${line}\n`), "", line);
      }
    }
  }
  const message = "ferry: 2 of the files in '/a, 0:11' could not be read\n";
  assertEquals(withoutProgress(message), message);
});
