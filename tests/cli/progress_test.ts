// Progress at the widths that people have, and what may not be claimed before it is known.

import { assert, assertEquals } from "@std/assert";
import { plainProgress, progressLine } from "../../lib/cli/screen/progress.ts";
import { RateMeter } from "../../lib/cli/screen/rate.ts";
import { NO_TOTALS } from "./fixtures.ts";

const MIB = 1024 * 1024;

const HALF = {
  totals: {
    ...NO_TOTALS,
    filesCopied: 1200,
    filesReplaced: 34,
    filesFound: 5678,
    bytesCopied: 400 * MIB,
    bytesShared: 100 * MIB,
    bytesFound: 1000 * MIB,
  },
  durationMs: 65_000,
  listingDone: true,
  bytesPerSecond: 50 * MIB,
};

Deno.test("progressLine: 80, 40 and 20 columns", () => {
  assertEquals(
    progressLine(HALF, 80),
    "[=====>    ]  50%  1,234/5,678 files  500.0 MiB/1000.0 MiB  50.0 MiB/s  ETA 0:10",
  );
  assertEquals(progressLine(HALF, 40), " 50%  500.0 MiB  50.0 MiB/s  ETA 0:10");
  assertEquals(progressLine(HALF, 20), " 50%  500.0 MiB");
});

Deno.test("progressLine: no share and no ETA before the listing is done", () => {
  const line = progressLine({ ...HALF, listingDone: false }, 80);
  assertEquals(line, "1,234/5,678+ files  500.0 MiB/1000.0 MiB+  50.0 MiB/s  1:05");
});

Deno.test("progressLine: no ETA without a speed, or for ages", () => {
  assert(!progressLine({ ...HALF, bytesPerSecond: 0 }, 80).includes("ETA"));
  assert(!progressLine({ ...HALF, bytesPerSecond: 1 }, 80).includes("ETA"));
});

Deno.test("progressLine: 100 % only when nothing is left", () => {
  const almost = { ...HALF.totals, bytesCopied: 1000 * MIB - 1, bytesShared: 0 };
  assert(progressLine({ ...HALF, totals: almost }, 80).includes(" 99%"));
  const grown = { ...HALF.totals, bytesCopied: 2000 * MIB };
  const line = progressLine({ ...HALF, totals: grown }, 80);
  assert(line.startsWith("[=") && line.includes("100%") && line.includes("ETA 0:00"), line);
});

Deno.test("progressLine: empty files count by number, nothing at all has no share", () => {
  const empty = { ...NO_TOTALS, filesCopied: 1, filesFound: 4 };
  assert(progressLine({ ...HALF, totals: empty }, 80).includes(" 25%"));
  assert(!progressLine({ ...HALF, totals: NO_TOTALS }, 80).includes("%"));
});

Deno.test("progressLine: never wider than the screen", () => {
  for (let width = 1; width <= 200; width++) {
    for (const listingDone of [true, false]) {
      for (const factor of [0, 1, 1e6]) {
        const totals = { ...HALF.totals, bytesFound: factor * 1e9, filesFound: factor * 1e6 };
        const line = progressLine({ ...HALF, totals, listingDone }, width);
        assert(line.length <= width, `${width}: ${line}`);
      }
    }
  }
});

Deno.test("plainProgress: everything, without a bar", () => {
  assertEquals(
    plainProgress(HALF),
    "50%, 1,234/5,678 files, 500.0 MiB/1000.0 MiB, 50.0 MiB/s, ETA 0:10",
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
