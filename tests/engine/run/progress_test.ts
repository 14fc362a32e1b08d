// What a run's progress tells of all that there is to do, on file systems that are slow to count or do not tell all.

import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import {
  cString,
  ENTRY_TYPE,
  type NativeFileSystem,
  openNative,
  textOf,
} from "../../../ffi/mod.ts";
import type { BuildNeeds } from "../../../lib/engine/run/counts/build_needs.ts";
import { Progress } from "../../../lib/engine/run/progress.ts";
import type { Threads } from "../../../lib/engine/run/threads.ts";
import type { RunRequest } from "../../../lib/engine/roots/request.ts";
import { firstJob, JOB } from "../../../lib/engine/worker/job.ts";
import type { ProgressEvent } from "../../../lib/events.ts";
import type { RunMode } from "../../../lib/run_mode.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../lib/options.ts";
import { Selection } from "../../../lib/plan/selection.ts";
import { COUNTER, counterRow, createCounters } from "../../../lib/shared/counters.ts";
import { rootPair } from "../../support/root_pair.ts";
import { sh, withScratch } from "../../support/safety.ts";

const FOLDERS = 60, FILES = 5, ALL = FOLDERS * FILES, LINKS = FOLDERS;
/** The source, with a symlink in each folder, and a target with as many entries that are extra as it has files. */
const TREES = `for d in $(seq ${FOLDERS}); do mkdir -p s/$d t/$d; ln -s 1 s/$d/link
  touch $(seq -f s/$d/%g ${FILES}) $(seq -f t/$d/extra%g ${FILES}); done`;

interface Told {
  readonly mode?: RunMode;
  readonly build?: BuildNeeds;
  readonly options?: Partial<Options>;
  /** What the run has done, as it is counted. */
  readonly done?: Partial<Record<keyof typeof COUNTER, number>>;
  readonly fileSystem?: (native: NativeFileSystem) => Partial<NativeFileSystem>;
  /** At which event the run begins to remove the source. */
  readonly removesFrom?: (event: ProgressEvent) => boolean;
  readonly intervalMs?: number;
  readonly isEnough: (event: ProgressEvent) => boolean;
}

/** What is told of a run on TREES that does nothing more, until it is enough. */
async function toldOf(told: Told) {
  const { mode = "apply", build = null, options, done = {}, fileSystem, removesFrom } = told;
  const { intervalMs = 5, isEnough } = told;
  const events: ProgressEvent[] = [];
  await withScratch(async (dir) => {
    sh(TREES, dir);
    const native = await openNative();
    const fs = { ...native, ...fileSystem?.(native) };
    const open = (name: string) =>
      native.openFolder(cString(new TextEncoder().encode(`${dir}/${name}`)));
    const [source, target] = [open("s"), open("t")];
    const counters = createCounters(1);
    for (const [name, count] of Object.entries(done)) {
      counterRow(counters, 0)[COUNTER[name as keyof typeof COUNTER]] = count;
    }
    const asked = { ...DEFAULT_OPTIONS, ...options };
    const main = {
      mode,
      shard: null,
      selection: new Selection(asked),
      roots: [rootPair({ source, target })],
      ctx: { fs, options: asked },
    };
    const crew = { next: null, mainWorks: true, atWork: 1, expected: 1 };
    const threads = { ...crew, memory: { counters }, main } as unknown as Threads;
    const { promise, resolve } = Promise.withResolvers<void>();
    const request = {
      options: asked,
      progressIntervalMs: intervalMs,
      onEvent(event) {
        if (event.type !== "progress") return;
        events.push(event);
        if (isEnough(event)) resolve();
        if (threads.next !== null || !removesFrom?.(event)) return;
        progress.endCounts();
        threads.next = { ...crew, memory: { counters: createCounters(1) } } as unknown as Threads;
      },
    } as Partial<RunRequest> as RunRequest;
    const longAgo = performance.now() - 2000;
    const jobs = [firstJob(JOB.folder, 0, false)];
    const progress = new Progress(request, threads, jobs, longAgo, build);
    progress.start();
    await promise;
    progress.stop();
    await new Promise((ended) => setTimeout(ended, 0));
    for (const handle of [source, target]) native.close(handle);
  });
  return events;
}

/** Takes some milliseconds for each listing. */
function slowly(native: NativeFileSystem): Partial<NativeFileSystem> {
  return {
    list(handle, listing) {
      for (const until = performance.now() + 3; performance.now() < until;);
      return native.list(handle, listing);
    },
  };
}

Deno.test("Progress: as long as files are being counted there are more than are done", async () => {
  const events = await toldOf({
    done: { filesCopied: 10 * ALL },
    fileSystem: slowly,
    isEnough: ({ sourceFiles }) => sourceFiles !== null,
  });
  assertEquals(events.at(-1)!.expectedFiles, ALL);
  const meanwhile = events.filter(({ expectedFiles, sourceFiles }) =>
    expectedFiles !== null && sourceFiles === null
  );
  assertGreater(meanwhile.length, 0);
  for (const { expectedFiles, filesDone } of meanwhile) assertGreater(expectedFiles!, filesDone);
});

