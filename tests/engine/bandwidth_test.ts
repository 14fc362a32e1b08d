// `--bwlimit`: files written in place are watched from outside while ferry runs, and no five seconds
// may hold more or less than the limit allows. All workers share it.

import { assert, assertEquals, assertGreater } from "@std/assert";
import * as make from "../support/entries.ts";
import { expectSuccess, ferry } from "../support/ferry.ts";
import { startFerry, until } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { makeScratch } from "../support/scratch.ts";

const MIB = 1024 * 1024;
const WINDOW_MS = 5000;
const SAMPLE_MS = 20;
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

/** Bytes that moved in each five seconds of a run, from the moment at which the first did. */
async function watch(target: string, isDone: () => boolean): Promise<number[]> {
  await until("the first byte", () => bytesIn(target) > 0);
  const samples: (readonly [number, number])[] = [];
  while (!isDone()) {
    samples.push([performance.now(), bytesIn(target)]);
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  }
  const rates: number[] = [];
  for (const [from, before] of samples) {
    const later = samples.find(([at]) => at >= from + WINDOW_MS);
    if (later !== undefined) rates.push((later[1] - before) / (later[0] - from) * 1000);
  }
  return rates;
}

Deno.test("--bwlimit is honoured within 5 % over any 5 s, by all workers together", async () => {
  const rate = 4 * MIB;
  const { source, target } = makeSource("rate", 6, 28 * MIB / 6);
  let isDone = false;
  const run = startFerry(["mirror", "--inplace", "-j3", "--bwlimit=4M", source, target]);
  const finished = run.finished.then((outcome) => {
    isDone = true;
    return outcome;
  });
  const rates = await watch(target, () => isDone);
  expectSuccess(await finished);
  assertGreater(rates.length, 20);
  const [least, most] = [Math.min(...rates), Math.max(...rates)];
  assert(most <= rate * (1 + TOLERANCE), `${most} bytes/s of ${rate}`);
  assert(least >= rate * (1 - TOLERANCE), `${least} bytes/s of ${rate}`);
  assertEquals(await judge(source, target), []);
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

Deno.test("--bwlimit: a slow run of one small file stops within half a second", async () => {
  const { source, target } = makeSource("stop", 1, 100_000);
  const run = startFerry(["mirror", "--inplace", "--bwlimit=10K", source, target]);
  await until("the first byte", () => bytesIn(target) > 0);
  const asked = performance.now();
  run.kill("SIGINT");
  assertEquals((await run.finished).code, 130);
  assert(performance.now() - asked < 500, `${performance.now() - asked} ms`);
});
