// `--bwlimit`: files written in place are watched from outside while ferry runs, and no five seconds
// may hold more or less than the limit allows. All workers share it.

import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertLess,
  assertLessOrEqual,
} from "@std/assert";
import * as make from "../support/entries.ts";
import { expectSuccess, ferry } from "../support/ferry.ts";
import { startFerry, stopped, until } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { makeScratch } from "../support/scratch.ts";

const MIB = 1024 * 1024;
const WINDOW_MS = 5000;
const SAMPLE_MS = 20;
/** A watcher that is late by more than this tells of a machine that was held up. */
const STALL_MS = 50;
/** What the requirement allows. */
const TOLERANCE = 0.05;
const scratch = makeScratch("ferry-bandwidth-");

function makeSource(name: string, files: number, bytes: number) {
  const source = `${scratch}/${name}-s`, target = `${scratch}/${name}-t`;
  make.makeFolder(source);
  make.makeFolder(target);
  for (let i = 0; i < files; i++) make.makeFile(`${source}/${i}`, make.pattern(bytes, i));
  return { source, target };
}

/** Bytes below a folder. */
function bytesIn(folder: string): number {
  let bytes = 0;
  for (const { name } of Deno.readDirSync(folder)) bytes += Deno.statSync(`${folder}/${name}`).size;
  return bytes;
}

/** What was there at some moment between `from` and `to`, which lie apart where the watcher was held up. */
interface Sample {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
}

/** Looks at a run from the moment at which the first byte moved. */
async function watch(target: string, isDone: () => boolean): Promise<Sample[]> {
  await until("the first byte", () => bytesIn(target) > 0);
  const samples: Sample[] = [];
  while (!isDone()) {
    const from = performance.now();
    const bytes = bytesIn(target);
    samples.push({ from, to: performance.now(), bytes });
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  }
  return samples;
}

/** The least and the most bytes a second that any five seconds held, as far as the samples prove it. */
function extremes(samples: readonly Sample[]): { windows: number; least: number; most: number } {
  let windows = 0, least = Infinity, most = 0;
  samples.forEach((first, i) => {
    const end = samples.findIndex(({ from }) => from >= first.to + WINDOW_MS);
    if (end < 0) return;
    const last = samples[end], moved = last.bytes - first.bytes;
    most = Math.max(most, moved / (last.to - first.from) * 1000);
    if (hasStall(samples.slice(i, end + 1))) return; // a machine that stands still moves nothing
    windows++;
    least = Math.min(least, moved / (last.from - first.to) * 1000);
  });
  return { windows, least, most };
}

/** Whether the watcher, which does next to nothing, was kept from its work, and so perhaps ferry from its own. */
function hasStall(samples: readonly Sample[]): boolean {
  return samples.some(({ to }, i) => i > 0 && to - samples[i - 1].from > SAMPLE_MS + STALL_MS);
}

Deno.test("--bwlimit is honoured within 5 % over any 5 s, by all workers together", async () => {
  const rate = 4 * MIB;
  for (let windows = 0, runs = 0; windows < 20; runs++) {
    assertLess(runs, 5, "the machine stood still again and again");
    const { source, target } = makeSource(`rate${runs}`, 6, 28 * MIB / 6);
    let isDone = false;
    const run = startFerry(["mirror", "--inplace", "-j3", "--bwlimit=4M", source, target]);
    run.finished.then(() => isDone = true);
    const found = extremes(await watch(target, () => isDone));
    expectSuccess(await run.finished);
    assertLessOrEqual(found.most, rate * (1 + TOLERANCE));
    assertGreaterOrEqual(found.least, rate * (1 - TOLERANCE));
    assertEquals(await judge(source, target), []);
    windows = found.windows;
  }
});

Deno.test("--bwlimit wins over --zero-copy, says so once, and reads and writes", async () => {
  const { source, target } = makeSource("zero", 2, 100_000);
  const { code, stdout, stderr } = await ferry(
    "mirror",
    "--bwlimit=100M",
    "--zero-copy",
    "--stats",
    source,
    target,
  );
  assertEquals(code, 0);
  assertEquals(
    stderr,
    "ferry: --bwlimit wins over --zero-copy: bytes are read and written, at its rate\n",
  );
  assert(/files by read_write: +2\n/.test(stdout), stdout);
});

Deno.test("--bwlimit: a slow run of one file stops when it is told to, not when it is done", async () => {
  const { source, target } = makeSource("stop", 1, 36_000_000); // an hour's work
  const run = startFerry(["mirror", "--inplace", "--bwlimit=10K", source, target]);
  await until("the first byte", () => bytesIn(target) > 0);
  run.kill("SIGINT");
  assertEquals((await stopped(run)).code, 130);
});
