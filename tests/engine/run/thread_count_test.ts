// How the number of threads follows what they wait for, on storage of many kinds.

import { assertEquals, assertLess } from "@std/assert";
import {
  type Sample,
  ThreadCount,
  type ThreadLimits,
} from "../../../lib/engine/run/thread_count.ts";

const TWO_PROCESSORS: ThreadLimits = { base: 2, processors: 2, most: 32 };

/** What so many threads do in a second: work, and the shares of their time for which they wait, or have no job. */
interface Doing {
  readonly rate: number;
  readonly waits: number;
  readonly idle?: number;
}

/** Storage by what so many threads do on it after so many milliseconds. */
type Storage = (threads: number, atMs: number) => Doing;

const LOOK_MS = 50;

/** The numbers of threads that a run of so long has, each once: one more thread comes with each look. */
function numbers(storage: Storage, limits = TWO_PROCESSORS, durationMs = 10_000): number[] {
  const count = new ThreadCount(limits);
  const seen = [limits.base];
  let threads = limits.base;
  for (let atMs = 0; atMs < durationMs; atMs += LOOK_MS) {
    const { rate, waits, idle = 0 } = storage(threads, atMs);
    const workedMs = threads * LOOK_MS * (1 - idle);
    const sample: Sample = {
      threads,
      ms: LOOK_MS,
      workedMs,
      waitedMs: workedMs * waits,
      work: rate * LOOK_MS / 1000,
    };
    count.add(sample);
    if (count.wanted !== seen.at(-1)) seen.push(count.wanted);
    if (threads < count.wanted) threads++;
  }
  return seen;
}

/** Each call waits for so long, however many there are. */
const distant: Storage = (threads) => ({ rate: threads * 100, waits: 0.95 });

/** Storage that serves so many calls at a time. */
function serving(most: number): Storage {
  return (threads) => ({ rate: 100 * Math.min(threads, most), waits: 0.95 });
}

const CASES: readonly (readonly [
  name: string,
  expected: readonly number[],
  storage: Storage,
  limits?: ThreadLimits,
])[] = [
  ["fast storage keeps the processors busy", [2], () => ({ rate: 50_000, waits: 0.05 })],
  ["threads that wait for half of their time at most", [2], () => ({ rate: 5000, waits: 0.5 })],
  ["calls that wait, and as many are served as come", [2, 4, 8, 16, 32], distant],
  ["a disk that serves one call at a time", [2, 4], serving(1)],
  ["a server that serves four calls at a time", [2, 4, 8], serving(4)],
  ["a server that serves ten calls at a time", [2, 4, 8, 16, 32], serving(10)],
  ["each thread slows the others", [2, 3], (threads) => ({ rate: 400 / threads, waits: 0.9 })],
  [
    "calls that wait for three quarters of the time, and as many are served as come",
    [2, 3, 5, 8, 12, 18, 27, 32],
    (threads) => ({ rate: threads * 100, waits: 0.75 }),
  ],
  ["no jobs for more", [2], (threads) => ({ rate: 100 * threads, waits: 0.9, idle: 0.4 })],
  [
    "jobs for five threads",
    [2, 3, 5, 8],
    (threads) => ({
      rate: 100 * Math.min(threads, 5),
      waits: 0.9,
      idle: 1 - 5 / Math.max(threads, 5),
    }),
  ],
  [
    "calls of a second each, before any file is done",
    [2, 4, 8, 16, 32],
    () => ({ rate: 0, waits: 1 }),
  ],
  [
    "what was fast becomes slow",
    [2, 4, 8, 16, 32],
    (threads, atMs) => atMs < 4000 ? { rate: 50_000, waits: 0 } : distant(threads, atMs),
  ],
  [
    "a disk that is replaced by a server is tried again after a while",
    [2, 4, 8, 16, 32],
    (threads, atMs) => (atMs < 1500 ? serving(1) : distant)(threads, atMs),
  ],
  ["as many as were asked for, whatever they wait for", [4], distant, {
    base: 4,
    processors: 2,
    most: 4,
  }],
  ["one processor", [1, 2, 4, 8, 16, 32], distant, { base: 1, processors: 1, most: 32 }],
  [
    "many processors that all bring something",
    [8, 12, 18],
    (threads) => ({ rate: 1000 * Math.min(threads, 16), waits: 0.1 }),
    { base: 8, processors: 16, most: 32 },
  ],
  [
    "many processors of which eight are as much as the memory takes",
    [8, 12],
    (threads) => ({ rate: 1000 * Math.min(threads, 8), waits: 0.1 }),
    { base: 8, processors: 64, most: 32 },
  ],
];