Deno.test("Progress: deletions that were not counted before they began are more than are done", async () => {
  const deleted = 10 * ALL;
  const events = await toldOf({
    options: { delete: true },
    done: { deleted },
    fileSystem: slowly,
    isEnough: ({ sourceBytes }) => sourceBytes !== null,
  });
  const told = events.map(({ expectedDeletions }) => expectedDeletions)
    .filter((count) => count !== null);
  assertGreater(told.length, 0);
  assert(told.every((count) => count > deleted), `${told}`);
});

Deno.test("Progress: what is extra is looked for as soon as it can be told how many files there are", async () => {
  const listed: string[] = [];
  await toldOf({
    options: { delete: true },
    fileSystem: (native) => ({
      list(handle, listing) {
        const end = native.list(handle, listing);
        const names = Array.from({ length: listing.count }, (_, i) => textOf(listing.name(i)));
        if (names.includes("link")) listed.push("source");
        if (names.includes("extra1")) listed.push("target");
        return end;
      },
    }),
    // By itself, not by what an event brings about.
    intervalMs: 500,
    isEnough: () => true,
  });
  assertLess(listed.indexOf("target"), FOLDERS);
});

Deno.test("Progress: a comparison before a swap tells what is to be built, and how much of the old tree is removed then", async () => {
  const filesDone = ALL / 10, targetEntries = 40;
  const done = { filesCopied: filesDone, targetEntries };
  const isEnough = ({ sourceFiles }: ProgressEvent) => sourceFiles !== null;
  for (const [backupDir, expected] of [[null, 10 * targetEntries], ["kept", 0]] as const) {
    const options = { swap: true, backupDir };
    const events = await toldOf({ mode: "preview", options, done, isEnough });
    const { filesToBuild, expectedOldRemovals } = events.at(-1)!;
    assertEquals([filesToBuild, expectedOldRemovals], [ALL, expected]);
  }
});

Deno.test("Progress: where a new tree is built all is known at once, and what is deleted is the old one", async () => {
  const build = { entries: 500, files: 400, bytes: 4000, oldEntries: 450 };
  for (const [deleted, expected] of [[9, 451], [450, 451], [460, 461]]) {
    const [event] = await toldOf({ build, done: { deleted }, isEnough: () => true });
    assertEquals([event.sourceEntries, event.sourceFiles, event.sourceBytes], [500, 400, 4000]);
    assertEquals([event.oldRemoved, event.expectedOldRemovals, event.deleted], [
      deleted,
      expected,
      0,
    ]);
  }
});

Deno.test("Progress: a dry run of a swap builds nothing, and counts nothing", async () => {
  const options = { swap: true, dryRun: true };
  let events = 0;
  const isEnough = () => ++events > 20;
  for (const event of await toldOf({ mode: "preview", options, isEnough })) {
    assertEquals([event.filesToBuild, event.expectedOldRemovals, event.expectedFiles], [
      0,
      0,
      null,
    ]);
  }
});

Deno.test("Progress: what a move removes is told where listings do not tell types, too, once all was looked at", async () => {
  const events = await toldOf({
    options: { removeSource: "everything" },
    fileSystem: (native) => ({
      list(handle, listing) {
        const end = native.list(handle, listing);
        // Counts do not go down into what may be a folder: those keep theirs.
        for (let i = 0; i < listing.count; i++) {
          if (listing.type[i] === ENTRY_TYPE.file) listing.type[i] = ENTRY_TYPE.unknown;
        }
        return end;
      },
    }),
    isEnough: ({ sourceBytes }) => sourceBytes !== null,
  });
  assertEquals(events.at(-1)!.expectedSourceRemovals, ALL + LINKS + FOLDERS + 1);
});

Deno.test("Progress: when a move begins to remove files these are all done, and no longer counted", async () => {
  const filesDone = ALL - 10;
  let listings = 0, before = 0;
  const events = await toldOf({
    options: { removeSource: "everything" },
    done: { filesCopied: filesDone, bytesCopied: 1000 },
    fileSystem: (native) => {
      const { list } = slowly(native);
      return { list: (...args) => (listings++, list!(...args)) };
    },
    removesFrom: ({ expectedFiles }) => (before = listings, expectedFiles !== null),
    isEnough: ({ sourceFiles }) => sourceFiles !== null,
  });
  const { sourceFiles, expectedBytes, expectedSourceRemovals } = events.at(-1)!;
  assertEquals([sourceFiles, expectedBytes], [filesDone, 1000]);
  assertGreater(expectedSourceRemovals!, ALL);
  // The one that each count was waiting to make.
  assertLess(listings - before, 4);
});

for (
  const [removeSource, removed] of [
    ["everything", ALL + LINKS + FOLDERS + 1],
    ["files", ALL + LINKS],
  ] as const
) {
  Deno.test(`Progress: all entries are counted, and with ${removeSource} which of them a run removes`, async () => {
    const events = await toldOf({
      options: { removeSource },
      isEnough: ({ sourceFiles }) => sourceFiles !== null,
    });
    const { sourceEntries, expectedSourceRemovals } = events.at(-1)!;
    assertEquals([sourceEntries, expectedSourceRemovals], [ALL + LINKS + FOLDERS, removed]);
  });
}
