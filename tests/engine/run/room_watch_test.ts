// A lack of room is told before anything is touched; a run that fits is never warned, however narrowly it does: the
// kernel says what fits, by a tmpfs of just the size that the same run has filled before.

import { assertEquals, assertMatch } from "@std/assert";
import type { RunEvent } from "../../../lib/events.ts";
import { copy, mirror, type Path, type RunOptions, type Summary } from "../../support/runs.ts";
import { needsPrograms, needsRoot } from "../../support/mounts.ts";
import { sh, withScratch } from "../../support/safety.ts";
import { testOrSkip } from "../../support/skip.ts";

const needsMkfsXfs = needsRoot() ?? needsPrograms("mkfs.xfs");

/** Mounts a tmpfs of so many bytes, or of another size from now on. */
const mount = (dir: string, size: number, more = "") =>
  sh(
    `mkdir -p t; mountpoint -q t || mount -t tmpfs none t; mount -o remount,size=${size}${more} t`,
    dir,
  );

const usedBytes = (dir: string) => Number(sh(`df -B1 --output=used t | tail -1`, dir));

interface Told {
  readonly summary: Summary;
  /** The warnings, and whether one came before the first operation. */
  readonly warnings: string[];
  readonly cameFirst: boolean;
}

async function run(dir: string, options: RunOptions = {}, what = mirror): Promise<Told> {
  const events: RunEvent[] = [];
  const summary = await what(`${dir}/s`, `${dir}/t`, {
    ...options,
    reportOperations: true,
    onEvent: (event) => void events.push(event),
  });
  const isWarning = (event: RunEvent) =>
    event.type === "notice" && event.message.includes("too little room");
  const warnings = events.filter(isWarning).map((event) => "message" in event ? event.message : "");
  const first = events.findIndex(({ type }) => type === "operation");
  const at = events.findIndex(isWarning);
  return { summary, warnings, cameFirst: at >= 0 && (first < 0 || at < first) };
}

/** What SOURCE and DEST hold, and with which options they are mirrored: [what, how both are made, options]. */
const FITTING: readonly (readonly [string, string, RunOptions?])[] = [
  ["new files", "mkdir -p s/a/b; for i in 1 2 3; do head -c 700000 /dev/zero >s/a/b/$i; done"],
  ["files with several names", "mkdir s; head -c 900000 /dev/zero >s/x; ln s/x s/y; ln s/x s/z"],
  ["holes", "mkdir s; truncate -s 1G s/x; head -c 300000 /dev/zero >>s/x; truncate -s 3M s/y"],
  [
    "files that take the place of others, one after the other",
    "mkdir s; for i in 1 2 3 4 5 6; do head -c 400000 /dev/zero >s/$i; head -c 390000 /dev/zero >t/$i; done",
    { jobs: 1 },
  ],
  [
    "files that are excluded, or stay as they are",
    "mkdir s; head -c 9000000 /dev/zero >s/x; head -c 500 /dev/zero >s/y; head -c 800000 /dev/zero >s/z; head -c 9 /dev/zero >t/z",
    { filters: [{ include: false, pattern: "x" }], ignoreExisting: true },
  ],
  [
    "what is there already but for its times",
    "mkdir s; head -c 3000000 /dev/zero >s/x; head -c 3000000 /dev/zero >t/x; touch -d @1 t/x; head -c 90 /dev/zero >s/y; cp -p s/y t",
    { comparison: "size-only" },
  ],
];

for (const [what, build, options] of FITTING) {
  testOrSkip(`mirror: no warning where it fits to the block: ${what}`, needsRoot(), async () => {
    await withScratch(async (dir) => {
      const peak = await peakOf(dir, build, options);
      sh("rm -rf s t/*", dir);
      sh(build, dir);
      mount(dir, peak);
      for (const dryRun of [true, false]) {
        const { summary, warnings } = await run(dir, { ...options, dryRun });
        assertEquals([summary.outcome, warnings], ["done", []]);
      }
    });
  });
}

/** The least size of a tmpfs in which the run comes to its end. */
async function peakOf(dir: string, build: string, options?: RunOptions): Promise<number> {
  mount(dir, 1 << 30);
  sh(build, dir);
  const before = usedBytes(dir);
  const { summary } = await run(dir, options);
  assertEquals(summary.outcome, "done");
  // While one file takes the place of another both are there.
  const beside = summary.filesReplaced === 0 ? 0 : 400_000 + 4096;
  return Math.max(before, usedBytes(dir)) + beside;
}

testOrSkip(
  "mirror: warns once and before anything is touched, and the old stays",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      mount(dir, 4 << 20);
      sh("mkdir s; for i in 1 2 3 4 5 6; do head -c 1000000 /dev/zero >s/$i; done", dir);
      sh("head -c 5000 /dev/zero >t/3; touch t/gone", dir);
      const planned = await run(dir, { dryRun: true });
      assertEquals([planned.summary.outcome, planned.warnings.length], ["done", 1]);
      const { summary, warnings, cameFirst } = await run(dir);
      assertEquals([summary.outcome, warnings.length, cameFirst], ["stopped", 1, true]);
      assertMatch(warnings[0], /more is needed than the 4\.0 MiB that are free .*exit code 4/);
      assertEquals(sh("ls t/gone; stat -c %s t/3", dir).split("\n")[0], "t/gone");
      mount(dir, 16 << 20);
      const roomy = await run(dir);
      assertEquals([roomy.summary.outcome, roomy.warnings], ["done", []]);
    });
  },
);

