// How well the share and the time left are told, on runs whose true times are known.

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreaterOrEqual,
  assertLess,
} from "@std/assert";
import { judge } from "../../../bench/progress/judge_progress.ts";
import { Forecaster, type Outlook } from "../../../lib/cli/screen/forecaster.ts";
import type { ProgressEvent } from "../../../lib/events.ts";
import { chance, KIB, MIB, momentOf, STEP_MS } from "./forecasts.ts";

/** A run: its files' bytes in order, and what a file costs by itself, and a MiB. */
interface Run {
  readonly files: readonly number[];
  readonly fileMs: number;
  readonly mibMs: number;
  /** By how much it is faster after so many files, when more threads have joined. */
  readonly faster?: readonly [factor: number, after: number];
}

/** Each moment of a run: what was told, and the truth. */
function moments({ files, fileMs, mibMs, faster = [1, 0] }: Run) {
  const ends: number[] = [];
  let clock = 0;
  files.forEach((bytes, i) => {
    clock += (fileMs + bytes / MIB * mibMs) / (i < faster[1] ? 1 : faster[0]);
    ends.push(clock);
  });
  const sourceBytes = files.reduce((sum, bytes) => sum + bytes, 0);
  const forecaster = new Forecaster();
  const told: { outlook: Outlook; atMs: number; leftMs: number }[] = [];
  let filesDone = 0, bytesDone = 0;
  for (let durationMs = STEP_MS; durationMs < clock; durationMs += STEP_MS) {
    while (ends[filesDone] <= durationMs) bytesDone += files[filesDone++];
    const known = { filesDone, bytesDone, sourceFiles: files.length, sourceBytes, durationMs };
    const outlook = forecaster.add(momentOf({ ...known, threads: 2 }));
    told.push({ outlook, atMs: durationMs, leftMs: clock - durationMs });
  }
  return { told, clock };
}

/** Files of mixed sizes, most of them small. */
function mixed(count: number, seed = 1): number[] {
  const next = chance(seed);
  return Array.from({ length: count }, () => Math.floor(KIB * 2 ** (next() * 13)));
}

/** As above, by folders in which all files are alike. */
function byFolders(count: number): number[] {
  const sizes = mixed(count / 50, 7);
  return sizes.flatMap((bytes) => Array<number>(50).fill(bytes));
}

const RUNS: readonly (readonly [string, Run])[] = [
  ["equal small files", { files: Array(5000).fill(16 * KIB), fileMs: 5, mibMs: 10 }],
  ["large files", { files: Array(300).fill(64 * MIB), fileMs: 0.1, mibMs: 1 }],
  ["mixed files, slow calls", { files: mixed(4000), fileMs: 10, mibMs: 2 }],
  ["mixed files, slow bytes", { files: mixed(4000), fileMs: 0.1, mibMs: 20 }],
  ["mixed files, both", { files: mixed(4000), fileMs: 5, mibMs: 10 }],
  ["folders of like files", { files: byFolders(20_000), fileMs: 3, mibMs: 5 }],
  ["empty files", { files: Array(5000).fill(0), fileMs: 5, mibMs: 1 }],
  ["threads that join", {
    files: mixed(10_000),
    fileMs: 20,
    mibMs: 20,
    faster: [6, 30],
  }],
];

for (const [name, run] of RUNS) {
  Deno.test(`Forecaster: ${name}: the time left is right within a fifth, from a tenth of the way on`, () => {
    const { told, clock } = moments(run);
    for (const { outlook, atMs, leftMs } of told) {
      // In the end a file that is under way is more than a fifth of the rest.
      if (atMs < clock / 10 || leftMs < clock / 20) continue;
      assert(outlook.leftMs !== null, `nothing is told at ${atMs} of ${clock}`);
      const context = `at ${atMs} of ${clock}: ${outlook.leftMs}, truly ${leftMs}`;
      assertLess(Math.abs(outlook.leftMs! - leftMs), leftMs / 5 + STEP_MS, context);
    }
  });

  Deno.test(`Forecaster: ${name}: the share never falls, and is 1 only in the end`, () => {
    let before = 0;
    for (const { outlook: { fraction } } of moments(run).told) {
      assertGreaterOrEqual(fraction ?? 0, before);
      assertLess(fraction ?? 0, 1);
      before = fraction ?? 0;
    }
  });
}

Deno.test("Forecaster: the share does not fall where small files are followed by large ones", () => {
  const files = [...Array(3000).fill(KIB), ...Array(100).fill(50 * MIB)];
  const shares = moments({ files, fileMs: 1, mibMs: 10 }).told.map(({ outlook }) =>
    outlook.fraction ?? 0
  );
  assert(shares.every((share, i) => i === 0 || share >= shares[i - 1]));
});