for (const [name, expected, storage, limits] of CASES) {
  Deno.test(`ThreadCount: ${name}: ${expected.join(", ")}`, () => {
    assertEquals(numbers(storage, limits), expected);
  });
}

Deno.test("ThreadCount: steps that bring nothing become rare", () => {
  // Its throughput goes up and down all the time, whatever the number of threads.
  const uneven: Storage = (_, atMs) => ({ rate: atMs % 2000 < 1000 ? 100 : 300, waits: 0.95 });
  const tried = (durationMs: number) => numbers(uneven, TWO_PROCESSORS, durationMs).length - 1;
  const [short, longer, longest] = [1000, 10_000, 60_000].map(tried);
  assertEquals(short, 1);
  assertLess(longer, 5);
  assertLess(longest, 8);
});

Deno.test("ThreadCount: what happens while threads start is no measure of them", () => {
  const count = new ThreadCount(TWO_PROCESSORS);
  const waiting = { ms: 100, workedMs: 200, waitedMs: 190, work: 100 };
  for (let i = 0; i < 10; i++) count.add({ threads: 1, ...waiting });
  assertEquals(count.wanted, 2);
  count.add({ threads: 2, ...waiting });
  assertEquals(count.wanted, 4);
});

Deno.test("ThreadCount: one look is enough where each thread did much", () => {
  const look = { threads: 2, ms: 50, workedMs: 100, waitedMs: 95 };
  for (const [work, wanted] of [[31, 2], [32, 4]]) {
    const count = new ThreadCount(TWO_PROCESSORS);
    count.add({ ...look, work });
    assertEquals(count.wanted, wanted, `${work} waits`);
  }
});

Deno.test("ThreadCount.expected: the most as long as nothing speaks against it, else those at work", () => {
  const waiting = { ms: 100, workedMs: 200, waitedMs: 190, work: 100 };
  const waits = new ThreadCount(TWO_PROCESSORS);
  assertEquals(waits.expected, 32);
  waits.add({ threads: 2, ...waiting });
  assertEquals([waits.wanted, waits.expected], [4, 32]);
  for (let i = 0; i < 5; i++) waits.add({ threads: 4, ...waiting, workedMs: 400, waitedMs: 370 });
  assertEquals([waits.wanted, waits.expected], [4, 4]); // the others have brought nothing
  const isBusy = new ThreadCount(TWO_PROCESSORS);
  isBusy.add({ threads: 2, ...waiting, waitedMs: 10 });
  assertEquals(isBusy.expected, 2);
  const hasNoJobs = new ThreadCount(TWO_PROCESSORS);
  hasNoJobs.add({ threads: 2, ...waiting, workedMs: 100, waitedMs: 95 });
  assertEquals(hasNoJobs.expected, 2);
});

Deno.test("ThreadCount.expected: one look at threads that do not wait is enough, however little they did", () => {
  const look = { threads: 2, ms: 50, workedMs: 100, work: 0 };
  const isBusy = new ThreadCount(TWO_PROCESSORS);
  isBusy.add({ ...look, waitedMs: 5 });
  assertEquals(isBusy.expected, 2);
  const waits = new ThreadCount(TWO_PROCESSORS);
  waits.add({ ...look, waitedMs: 95 });
  assertEquals(waits.expected, 32);
});