testOrSkip(
  "mirror: warns first, also where others keep the processors busy",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      mount(dir, 4 << 20);
      sh("mkdir s; for i in {1..60}; do head -c 100000 /dev/zero >s/$i; done", dir);
      const now = performance.now;
      let waited = 0;
      performance.now = () => now.call(performance) + (waited += 2);
      try {
        const { warnings, cameFirst } = await run(dir);
        assertEquals([warnings.length, cameFirst], [1, true]);
      } finally {
        performance.now = now;
      }
    });
  },
);

testOrSkip("mirror: warns first, also of what thousands of files need", needsRoot(), async () => {
  await withScratch(async (dir) => {
    mount(dir, 150 << 20);
    sh("mkdir s; head -c 200000000 /dev/zero | split -b 50000 -a 4 - s/", dir);
    const now = performance.now;
    let at = now.call(performance);
    performance.now = () => at += 0.05; // 6 µs a file
    try {
      const { summary, warnings, cameFirst } = await run(dir, { jobs: 1 });
      assertEquals([summary.outcome, warnings.length, cameFirst], ["stopped", 1, true]);
    } finally {
      performance.now = now;
    }
  });
});

testOrSkip("copy: warns of too few entries; with --swap all is new", needsRoot(), async () => {
  await withScratch(async (dir) => {
    mount(dir, 4 << 20, ",nr_inodes=12");
    sh("mkdir s; touch s/{1..20}", dir);
    const { summary, warnings } = await run(dir, { delete: false });
    assertEquals([summary.outcome, warnings.length], ["stopped", 1]);
    assertMatch(warnings[0], /more is needed than the 1[01] entries that are free/);
  });
  await withScratch(async (dir) => {
    mount(dir, 4 << 20);
    sh(
      "mkdir -p s t/d; for i in 1 2 3; do head -c 1000000 /dev/zero >s/$i; head -c 999999 /dev/zero >t/d/$i; done",
      dir,
    );
    const [plain, swapped] = [`${dir}/t/d`, `${dir}/t/d`];
    const warned: string[] = [];
    const onEvent = (event: RunEvent) => {
      if (event.type === "notice") warned.push(event.message);
    };
    await mirror(`${dir}/s`, swapped, { swap: true, onEvent });
    assertMatch(warned[0] ?? "", /too little room/);
    warned.length = 0;
    const { outcome } = await mirror(`${dir}/s`, plain, { jobs: 1, onEvent });
    assertEquals([outcome, warned], ["done", []]);
  });
});

// Where DEST is not there yet, neither a dry run nor a swap has a folder to ask: the one above it tells.
testOrSkip(
  "mirror: warns as well of a DEST that it does not make at first",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s; for i in 1 2 3; do head -c 1000000 /dev/zero >s/$i; done", dir);
      for (const [size, warns] of [[2 << 20, 1], [4 << 20, 0]]) {
        mount(dir, size);
        for (const options of [{ dryRun: true }, { swap: true }, { swap: true, dryRun: true }]) {
          sh("rm -rf t/*", dir);
          const into: typeof mirror = (from, to, more) => mirror(from, `${to}/new`, more);
          const { summary, warnings } = await run(dir, options, into);
          assertEquals(warnings.length, warns, JSON.stringify(options));
          const stops = warns > 0 && options.dryRun !== true;
          assertEquals(summary.outcome, stops ? "stopped" : "done");
        }
      }
    });
  },
);

testOrSkip("mirror -n: a clone to a new DEST needs no room", needsMkfsXfs, async () => {
  await withScratch(async (dir) => {
    sh("truncate -s 320M image; mkfs.xfs -q image; mkdir m; mount -o loop image m; mkdir m/s", dir);
    sh("head -c 200M /dev/zero >m/s/a", dir);
    const into: typeof mirror = (_, __, more) => mirror(`${dir}/m/s`, `${dir}/m/new`, more);
    for (const options of [{ dryRun: true }, { swap: true }]) {
      assertEquals((await run(dir, options, into)).warnings, []);
    }
  });
});

testOrSkip(
  "copy: a file that is larger than the room is told of, by its size alone",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      mount(dir, 1 << 20);
      sh("head -c 2000000 /dev/zero >s", dir);
      const placed = (source: Path, dest: Path, options?: RunOptions) =>
        copy(source, dest, { ...options, placement: "into" });
      const { summary, cameFirst } = await run(dir, {}, placed);
      assertEquals([summary.outcome, cameFirst], ["stopped", true]);
      assertEquals(sh("ls t", dir), "");
    });
  },
);