Deno.test("Forecaster: nothing is told before the source is counted, of nothing, and of what has not begun", () => {
  const none = { durationMs: 100, expectedBytes: null };
  const unknown = { fraction: null, leftMs: null };
  const told = (known: Partial<ProgressEvent>) =>
    new Forecaster().add(momentOf({ ...none, ...known }));
  assertEquals(told({ sourceFiles: null, sourceBytes: null }), unknown);
  assertEquals(told({ sourceFiles: 0, sourceBytes: 0 }), unknown);
  assertEquals(told({ sourceFiles: 5, sourceBytes: 500 }), unknown);
});

Deno.test("Forecaster: one file by its bytes, all files and more are done", () => {
  const one = { sourceFiles: 1, bytesDone: 3, sourceBytes: 4, durationMs: 3000 };
  const { fraction, leftMs } = new Forecaster().add(momentOf({ ...one, filesDone: 0 }));
  assertAlmostEquals(fraction!, 0.75);
  assert(Math.abs(leftMs! - 1000) < 1);
  const grown = { filesDone: 9, sourceFiles: 8, bytesDone: 9, sourceBytes: 8, durationMs: 10 };
  assertEquals(new Forecaster().add(momentOf(grown)), { fraction: 1, leftMs: 0 });
});

Deno.test("Forecaster: files that are counted are enough where their bytes can be expected", () => {
  const moment = momentOf({
    filesDone: 100,
    bytesDone: 100 * MIB,
    sourceFiles: 400,
    durationMs: 2000,
  });
  const { fraction, leftMs } = new Forecaster().add({ ...moment, expectedBytes: 400 * MIB });
  assertAlmostEquals(fraction!, 0.25);
  assert(Math.abs(leftMs! - 6000) < 1);
  assertEquals(new Forecaster().add(moment), { fraction: null, leftMs: null });
});

const RECORDED = [
  "small_files_in_memory",
  "mixed_files_slow",
  "one_large_file_slow",
  "no_op_slow",
  "joining_threads_slow",
  "one_file_slow",
  "deletions_slow",
  "large_files_slow",
];

/** Real runs, as bench/progress/record_progress.ts records them. */
for (const name of RECORDED) {
  Deno.test(`Forecaster: the recorded run ${name}: right within a fifth from a tenth of the way on, never backwards`, () => {
    const url = new URL(`./recorded_runs/${name}.json`, import.meta.url);
    const { end, untold, falls } = judge(JSON.parse(Deno.readTextFileSync(url)));
    assertLess(end, 0.2);
    assertLess(untold, 0.2);
    assertEquals(falls, 0);
  });
}

Deno.test("Forecaster: no share is told where more turns up after nothing was left", () => {
  const forecaster = new Forecaster();
  const copied = { filesDone: 500, bytesDone: 500, sourceFiles: 500, sourceBytes: 500 };
  const told = [0, 1000, 2000].map((expectedDeletions, i) =>
    forecaster.add(momentOf({ ...copied, durationMs: 3000 + 100 * i, expectedDeletions }))
  );
  assertEquals(told[0], { fraction: 1, leftMs: 0 });
  assertEquals(told.slice(1).map(({ fraction }) => fraction), [null, null]);
  assert(told.slice(1).every(({ leftMs }) => leftMs! > 0));
  const { fraction, leftMs } = forecaster.add(momentOf({ ...copied, durationMs: 3300 }));
  assertEquals({ fraction, leftMs }, { fraction: 1, leftMs: 0 });
});

Deno.test("Forecaster: nothing is told before deletions and removals are counted, though all files are done", () => {
  const copied = { filesDone: 500, bytesDone: 500, sourceFiles: 500, sourceBytes: 500 };
  const unknown = { fraction: null, leftMs: null };
  for (const none of [{ expectedDeletions: null }, { expectedSourceRemovals: null }]) {
    const forecaster = new Forecaster();
    const moment = momentOf({ ...copied, durationMs: 3000 });
    assertEquals(forecaster.add({ ...moment, ...none }), unknown);
    assertEquals(forecaster.add({ ...moment, durationMs: 3100 }), { fraction: 1, leftMs: 0 });
  }
});

Deno.test("Forecaster: nothing is told where all files are done, and links are left that were not looked at", () => {
  const copied = { filesDone: 500, bytesDone: 500, sourceFiles: 500, sourceBytes: 500 };
  const moment = momentOf({ ...copied, durationMs: 3000, sourceEntries: 600 });
  const forecaster = new Forecaster();
  assertEquals(forecaster.add({ ...moment, entriesSeen: 599 }), { fraction: null, leftMs: null });
  const last = { ...moment, entriesSeen: 600, durationMs: 3100 };
  assertEquals(forecaster.add(last), { fraction: 1, leftMs: 0 });
});
