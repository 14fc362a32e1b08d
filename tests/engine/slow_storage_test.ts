// Storage that makes each call wait, as a network's: a FUSE file system counts how many calls wait at one time.

import { assertEquals, assertGreaterOrEqual, assertLessOrEqual } from "@std/assert";
import { mirror, verify } from "../support/runs.ts";
import { makeFaulty, needsFuse, whileSlow } from "../support/faulty.ts";
import { judge } from "../support/judge.ts";
import { sh } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

/** What a call takes longer: so much that a busy machine makes no difference. */
const CALL_MICROSECONDS = 10_000;
/** Calls at a time that the default must reach: twice what the processors of a small machine would bring. */
const LEAST_AT_A_TIME = 4;

const MANY_FOLDERS = `for d in $(seq 20); do
    mkdir -p s/$d/below
    for f in 1 2 3; do echo $d $f > s/$d/$f; cp s/$d/$f s/$d/below; done
  done
  chmod 500 s/7; ln s/1/1 s/9/linked`;
const ONE_FOLDER = `mkdir -p s/one
  for f in $(seq 200); do echo $f > s/one/$f; done
  chmod 555 s/one; ln s/one/3 s/one/linked`;

const scratch = makeScratch("ferry-slow-");
const faulty = needsFuse() === null ? makeFaulty(scratch) : "";

/** A folder with a source `s`, and `m` for mounting. */
function makeTree(commands: string): string {
  const dir = Deno.makeTempDirSync({ dir: scratch });
  sh(`${commands}; mkdir m t`, dir);
  return dir;
}

/** Linux makes the names of one folder one after the other, so that copies there gain little. */
const CASES = [
  {
    name: "many folders",
    commands: MANY_FOLDERS,
    files: 121,
    microseconds: CALL_MICROSECONDS,
    copies: LEAST_AT_A_TIME,
  },
  { name: "one folder", commands: ONE_FOLDER, files: 201, microseconds: 1000, copies: 2 },
];

for (const { name, commands, files, microseconds, copies } of CASES) {
  testOrSkip(
    `mirror, verify: files of ${name} on slow storage are done by many threads, and rightly`,
    needsFuse(),
    async () => {
      const dir = makeTree(commands);
      const [source, dest] = [`${dir}/m/s`, `${dir}/m/t`];
      const copied = await slowly(dir, microseconds, () => mirror(source, dest));
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
      const unchanged = await slowly(dir, CALL_MICROSECONDS, async () => {
        const { filesUnchanged, filesCopied } = await mirror(source, dest);
        assertEquals([filesUnchanged, filesCopied], [files, 0]);
      });
      const verified = await slowly(dir, CALL_MICROSECONDS, async () => {
        assertEquals((await verify(source, dest)).differences, 0);
      });
      assertGreaterOrEqual(copied, copies, "a copy");
      assertGreaterOrEqual(unchanged, LEAST_AT_A_TIME, "nothing to do");
      assertGreaterOrEqual(verified, LEAST_AT_A_TIME, "a verification");
    },
  );
}

testOrSkip(
  "mirror: with --jobs so many threads and no more, however slow the storage",
  needsFuse(),
  async () => {
    const dir = makeTree(MANY_FOLDERS);
    const most = await slowly(dir, 1000, () => mirror(`${dir}/m/s`, `${dir}/m/t`, { jobs: 3 }));
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    assertLessOrEqual(most, 3);
  },
);

testOrSkip(
  "mirror: 32 threads do every folder and file once, and most of them at a time",
  needsFuse(),
  async () => {
    const commands = `for d in $(seq 64); do
        mkdir -p s/$d; for f in $(seq 3); do echo $d $f > s/$d/$f; done
      done`;
    const dir = makeTree(commands);
    const most = await slowly(dir, CALL_MICROSECONDS, async () => {
      const done = await mirror(`${dir}/m/s`, `${dir}/m/t`, { jobs: 32 });
      assertEquals([done.filesCopied, done.foldersCreated, done.errorCount], [192, 64, 0]);
    });
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    assertGreaterOrEqual(most, 16);
    assertLessOrEqual(most, 32);
  },
);

/** How many calls waited at one time while `use` ran. */
function slowly(dir: string, microseconds: number, use: () => Promise<unknown>): Promise<number> {
  return whileSlow(faulty, dir, `${dir}/m`, microseconds, async () => void await use());
}
