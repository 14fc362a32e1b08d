// Progress at the widths that people have, and what may not be claimed before it is known.

import { assert, assertEquals } from "@std/assert";
import { plainProgress, progressLine } from "../../../lib/cli/screen/progress.ts";
import { RateMeter } from "../../../lib/cli/screen/progress.ts";

const MIB = 1024 * 1024;

const HALF = {
  filesDone: 2839,
  sourceFiles: 5678,
  bytesDone: 500 * MIB,
  sourceBytes: 1000 * MIB,
  durationMs: 10_000,
  bytesPerSecond: 50 * MIB,
};

Deno.test("progressLine: 80, 40 and 20 columns", () => {
  assertEquals(
    progressLine(HALF, 80),
    "[=====>    ]  50%  2,839/5,678 files  500.0 MiB/1000.0 MiB  50.0 MiB/s  ETA 0:10",
  );
  assertEquals(progressLine(HALF, 40), " 50%  500.0 MiB  50.0 MiB/s  ETA 0:10");
  assertEquals(progressLine(HALF, 20), " 50%  500.0 MiB");
});

Deno.test("progressLine: no share and no ETA before the source is counted", () => {
  const line = progressLine({ ...HALF, sourceFiles: null, sourceBytes: null }, 80);
  assertEquals(line, "2,839 files  500.0 MiB  50.0 MiB/s  0:10");
});

Deno.test("progressLine: no ETA before anything is done, or for ages", () => {
  assert(!progressLine({ ...HALF, filesDone: 0, bytesDone: 0 }, 80).includes("ETA"));
  assert(!progressLine({ ...HALF, filesDone: 0, bytesDone: 1 }, 80).includes("ETA"));
});

Deno.test("progressLine: 100 % only when nothing is left", () => {
  const almost = { ...HALF, filesDone: 5678, bytesDone: 1000 * MIB - 1 };
  assert(progressLine(almost, 80).includes(" 99%"));
  const line = progressLine({ ...HALF, filesDone: 9999, bytesDone: 2000 * MIB }, 80);
  assert(line.startsWith("[=") && line.includes("100%") && line.includes("ETA 0:00"), line);
});

Deno.test("progressLine: empty files count by number, one file by bytes, nothing at all has no share", () => {
  const empty = { ...HALF, filesDone: 1, sourceFiles: 4, bytesDone: 0, sourceBytes: 0 };
  assert(progressLine(empty, 80).includes(" 25%"));
  const single = { ...HALF, filesDone: 0, sourceFiles: 1, bytesDone: 3, sourceBytes: 4 };
  assert(progressLine(single, 80).includes(" 75%"));
  assert(!progressLine({ ...HALF, sourceFiles: 0, sourceBytes: 0 }, 80).includes("%"));
});

Deno.test("progressLine: never wider than the screen", () => {
  for (let width = 1; width <= 200; width++) {
    for (const factor of [null, 0, 1, 1e6]) {
      const sourceBytes = factor === null ? null : factor * 1e9;
      const sourceFiles = factor === null ? null : factor * 1e6;
      const line = progressLine({ ...HALF, sourceBytes, sourceFiles }, width);
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
