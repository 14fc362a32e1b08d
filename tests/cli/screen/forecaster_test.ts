// How well the share and the time left are told, on runs whose true times are known.

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreaterOrEqual,
  assertLess,
} from "@std/assert";
import { judge } from "../../../bench/judge_progress.ts";
import { Forecaster, type Outlook } from "../../../lib/cli/screen/forecaster.ts";
import type { ProgressEvent } from "../../../lib/events.ts";
import { NO_PROGRESS, NO_TOTALS } from "../fixtures.ts";

const KIB = 1024, MIB = 1024 * KIB;
/** Milliseconds between two moments. */
const STEP_MS = 100;

/** A moment of a copy. */
function momentOf(known: Partial<ProgressEvent>): ProgressEvent {
  const { filesDone = 0, bytesDone = 0 } = known;
  const copied = { filesCopied: filesDone, bytesCopied: bytesDone };
  const nothing = { type: "progress", ...NO_TOTALS, ...NO_PROGRESS, durationMs: 0 } as const;
  return { ...nothing, ...copied, ...known };
}

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

/** Numbers from 0 to 1 that look like chance and are always the same. */
function chance(seed: number): () => number {
  return () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
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

/** Real runs, as bench/record_progress.ts records them. */
for (const name of RECORDED) {
  Deno.test(`Forecaster: the recorded run ${name}: right within a fifth from a tenth of the way on, never backwards`, () => {
    const url = new URL(`./recorded_runs/${name}.json`, import.meta.url);
    const { end, untold, falls } = judge(JSON.parse(Deno.readTextFileSync(url)));
    assertLess(end, 0.2);
    assertLess(untold, 0.2);
    assertEquals(falls, 0);
  });
}

/** What was told at the moments of a run, in order: the errors of its end, in shares of the whole time, from a tenth of it on. */
function errorsOf(moments: readonly ProgressEvent[], clock: number): number[] {
  const forecaster = new Forecaster();
  const told = moments.map((moment) => [moment.durationMs, forecaster.add(moment).leftMs] as const);
  return told.filter(([atMs]) => atMs >= clock / 10)
    .map(([atMs, leftMs]) => Math.abs((atMs + (leftMs ?? Infinity)) / clock - 1));
}

/** The numbers of steps that are done at each moment, where each takes so long. */
function doneAt(steps: readonly number[]): { clock: number; done: (atMs: number) => number } {
  let clock = 0;
  const ends = steps.map((ms) => clock += ms);
  return { clock, done: (atMs) => ends.filter((end) => end <= atMs).length };
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

Deno.test("Forecaster: what a mirror is to delete in the end takes its time, too", () => {
  const files = 2000, extras = 6000;
  const { clock, done } = doneAt([
    ...Array<number>(files).fill(2),
    ...Array<number>(extras).fill(1.8),
  ]);
  const moments: ProgressEvent[] = [];
  for (let durationMs = STEP_MS; durationMs < clock; durationMs += STEP_MS) {
    const steps = done(durationMs), filesDone = Math.min(files, steps);
    moments.push(momentOf({
      durationMs,
      filesDone,
      filesCopied: 0,
      bytesDone: filesDone * KIB,
      bytesCopied: 0,
      deleted: steps - filesDone,
      sourceFiles: files,
      sourceBytes: files * KIB,
      expectedDeletions: extras,
    }));
  }
  assertLess(Math.max(...errorsOf(moments, clock)), 0.2);
});

Deno.test("Forecaster: unchanged files cost little, however large; as many of the rest are changed as so far", () => {
  const next = chance(3);
  const files = Array.from(
    { length: 4000 },
    () => ({ isChanged: next() < 0.1, isLarge: next() < 0.05 }),
  );
  const bytesOf = ({ isLarge }: typeof files[number]) => isLarge ? 10 * MIB : 10 * KIB;
  const { clock, done } = doneAt(
    files.map((file) => 0.5 + (file.isChanged ? 5 + bytesOf(file) / MIB : 0)),
  );
  const sum = (all: typeof files) => all.reduce((bytes, file) => bytes + bytesOf(file), 0);
  const moments: ProgressEvent[] = [];
  for (let durationMs = STEP_MS; durationMs < clock; durationMs += STEP_MS) {
    const ours = files.slice(0, done(durationMs)), changed = ours.filter((file) => file.isChanged);
    moments.push(momentOf({
      durationMs,
      filesDone: ours.length,
      filesCopied: 0,
      filesReplaced: changed.length,
      bytesDone: sum(ours),
      bytesCopied: sum(changed),
      sourceFiles: files.length,
      sourceBytes: sum(files),
    }));
  }
  assertLess(Math.max(...errorsOf(moments, clock)), 0.2);
});

Deno.test("Forecaster: threads that join one after the other, each of which brings as much as the last", () => {
  const joinMs = 250, most = 16, fileMs = 12, files = 8000;
  const moments: ProgressEvent[] = [];
  let work = 0, clock = 0;
  for (; work < files; clock += STEP_MS) {
    const threads = Math.min(most, 2 + Math.floor(clock / joinMs));
    work += threads * STEP_MS / fileMs;
    const filesDone = Math.min(files, Math.floor(work)), bytes = 16 * KIB;
    moments.push(momentOf({
      durationMs: clock + STEP_MS,
      threads,
      expectedThreads: most,
      filesDone,
      bytesDone: filesDone * bytes,
      sourceFiles: files,
      sourceBytes: files * bytes,
    }));
  }
  assertLess(Math.max(...errorsOf(moments.slice(0, -1), clock)), 0.2);
});

Deno.test("Forecaster: what a move removes in the end threads do that join once more", () => {
  const files = 8000, most = 16, fileMs = 12, joinMs = 250;
  const crew = (ms: number) => Math.min(most, 1 + Math.floor(ms / joinMs));
  const moments: ProgressEvent[] = [];
  let copied = 0, removed = 0, clock = 0, copiedAt = 0;
  for (; removed < files; clock += STEP_MS) {
    const threads = crew(clock - copiedAt), work = threads * STEP_MS / fileMs;
    if (copied < files) {
      copied += work;
      if (copied >= files) copiedAt = clock + STEP_MS;
    } else removed += work;
    const filesDone = Math.min(files, Math.floor(copied));
    moments.push(momentOf({
      durationMs: clock + STEP_MS,
      threads,
      expectedThreads: most,
      filesDone,
      bytesDone: 0,
      sourceFiles: files,
      sourceBytes: 0,
      sourcesRemoved: Math.min(files, Math.floor(removed)),
      expectedSourceRemovals: files,
    }));
  }
  const errors = errorsOf(moments.slice(0, -1), clock);
  assertLess(Math.max(...errors), 0.2);
});

Deno.test("Forecaster: how slow a run was at its start, while V8 compiled and all was counted, does not count for long", () => {
  const startMs = 400;
  const { clock, done } = doneAt([
    ...Array<number>(startMs).fill(1),
    ...Array<number>(9000).fill(1 / 3),
  ]);
  const moments: ProgressEvent[] = [];
  for (let durationMs = STEP_MS; durationMs < clock; durationMs += STEP_MS) {
    const filesDone = done(durationMs);
    moments.push(momentOf({
      durationMs,
      filesDone,
      bytesDone: filesDone * KIB,
      sourceFiles: startMs + 9000,
      sourceBytes: (startMs + 9000) * KIB,
    }));
  }
  const later = moments.findIndex(({ durationMs }) => durationMs > 2 * startMs);
  const first = moments.findIndex(({ durationMs }) => durationMs >= clock / 10);
  assertLess(Math.max(...errorsOf(moments, clock).slice(later - first)), 0.03);
});

Deno.test("Forecaster: something is told before all files are counted, where their number can be expected", () => {
  const known = { filesDone: 100, bytesDone: 100 * KIB, durationMs: 2000 };
  const moment = momentOf({ ...known, expectedFiles: 400, expectedBytes: 400 * KIB });
  const { fraction, leftMs } = new Forecaster().add(moment);
  assertAlmostEquals(fraction!, 0.25);
  assert(Math.abs(leftMs! - 6000) < 1);
});

Deno.test("Forecaster: further names cost less than files, and as many come as were counted, not as many as so far", () => {
  const files = 2000, names = 4000;
  const { clock, done } = doneAt([
    ...Array<number>(files).fill(2),
    ...Array<number>(names).fill(0.4),
  ]);
  const moments: ProgressEvent[] = [];
  for (let durationMs = STEP_MS; durationMs < clock; durationMs += STEP_MS) {
    const filesDone = done(durationMs), filesCopied = Math.min(files, filesDone);
    moments.push(momentOf({
      durationMs,
      filesDone,
      filesCopied,
      linksCreated: filesDone - filesCopied,
      bytesDone: filesDone * 10,
      bytesCopied: filesCopied * 10,
      sourceFiles: files + names,
      sourceBytes: (files + names) * 10,
      expectedLinks: names,
    }));
  }
  assertLess(Math.max(...errorsOf(moments, clock)), 0.2);
});

Deno.test("Forecaster: what begins in the middle of a stretch does not look free", () => {
  const files = 2000, extras = 9000, together = 200;
  const moments: ProgressEvent[] = [];
  let filesDone = 0, deleted = 0, durationMs = 0;
  // The last files are done much faster, and the first deletions in the same stretch.
  for (; deleted < extras; durationMs += STEP_MS) {
    if (filesDone < files) filesDone += filesDone < files - together ? 100 : together;
    else deleted += 200;
    moments.push(momentOf({
      durationMs: durationMs + STEP_MS,
      filesDone,
      filesCopied: 0,
      bytesDone: 0,
      deleted,
      sourceFiles: files,
      sourceBytes: 0,
      expectedDeletions: extras,
    }));
  }
  const begun = moments.findIndex((moment) => moment.deleted > 0);
  const forecaster = new Forecaster();
  const told = moments.map((moment) => forecaster.add(moment).leftMs!);
  for (let i = begun; i < begun + 5; i++) {
    assertGreaterOrEqual(told[i], (durationMs - moments[i].durationMs) / 3);
  }
});

Deno.test("Forecaster: while a thread counts instead of working, the others are not taken to be slow", () => {
  const files = 9000, countedMs = 500;
  const { clock, done } = doneAt([
    ...Array<number>(countedMs).fill(1),
    ...Array<number>(files - countedMs).fill(1 / 2),
  ]);
  const moments: ProgressEvent[] = [];
  for (let durationMs = STEP_MS; durationMs < clock; durationMs += STEP_MS) {
    const filesDone = done(durationMs);
    moments.push(momentOf({
      durationMs,
      threads: 2,
      countingMs: Math.min(durationMs, countedMs),
      filesDone,
      bytesDone: filesDone * KIB,
      sourceFiles: files,
      sourceBytes: files * KIB,
    }));
  }
  assertLess(Math.max(...errorsOf(moments, clock)), 0.1);
});

Deno.test("Forecaster: of one file something is told at once, whatever threads are expected", () => {
  const one = { sourceFiles: 1, bytesDone: 10 * MIB, sourceBytes: 100 * MIB, filesDone: 0 };
  const crew = { threads: 1, expectedThreads: 16 };
  const { leftMs } = new Forecaster().add(momentOf({ ...one, ...crew, durationMs: 300 }));
  assert(Math.abs(leftMs! - 2700) < 1, `${leftMs}`);
});

Deno.test("Forecaster: files that are only compared tell something as soon as they are a hundred", () => {
  const files = { filesDone: 100, sourceFiles: 1000, filesCopied: 0 };
  const bytes = { bytesDone: 20_000, bytesCopied: 0, bytesVerified: 20_000, sourceBytes: 200_000 };
  const { leftMs } = new Forecaster().add(momentOf({ ...files, ...bytes, durationMs: 500 }));
  assert(Math.abs(leftMs! - 4500) < 1, `${leftMs}`);
});
