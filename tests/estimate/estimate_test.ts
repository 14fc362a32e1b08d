// Estimates of runs whose true costs are known, beside the naive way of it: the mean rate of past runs.

import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { estimate } from "../../lib/estimate/estimate.ts";
import type { RunRecord } from "../../lib/estimate/run_record.ts";
import { type Way, wayOf } from "../../lib/estimate/way.ts";
import type { Work } from "../../lib/estimate/work.ts";
import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import { randomNumbers } from "../support/torture.ts";

const DISK = { type: "ext4", device: "8:1" }, MEMORY = { type: "tmpfs", device: null };
const ON_DISK = { from: DISK, to: DISK };
const MIRROR = wayOf("mirror", DEFAULT_OPTIONS, ON_DISK);
const NOTHING: Work = {
  entries: 0,
  files: 0,
  bytes: 0,
  bytesCompared: 0,
  foldersCreated: 0,
  metadataUpdated: 0,
  removed: 0,
};
const SMALL_FILES = { entries: 10_100, files: 10_000, bytes: 4e7, foldersCreated: 100 };
const LARGE_FILE = { entries: 1, files: 1, bytes: 2e9 };
const NO_OP = { entries: 50_000 };
const MIXED = {
  entries: 20_000,
  files: 900,
  bytes: 3e8,
  foldersCreated: 20,
  metadataUpdated: 100,
  removed: 300,
};
const WORKS = [SMALL_FILES, LARGE_FILE, NO_OP, MIXED].map((work): Work => ({
  ...NOTHING,
  ...work,
}));

/** A machine: seconds of the start, of an entry, a file, a byte, a folder, a removal. */
interface Machine {
  readonly start: number;
  readonly entry: number;
  readonly file: number;
  readonly byte: number;
}
const FAST: Machine = { start: 0.01, entry: 2e-6, file: 20e-6, byte: 0.4e-9 };
const SLOW: Machine = { start: 0.1, entry: 700e-6, file: 9e-3, byte: 4e-9 };
/** Slow calls and fast bytes: the opposite of what is assumed. */
const ODD: Machine = { start: 0.02, entry: 30e-6, file: 900e-6, byte: 0.1e-9 };

function secondsOn({ start, entry, file, byte }: Machine, work: Work): number {
  return start + entry * work.entries + file * work.files + byte * work.bytes +
    file * (work.foldersCreated + work.removed / 3 + work.metadataUpdated / 2);
}

function recordOf(work: Work, seconds: number, way: Way = MIRROR): RunRecord {
  return {
    ...way,
    ...work,
    at: "2026-01-02T03:04:05Z",
    outcome: "done",
    durationMs: seconds * 1000,
    bytesShared: 0,
    filesUnchanged: 0,
    filesFailed: 0,
    filesVerified: 0,
    methods: {},
  };
}

/** Twenty runs, five of each work, of different sizes; times scatter by a tenth. */
function twentyRuns(machine: Machine): RunRecord[] {
  const next = randomNumbers(5);
  return Array.from({ length: 20 }, (_, i) => {
    const work = scaled(WORKS[i % 4], 0.2 + next());
    return recordOf(work, secondsOn(machine, work) * (0.9 + 0.2 * next()));
  });
}

function scaled(work: Work, factor: number): Work {
  const entries = Object.entries(work).map(([name, n]) => [name, Math.ceil(n * factor)]);
  return Object.fromEntries(entries);
}

/** By the mean rate of past runs: bytes where there are any, else entries. */
function naive(work: Work, history: readonly RunRecord[]): number {
  const sum = (of: (run: RunRecord) => number) => history.reduce((all, run) => all + of(run), 0);
  const seconds = sum(({ durationMs }) => durationMs / 1000);
  return work.bytes > 0
    ? work.bytes / (sum(({ bytes }) => bytes) / seconds)
    : work.entries / (sum(({ entries }) => entries) / seconds);
}

for (const [name, machine] of Object.entries({ FAST, SLOW, ODD })) {
  Deno.test(`estimate: after twenty runs on a machine that is ${name}: right within a fifth, and better than the mean rate`, () => {
    const history = twentyRuns(machine);
    const misses = WORKS.map((work) => {
      const truth = secondsOn(machine, work);
      const { seconds, low, high, runs } = estimate(work, MIRROR, history);
      assertEquals(runs, 20);
      const context = `${JSON.stringify(work)}: ${low} < ${seconds} < ${high}, truly ${truth}`;
      assertLess(Math.abs(seconds / truth - 1), 0.2, context);
      assert(low <= truth && truth <= high, context);
      assert(high / low < 2.5, context);
      return [Math.abs(seconds / truth - 1), Math.abs(naive(work, history) / truth - 1)];
    });
    const mean = (at: number) => misses.reduce((sum, pair) => sum + pair[at], 0) / misses.length;
    assertLess(mean(0), mean(1) / 2);
  });

  Deno.test(`estimate: one run on a machine that is ${name} tells of another like it`, () => {
    for (const work of WORKS) {
      const seconds = secondsOn(machine, work);
      const told = estimate(scaled(work, 2), MIRROR, [recordOf(work, seconds)]);
      assertLess(Math.abs(told.seconds / secondsOn(machine, scaled(work, 2)) - 1), 0.3);
    }
  });
}

