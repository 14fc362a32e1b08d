// How well the share and the time left are told where a run does work of several kinds, or threads join it.

import { assert, assertAlmostEquals, assertGreaterOrEqual, assertLess } from "@std/assert";
import { Forecaster } from "../../../lib/cli/screen/forecaster.ts";
import type { ProgressEvent } from "../../../lib/events.ts";
import {
  chance,
  doneAt,
  errorsOf,
  KIB,
  MIB,
  momentOf,
  momentsUntil,
  STEP_MS,
} from "./forecasts.ts";

Deno.test("Forecaster: what a mirror is to delete in the end takes its time, too", () => {
  const files = 2000, extras = 6000;
  const { clock, done } = doneAt([
    ...Array<number>(files).fill(2),
    ...Array<number>(extras).fill(1.8),
  ]);
  const moments = momentsUntil(clock, (durationMs) => {
    const steps = done(durationMs), filesDone = Math.min(files, steps);
    return {
      filesDone,
      filesCopied: 0,
      bytesDone: filesDone * KIB,
      bytesCopied: 0,
      deleted: steps - filesDone,
      sourceFiles: files,
      sourceBytes: files * KIB,
      expectedDeletions: extras,
    };
  });
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
  const moments = momentsUntil(clock, (durationMs) => {
    const ours = files.slice(0, done(durationMs)), changed = ours.filter((file) => file.isChanged);
    return {
      filesDone: ours.length,
      filesCopied: 0,
      filesReplaced: changed.length,
      bytesDone: sum(ours),
      bytesCopied: sum(changed),
      sourceFiles: files.length,
      sourceBytes: sum(files),
    };
  });
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
  const moments = momentsUntil(clock, (durationMs) => {
    const filesDone = done(durationMs);
    return {
      filesDone,
      bytesDone: filesDone * KIB,
      sourceFiles: startMs + 9000,
      sourceBytes: (startMs + 9000) * KIB,
    };
  });
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
  const moments = momentsUntil(clock, (durationMs) => {
    const filesDone = done(durationMs), filesCopied = Math.min(files, filesDone);
    return {
      filesDone,
      filesCopied,
      linksCreated: filesDone - filesCopied,
      bytesDone: filesDone * 10,
      bytesCopied: filesCopied * 10,
      sourceFiles: files + names,
      sourceBytes: (files + names) * 10,
      expectedLinks: names,
    };
  });
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

Deno.test("Forecaster: files do not look free where these and bytes come in all but the same proportion", () => {
  // Recorded: large files of 1.2 GB among small ones, of which 145,000 are left after it.
  const clock = 6385;
  const done = [
    [243, 300, 307_200],
    [374, 1500, 412_577_792],
    [529, 2401, 765_820_928],
    [601, 2902, 959_270_912],
    [754, 4770, 1_263_172_608],
  ];
  const forecaster = new Forecaster();
  const told = done.map(([durationMs, filesDone, bytesDone], i) => {
    const crew = i === 0 ? { threads: 1, expectedThreads: 16 } : { threads: 2, expectedThreads: 2 };
    const all = { sourceFiles: 150_003, sourceBytes: 1_411_891_200 };
    return forecaster.add(momentOf({ durationMs, filesDone, bytesDone, ...crew, ...all }));
  });
  const { fraction, leftMs } = told.at(-1)!;
  assertGreaterOrEqual(leftMs!, clock / 4);
  assertLess(fraction!, 0.25);
});

Deno.test("Forecaster: while a thread counts instead of working, the others are not taken to be slow", () => {
  const files = 9000, countedMs = 500;
  const { clock, done } = doneAt([
    ...Array<number>(countedMs).fill(1),
    ...Array<number>(files - countedMs).fill(1 / 2),
  ]);
  const moments = momentsUntil(clock, (durationMs) => {
    const filesDone = done(durationMs);
    return {
      threads: 2,
      countingMs: Math.min(durationMs, countedMs),
      filesDone,
      bytesDone: filesDone * KIB,
      sourceFiles: files,
      sourceBytes: files * KIB,
    };
  });
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

for (const files of [0, 200]) {
  Deno.test(`Forecaster: a tree of symlinks, ${files} files among them, by its symlinks`, () => {
    const links = 6000, linkMs = 1, fileMs = 2, clock = links * linkMs + files * fileMs;
    const moments = momentsUntil(clock, (durationMs) => {
      const share = durationMs / clock;
      const filesDone = Math.floor(files * share), linksCreated = Math.floor(links * share);
      return {
        filesDone,
        linksCreated,
        entriesSeen: filesDone + linksCreated,
        bytesDone: 0,
        sourceFiles: files,
        sourceBytes: 0,
        sourceEntries: files + links,
      };
    });
    assertLess(Math.max(...errorsOf(moments, clock)), 0.05);
  });
}
