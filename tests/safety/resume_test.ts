// `--resume`: after kill -9 in the middle of a large file the next run writes what is missing and no
// more, whatever somebody has done to the partial file meanwhile; and it never goes on with a file that
// others could read or that has another name.

import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { cString, textOf } from "../../ffi/mod.ts";
import { parseSize } from "../../lib/cli/sizes.ts";
import { partialName } from "../../lib/copy/file/partial_file.ts";
import { runFerry, startFerry, stopWhen, until } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { ferryTraced, type TracedCall } from "../support/trace.ts";

const MIB = 1024 * 1024;
const PARTIAL = textOf(partialName(cString("large")));
const noStrace = needsPrograms("strace");

/** A source with one file of that size, and an empty target. */
function makeSource(dir: string, mib: number): void {
  sh(
    `mkdir s t; head -c 64M /dev/urandom >block; while [ $(stat -c %s s/large 2>/dev/null || echo 0) -lt $((${mib} << 20)) ]
     do cat block >>s/large; done; truncate -s ${mib}M s/large; rm block
     chmod 640 s/large; touch -d @1500000000.123456789 s/large s`,
    dir,
  );
}

/** Runs ferry and gives the bytes that it wrote below the target. */
async function writtenBy(dir: string, ...args: string[]) {
  const calls = "pwrite64,copy_file_range,sendfile";
  const { calls: made, ...outcome } = await ferryTraced({ calls, below: `${dir}/t` }, ...args);
  const bytes = made.reduce(
    (sum: number, { result }: TracedCall) => sum + Math.max(0, Number(result)),
    0,
  );
  return { ...outcome, bytes };
}

const sizeOf = (path: string) => {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
};

testOrSkip(
  "kill -9 in the middle of 2 GiB: --resume writes the rest and no more",
  noStrace,
  async () => {
    await withScratch(async (dir) => {
      makeSource(dir, 2048);
      const ferry = startFerry(["mirror", "--resume", "s", "t"], dir);
      const hasHalf = () => sizeOf(`${dir}/t/${PARTIAL}`) > 1024 * MIB;
      await stopWhen(ferry, "half of it is there", hasHalf);
      ferry.kill("SIGKILL");
      assertEquals((await ferry.finished).code, 137);
      assertEquals(sizeOf(`${dir}/t/large`), 0);
      const { code, stderr, bytes } = await writtenBy(
        dir,
        "mirror",
        "--resume",
        `${dir}/s`,
        `${dir}/t`,
      );
      assertEquals(code, 0, stderr);
      const told = /([\d.]+) (GiB) were already in the target and identical/.exec(stderr);
      const found = parseSize(`${told?.[1]}${told?.[2]}`);
      console.log(`of 2048 MiB, ${found / MIB} MiB were there and ${bytes / MIB} MiB were written`);
      // What is told has one digit behind the point.
      assertAlmostEquals(found + bytes, 2048 * MIB, 0.051 * 1024 * MIB);
      assertLess(bytes, 1024 * MIB);
      sh("cmp s/large t/large", dir);
      assertEquals([await judge(`${dir}/s`, `${dir}/t`), leftovers(`${dir}/t`)], [[], ""]);
    });
  },
);

/** What may have happened to a partial file, and how much has to be written then, in MiB. */
const PARTIALS: readonly (readonly [string, string, number])[] = [
  ["is the first half", "head -c 32M s/large >$P", 32],
  [
    "is torn in the middle",
    "cp s/large $P; printf torn | dd of=$P bs=1 seek=20000000 conv=notrunc status=none",
    0.25,
  ],
  ["has a hole that nobody filled", "cp s/large $P; fallocate -p -o 8M -l 8M $P", 8],
  ["is longer than the source", "cp s/large $P; echo more >>$P", 0],
  ["is complete", "cp s/large $P", 0],
  ["holds something else", "head -c 64M /dev/urandom >$P", 64],
  ["is empty", ": >$P", 64],
];

for (const [what, script, mib] of PARTIALS) {
  testOrSkip(`--resume with a partial file that ${what} writes ${mib} MiB`, noStrace, async () => {
    await withScratch(async (dir) => {
      makeSource(dir, 64);
      sh(`P=t/${PARTIAL}; ${script}; chmod 600 $P`, dir);
      const { code, stderr, bytes } = await writtenBy(
        dir,
        "mirror",
        "--resume",
        `${dir}/s`,
        `${dir}/t`,
      );
      assertEquals([code, bytes], [0, mib * MIB], stderr);
      sh("cmp s/large t/large", dir);
      assertEquals([await judge(`${dir}/s`, `${dir}/t`), leftovers(`${dir}/t`)], [[], ""]);
    });
  });
}