Deno.test("estimate: the times of four of five runs lie within the bounds", () => {
  const next = randomNumbers(11);
  let within = 0, all = 0;
  for (let round = 0; round < 20; round++) {
    const history: RunRecord[] = [];
    for (let i = 0; i < 30; i++) {
      const work = scaled(WORKS[i % 4], 0.2 + next());
      const seconds = secondsOn(ODD, work) * Math.exp(0.5 * (next() + next() + next() - 1.5));
      if (i > 10) {
        const { low, high } = estimate(work, MIRROR, history);
        within += low <= seconds && seconds <= high ? 1 : 0;
        all++;
      }
      history.push(recordOf(work, seconds));
    }
  }
  assertGreater(within / all, 0.72);
  assertLess(within / all, 0.95);
});

Deno.test("estimate: without a run the bounds are far apart, and work of more takes longer", () => {
  const [small, , noOp] = WORKS;
  const { seconds, low, high, runs } = estimate(small, MIRROR, []);
  assertEquals(runs, 0);
  assertGreater(high / low, 5);
  assertGreater(seconds, estimate(noOp, MIRROR, []).seconds);
  const sshfs = { type: "fuse.sshfs", device: null };
  const remote = estimate(small, { ...MIRROR, to: sshfs }, []);
  assertGreater(remote.seconds, 10 * seconds);
});

Deno.test("estimate: runs between other file systems, of another kind and broken off say nothing", () => {
  const [work] = WORKS;
  const none = estimate(work, MIRROR, []);
  const others = [
    recordOf(work, 100, { ...MIRROR, to: MEMORY }),
    recordOf(work, 100, { ...MIRROR, from: MEMORY }),
    recordOf(work, 100, { ...MIRROR, command: "verify" }),
    recordOf(work, 100, { ...MIRROR, command: "move" }),
    { ...recordOf(work, 100), outcome: "cancelled" as const },
    { ...recordOf(work, 100), outcome: "stopped" as const },
  ];
  assertEquals(estimate(work, MIRROR, others), none);
});

Deno.test("estimate: a run with the same options and on the same disk counts more than others", () => {
  const [work] = WORKS;
  const way = wayOf("copy", { ...DEFAULT_OPTIONS, fsync: true }, ON_DISK);
  const usb = { type: "ext4", device: "8:17" };
  const others = [MIRROR, { ...way, to: usb }].flatMap((other) =>
    Array.from({ length: 5 }, () => recordOf(work, 1, other))
  );
  const own = recordOf(work, 10, way), again = recordOf(work, 10, way);
  const { seconds } = estimate(work, way, [...others, own, again]);
  assertGreater(seconds, 5);
  assertLess(estimate(work, MIRROR, [...others, own, again]).seconds, 2);
});

Deno.test("estimate: one run in five that something disturbed does not spoil it", () => {
  const [work] = WORKS;
  const history = Array.from({ length: 15 }, (_, i) => recordOf(work, i % 5 === 2 ? 20 : 1));
  assertLess(estimate(work, MIRROR, history).seconds, 2);
});

Deno.test("estimate: what a machine has become counts more than what it was", () => {
  const [work] = WORKS;
  const runs = (seconds: number, count: number) =>
    Array.from({ length: count }, () => recordOf(work, seconds));
  assertLess(estimate(work, MIRROR, [...runs(10, 60), ...runs(1, 60)]).seconds, 2);
});

Deno.test("estimate: nothing is faster than its bandwidth limit, and nothing at all takes some time", () => {
  const [, large] = WORKS;
  const limited = { ...DEFAULT_OPTIONS, bandwidthLimit: 1_000_000 };
  const { seconds, low } = estimate(large, wayOf("copy", limited, ON_DISK), []);
  assertEquals([seconds, low], [2000, 2000]);
  const nothing = estimate(NOTHING, MIRROR, []);
  assert(nothing.seconds > 0 && Number.isFinite(nothing.high));
});
