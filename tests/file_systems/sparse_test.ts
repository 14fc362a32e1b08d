// `--sparse=never` on file systems that clone: every byte takes room, whichever way is taken. And options
// that cannot both be had.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { mountAll } from "../support/mounts.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const mounts = mountAll(makeScratch("ferry-sparse-"));

const WAYS = [
  [],
  ["--inplace"],
  ["--resume"],
  ["--verify"],
  ["--zero-copy"],
  ["--no-zero-copy"],
  ["--bwlimit=1G"],
  ["-j4"],
];

for (const kind of ["xfs", "btrfs", "ext4", "tmpfs"] as const) {
  testOrSkip(`--sparse=never on ${kind}: no copy has a hole`, mounts[kind].reason, async () => {
    const dir = `${mounts[kind].path}/never`;
    sh(`mkdir -p ${dir}/s ${dir}/old`);
    sh("truncate -s 4M s/h; echo x >>s/h; truncate -s 20M s/large; truncate -s 16K s/small", dir);
    sh(
      "echo y >>s/small; truncate -s 3M s/all; truncate -s 6M old/h; head -c 10K s/all >old/all",
      dir,
    );
    for (const way of kind === "xfs" ? WAYS : WAYS.slice(0, 2)) {
      sh("rm -rf t; cp -a old t; touch -d @5 t/*", dir);
      const { code, stderr } = await runFerry(["mirror", "--sparse=never", ...way, "s", "t"], dir);
      assertEquals([code, stderr], [0, ""], `${way}`);
      sh("sync -f t; diff -r s t", dir);
      for (const line of sh("stat -c '%n %s %b' t/*", dir).trim().split("\n")) {
        const [name, size, blocks] = line.split(" ");
        assert(Number(blocks) * 512 >= Number(size), `${way} ${name}: ${size} in ${blocks} blocks`);
      }
    }
  });
}

testOrSkip(
  "--reflink=always goes with --resume, and fails where no clone is",
  mounts.xfs.reason,
  async () => {
    const dir = `${mounts.xfs.path}/resumed`;
    sh(`mkdir -p ${dir}/s ${dir}/t; head -c 3M /dev/urandom >${dir}/s/f`);
    const flags = ["--reflink=always", "--resume"];
    const cloned = await runFerry(["mirror", "-v", ...flags, "s", "t"], dir);
    assertEquals([cloned.code, cloned.stdout.includes("(reflink)")], [0, true], cloned.stderr);
    const elsewhere = `${mounts.ext4.path}/resumed`;
    const refused = await runFerry(["mirror", ...flags, "s", elsewhere], dir);
    assertEquals([refused.code, refused.stderr.includes("EXDEV")], [1, true], refused.stderr);
    sh("test ! -e f", elsewhere);
  },
);

for (const sparse of ["always", "never"]) {
  Deno.test(`--sparse=${sparse} with --reflink=always is a usage error, and nothing is touched`, () =>
    withScratch(async (dir) => {
      sh("mkdir s t; echo a >s/a; echo b >t/b", dir);
      const before = look(dir);
      for (const flag of ["--reflink", "--reflink=always"]) {
        const args = ["mirror", `--sparse=${sparse}`, flag, "s", "t"];
        const { code, stderr } = await runFerry(args, dir);
        assertEquals(code, 2);
        assert(stderr.includes("exclude each other"), stderr);
      }
      assertEquals(look(dir), before);
    }));
}

/** Options of which one wins, which is said once. */
const WINS: readonly (readonly [string, string, string])[] = [
  ["--zero-copy", "--sparse=always", "--sparse wins over --zero-copy"],
  ["--no-zero-copy", "--reflink=always", "--reflink wins over --no-zero-copy"],
];
for (const [one, other, notice] of WINS) {
  testOrSkip(`${one} with ${other}: which one wins is said once`, mounts.xfs.reason, async () => {
    const dir = `${mounts.xfs.path}/wins${other}`;
    sh(`mkdir -p '${dir}/s'; cd '${dir}'; echo a >s/a; head -c 2M /dev/zero >s/b`);
    const { code, stderr } = await runFerry(["mirror", one, other, "s", "t"], dir);
    assertEquals(code, 0, stderr);
    assertEquals(stderr.split("\n").filter((line) => line.includes(notice)).length, 1, stderr);
    sh("diff -r s t", dir);
  });
}
