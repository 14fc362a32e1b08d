// Who copies large files: one alone is the main thread's, with pauses, so that no worker must start for it;
// where there is more to do, workers take them. Either way each arrives whole or not at all.

import { assert, assertEquals } from "@std/assert";
import { SMALLEST_HAND_OVER } from "../../lib/thresholds.ts";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { ferryTraced } from "../support/trace.ts";

const LARGE = `head -c ${SMALLEST_HAND_OVER + 12_345} /dev/urandom`;
/** In the middle and at the end of the file. */
const HOLES =
  "fallocate -p -o 1M -l 9M s/large; fallocate -p -o 20M -l 3M s/large; truncate -s +30M s/large";
const noStrace = needsRoot() ?? needsPrograms("strace", "rsync");

/** Runs ferry in `dir` and checks that `s` and `t` are equal; which threads moved bytes, and how many there were. */
async function tracedMirror(dir: string, ...flags: string[]) {
  const { code, stderr, calls } = await ferryTraced(
    { calls: "copy_file_range,pwrite64,clone3", below: "" },
    "mirror",
    ...flags,
    `${dir}/s`,
    `${dir}/t`,
  );
  assertEquals([code, stderr], [0, ""]);
  assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  const moving = calls.filter(({ name, text }) => name !== "clone3" && text.includes(`${dir}/t`));
  const starting = calls.filter(({ name }) => name === "clone3");
  return { movers: new Set(moving.map(({ thread }) => thread)), starters: starting };
}

const ALONE: readonly (readonly [what: string, build: string, flags: readonly string[]])[] = [
  ["new", "", []],
  ["replacing another", "echo old >t/large", []],
  ["written in place", "echo old >t/large", ["--inplace"]],
  ["by read and write", "", ["--no-zero-copy"]],
  ["with a single lane", "", ["-j1"]],
  ["with holes", HOLES, []],
  ["with holes, written over one without", `cp s/large t/; ${HOLES}`, ["--inplace"]],
  ["in a folder below", "mkdir s/below; mv s/large s/below/", []],
];

for (const [what, build, flags] of ALONE) {
  testOrSkip(`a large file alone, ${what}: the main thread copies it`, noStrace, async () => {
    await withScratch(async (dir) => {
      sh(`mkdir s t; ${LARGE} >s/large; ${build}`, dir);
      const { movers, starters } = await tracedMirror(dir, ...flags);
      assertEquals(movers.size, 1);
      const [mover] = movers;
      // Deno's own threads are started by the first thread; strace names its files by thread.
      assert(starters.every(({ thread }) => thread === mover), "a worker moved the bytes");
    });
  });
}

testOrSkip("large files among others: workers take part, and all arrive", noStrace, async () => {
  await withScratch(async (dir) => {
    sh(`mkdir -p s/{a,b} t; for name in s/a/{1,2} s/b/{1,2}; do ${LARGE} >$name; done`, dir);
    sh("for i in {1..500}; do echo $i >s/b/small$i; done", dir);
    const { movers } = await tracedMirror(dir, "-j2");
    assertEquals(movers.size, 2);
  });
});

testOrSkip("a large file with several names is copied once", noStrace, async () => {
  await withScratch(async (dir) => {
    sh(`mkdir -p s/below t; ${LARGE} >s/one; ln s/one s/two; ln s/one s/below/three`, dir);
    await tracedMirror(dir);
    assertEquals(sh("stat -c %h t/one", dir), "3\n");
  });
});

for (const old of ["", "echo old >t/large"]) {
  testOrSkip(
    `a disk that fills up in a large file alone${
      old && " that replaces another"
    }: exit 4, nothing half`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        sh(`mkdir s t; mount -t tmpfs -o size=16m none t; ${LARGE} >s/large; ${old}`, dir);
        const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
        assertEquals(code, 4, stderr);
        assert(/ENOSPC/.test(stderr), stderr);
        assertEquals(leftovers(`${dir}/t`), "");
        assertEquals(sh("cat t/* 2>/dev/null || true", dir), old && "old\n");
      });
    },
  );
}
