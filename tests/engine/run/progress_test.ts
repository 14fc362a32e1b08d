// What a run's progress tells of all that there is to do, on file systems that are slow to count or do not tell all.

import { assert, assertEquals, assertGreater } from "@std/assert";
import { cString, ENTRY_TYPE, type NativeFileSystem, openNative } from "../../../ffi/mod.ts";
import { Progress } from "../../../lib/engine/run/progress.ts";
import type { Threads } from "../../../lib/engine/run/threads.ts";
import type { RunRequest } from "../../../lib/engine/roots/request.ts";
import { firstJob, JOB } from "../../../lib/engine/worker/job.ts";
import type { ProgressEvent } from "../../../lib/events.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../lib/options.ts";
import { Selection } from "../../../lib/plan/selection.ts";
import { COUNTER, counterRow, createCounters } from "../../../lib/shared/counters.ts";
import { rootPair } from "../../support/root_pair.ts";
import { sh, withScratch } from "../../support/safety.ts";

const FOLDERS = 60, FILES = 5, ALL = FOLDERS * FILES;
/** The source, and a target with as many entries that are extra. */
const TREES = `for d in $(seq ${FOLDERS}); do mkdir -p s/$d t/$d
  touch $(seq -f s/$d/%g ${FILES}) $(seq -f t/$d/extra%g ${FILES}); done`;

interface Told {
  readonly options?: Partial<Options>;
  /** What the run has done, as it is counted. */
  readonly done?: Partial<Record<keyof typeof COUNTER, number>>;
  readonly fileSystem?: (native: NativeFileSystem) => Partial<NativeFileSystem>;
  readonly isEnough: (event: ProgressEvent) => boolean;
}

/** What is told of a run on TREES that does nothing more, until it is enough. */
async function toldOf({ options, done = {}, fileSystem, isEnough }: Told) {
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
      mode: "apply",
      shard: null,
      selection: new Selection(asked),
      roots: [rootPair({ source, target })],
      ctx: { fs, options: asked },
    };
    const crew = { next: null, mainWorks: true, atWork: 1, expected: 1 };
    const threads = { ...crew, memory: { counters }, main } as unknown as Threads;
    const { promise, resolve } = Promise.withResolvers<void>();
    const request = {
      progressIntervalMs: 5,
      onEvent(event) {
        if (event.type === "progress") events.push(event);
        if (isEnough(events.at(-1)!)) resolve();
      },
    } as Partial<RunRequest> as RunRequest;
    const longAgo = performance.now() - 2000;
    const progress = new Progress(request, threads, [firstJob(JOB.folder, 0, false)], longAgo);
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

Deno.test("Progress: as long as deletions are being counted there are more than are done", async () => {
  const deleted = 10 * ALL;
  const events = await toldOf({
    options: { delete: true },
    done: { deleted },
    fileSystem: slowly,
    isEnough: ({ expectedDeletions }) => expectedDeletions === ALL,
  });
  const counts = events.map(({ expectedDeletions }) => expectedDeletions);
  const meanwhile = counts.slice(0, -1).filter((count) => count !== null);
  assertGreater(meanwhile.length, 0);
  assert(meanwhile.every((count) => count > deleted), `${meanwhile}`);
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
  assertEquals(events.at(-1)!.expectedSourceRemovals, ALL + FOLDERS + 1);
});
