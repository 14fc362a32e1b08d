// The progress events of a run: how far it is, and how much there is in all.

import { assert, assertEquals, assertGreater } from "@std/assert";
import { Forecaster } from "../../lib/cli/screen/forecaster.ts";
import type { ProgressEvent } from "../../lib/events.ts";
import { copy, type RunOptions, verify } from "../support/runs.ts";
import { makeScratch } from "../support/scratch.ts";

const BYTES = 3_000_000;
/** Bytes of a file that takes a while to read, and no room. */
const HOLES_BYTES = 2 ** 31;
const dir = makeScratch("ferry-progress-");

/** Copies a file in two seconds; the progress meanwhile. */
async function progressOf(source: string, dest: string, changed: Partial<RunOptions> = {}) {
  const events: ProgressEvent[] = [];
  await copy(source, dest, {
    bandwidthLimit: BYTES / 2,
    progressIntervalMs: 50,
    ...changed,
    onEvent(event) {
      if (event.type === "progress") events.push(event);
    },
  });
  return events;
}

Deno.test("progress: how much there is in all is counted, unless nobody wants it", async () => {
  Deno.writeFileSync(`${dir}/file`, new Uint8Array(BYTES).fill(1));
  const [counted, uncounted, eachSecond] = await Promise.all([
    progressOf(`${dir}/file`, `${dir}/a`),
    progressOf(`${dir}/file`, `${dir}/b`, { countsSource: false }),
    progressOf(`${dir}/file`, `${dir}/c`, { progressIntervalMs: 1010, bandwidthLimit: BYTES / 3 }),
  ]);
  const { sourceFiles, sourceBytes } = counted.at(-1)!;
  assertEquals([sourceFiles, sourceBytes], [1, BYTES]);
  assertEquals(eachSecond[1]?.sourceBytes, BYTES);
  assertEquals(uncounted.filter(({ sourceBytes }) => sourceBytes !== null), []);
  const forecaster = new Forecaster();
  const shares = counted.map((event) => forecaster.add(event).fraction ?? 0);
  assertEquals(shares, shares.toSorted((a, b) => a - b));
  assertGreater(shares.at(-1)!, 0.7);
  for (const events of [counted, uncounted]) {
    assert(events.length >= 10, `${events.length} events`);
    assert(events.every(({ bytesDone }, i) => i === 0 || bytesDone >= events[i - 1].bytesDone));
  }
});

Deno.test("progress: a large file that is compared is not done before it is, and its bytes are told meanwhile", async () => {
  for (const name of ["source", "target"]) {
    Deno.mkdirSync(`${dir}/${name}`);
    using file = Deno.createSync(`${dir}/${name}/holes`);
    file.truncateSync(HOLES_BYTES);
    file.utimeSync(1, 1);
  }
  const events: ProgressEvent[] = [];
  await verify(`${dir}/source`, `${dir}/target`, {
    progressIntervalMs: 20,
    onEvent(event) {
      if (event.type === "progress") events.push(event);
    },
  });
  const during = events.filter(({ bytesDone }) => bytesDone > 0 && bytesDone < HOLES_BYTES);
  assert(during.length > 3, `${during.length} events`);
  for (const { filesDone, bytesDone, bytesVerified } of during) {
    assertEquals([filesDone, bytesVerified], [0, bytesDone]);
  }
});

Deno.test("progress: a thread that only looks after the others is not at work", async () => {
  const events = await progressOf(`${dir}/file`, `${dir}/limited`, { jobs: 1 });
  assertGreater(events.length, 5);
  for (const { threads, expectedThreads, countingMs } of events) {
    assertEquals([threads, expectedThreads, countingMs], [1, 1, 0]);
  }
});