/** Files that an attacker may put where the partial file is expected. */
const PLANTED: readonly (readonly [string, string])[] = [
  ["another name of a file elsewhere", "echo kept >other; chmod 600 other; ln other t/$P"],
  ["readable by others", "echo kept >t/$P; chmod 644 t/$P"],
  ["somebody else's", "echo kept >t/$P; chmod 600 t/$P; chown 65534 t/$P"],
  ["a symlink", "echo kept >other; ln -s ../other t/$P"],
  ["a FIFO", "mkfifo t/$P"],
];

for (const [what, script] of PLANTED) {
  Deno.test(`--resume does not write into a partial file that is ${what}`, async () => {
    await withScratch(async (dir) => {
      makeSource(dir, 8);
      sh(`P=${PARTIAL}; ${script}; touch other; exec 3<>t/$P; true`, dir);
      const held = what === "a symlink" ? null : sh(`stat -c %i t/${PARTIAL}`, dir);
      const { code, stderr } = await runFerry(["mirror", "--resume", "s", "t"], dir);
      assertEquals(code, 0, stderr);
      sh("cmp s/large t/large", dir);
      assert(sh("stat -c %i t/large", dir) !== held, "the planted file became the target");
      assert(["", "kept\n"].includes(sh("cat other", dir)));
    });
  });
}

Deno.test("--resume: an interrupted run keeps what it has and says so; a run without it sweeps", async () => {
  await withScratch(async (dir) => {
    makeSource(dir, 64);
    const ferry = startFerry(["mirror", "--resume", "--bwlimit=32M", "s", "t"], dir);
    await until("a part of it", () => sizeOf(`${dir}/t/${PARTIAL}`) > 4 * MIB);
    ferry.kill("SIGINT");
    const { code, stderr } = await ferry.finished;
    assertEquals(code, 130);
    assert(stderr.includes("1 entry not complete: --resume goes on with what is there"), stderr);
    assertEquals(leftovers(`${dir}/t`), `./${PARTIAL}\n`);
    sh("rm s/large; echo small >s/small", dir);
    assertEquals((await runFerry(["mirror", "--resume", "s", "t"], dir)).code, 0);
    assertEquals(leftovers(`${dir}/t`), "", "nothing in the source is waited for");
    sh(`echo part >t/${PARTIAL}`, dir);
    assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
    assertEquals(leftovers(`${dir}/t`), "");
  });
});

// The next run may meet the names of a file in another order; with --resume what it had begun under one stayed for good.
Deno.test("--resume: what was begun of a file that becomes a link is removed", async () => {
  await withScratch(async (dir) => {
    const partial = `t/b/${PARTIAL}`;
    const begun = `head -c 5M s/large >${partial}; chmod 600 ${partial}`;
    makeSource(dir, 8);
    sh(`mkdir s/a s/b prev t/b; ln s/large s/a/large; ln s/large s/b/large; cp -a s/. prev`, dir);
    sh(`cp -a s/a s/large t; ${begun}; touch -d @5 t/b`, dir);
    for (const flags of [["--resume"], ["--resume", "--link-dest=../prev"]]) {
      const { code, stderr } = await runFerry(["mirror", ...flags, "s", "t"], dir);
      assertEquals([code, leftovers(`${dir}/t`)], [0, ""], stderr);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), [], `${flags}`);
      sh(`rm -r t; mkdir -p t/b; ${begun}`, dir);
    }
  });
});

testOrSkip("--inplace --resume writes only the blocks that differ", noStrace, async () => {
  await withScratch(async (dir) => {
    makeSource(dir, 64);
    sh(
      "cp s/large t/large; printf x | dd of=t/large bs=1 seek=9000000 conv=notrunc status=none; echo more >>t/large",
      dir,
    );
    const inode = sh("stat -c %i t/large", dir);
    const { code, bytes } = await writtenBy(
      dir,
      "mirror",
      "--inplace",
      "--resume",
      `${dir}/s`,
      `${dir}/t`,
    );
    assertEquals([code, bytes], [0, 256 * 1024]);
    assertEquals(sh("stat -c %i t/large", dir), inode);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  });
});

Deno.test("--resume wins over --zero-copy and says so; --verify reads what it resumed", async () => {
  await withScratch(async (dir) => {
    makeSource(dir, 8);
    sh(`head -c 5M s/large >t/${PARTIAL}; chmod 600 t/${PARTIAL}`, dir);
    const { code, stdout, stderr } = await runFerry(
      ["mirror", "--resume", "--zero-copy", "--verify", "--stats", "s", "t"],
      dir,
    );
    assertEquals(code, 0, stderr);
    assert(stderr.startsWith("ferry: --resume wins over --zero-copy"), stderr);
    assert(/files verified: +1\n/.test(stdout), stdout);
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
  });
});
