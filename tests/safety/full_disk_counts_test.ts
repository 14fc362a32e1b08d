// What a run says that a full disk has ended: the file that met it has failed and is the only one, bytes are those of files
// that arrived, and what the run did not come to is in no list, so that the whole command is to be run again.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { makeFaulty, needsFuse, whileFaulty } from "../support/faulty.ts";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const MANY = "for i in {1..40}; do head -c 500K /dev/urandom >s/$i; done";
/** Several threads copy ranges of it. */
const LARGE = "head -c 60M /dev/urandom >s/large; echo a >s/a";
/** Some of them replace others. */
const OLD = "for i in 1 2 3; do echo old >t/d/$i; done";

/** [the command, how both sides are made]; DEST is `t/d`. */
const RUNS: readonly (readonly [string, string])[] = [
  ["mirror s t/d", MANY],
  ["mirror s t/d", LARGE],
  ["copy -T s t/d", `${MANY}; mkdir t/d; ${OLD}`],
  ["mirror --swap s t/d", `${MANY}; mkdir t/d; ${OLD}`],
  ["mirror --swap s t/d", LARGE],
  ["mirror --inplace s t/d", `${MANY}; mkdir t/d; ${OLD}`],
  ["mirror --resume s t/d", LARGE],
  ["mirror --backup-dir ../old s t/d", `${MANY}; mkdir t/d; ${OLD}`],
  ["mirror --link-dest ../earlier s t/d", `${MANY}; mkdir t/earlier; cp -a s/1 s/2 t/earlier`],
  ["mirror --verify s t/d", MANY],
  ["mirror --retries 2 s t/d", LARGE],
  ["mirror --shard 1/1 s t/d", MANY],
  ["move -T s t/d", MANY],
  ["mirror s t/d", "for i in {1..300}; do ln -s x s/$i; done; mount -o remount,nr_inodes=40 t"],
];

for (const [command, build] of RUNS) {
  for (const jobs of ["1", "8"]) {
    const name = `${command}, -j ${jobs}: a full disk, and what is told of it: ${build}`;
    testOrSkip(name, needsRoot(), async () => {
      await withScratch(async (dir) => {
        sh(`mkdir s t; mount -t tmpfs -o size=8m none t; ${build}; cp -a s before`, dir);
        const args = [...command.split(" "), "-j", jobs];
        const told = ["--json", "--errors-to", "left"];
        const { code, stdout, stderr } = await runFerry([...args, ...told], dir);
        const summary = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
        const { files_failed, error_count, bytes_copied, outcome } = summary;
        assertEquals([code, outcome, error_count, files_failed], [4, "stopped", 1, 1], stderr);
        assertEquals(bytes_copied, command.includes("--swap") ? 0 : arrivedBytes(dir), stderr);
        const left = sh("cat left", dir).trim().split("\n");
        assertEquals([left.length, sh(isWhole(left[0]), dir)], [1, "no\n"]);
        assertStringIncludes(stderr, "once there is room, run the same command again");
        assertStringIncludes(stderr, "'left' lacks what the run did not come to");
        const freesLast = command.startsWith("mirror") && !/--(swap|backup-dir)/.test(command);
        assertEquals(stderr.includes("a mirror deletes last"), freesLast, stderr);
        sh("mount -o remount,size=100m,nr_inodes=10000 t", dir);
        const again = await runFerry([...args, "--errors-to", "left"], dir);
        assertEquals([again.code, sh("cat left", dir)], [0, ""], again.stderr);
        assertEquals(await judge(`${dir}/before`, `${dir}/t/d`), []);
      });
    });
  }
}

const isWhole = (name: string) =>
  `[[ -L 's/${name}' && -L 't/d/${name}' ]] || cmp -s 's/${name}' 't/d/${name}' && echo yes || echo no`;

/** Bytes of the files that are in DEST as in SOURCE, but for what an earlier copy had. */
function arrivedBytes(dir: string): number {
  const sizes = sh(
    `cd t/d; for f in *; do [[ -f $f && ! -e ../earlier/$f ]] || continue
     cmp -s $f ../../before/$f && stat -c %s $f; done; true`,
    dir,
  );
  return sizes.split("\n").reduce((sum, size) => sum + Number(size), 0);
}

testOrSkip(
  "copy: bytes of a file that cannot be read to its end are none that were copied",
  needsFuse(),
  async () => {
    await withScratch(async (dir) => {
      const program = makeFaulty(dir);
      sh("mkdir s f d; head -c 60M /dev/urandom >s/large; echo a >s/a", dir);
      await whileFaulty(program, `${dir}/s`, `${dir}/f`, ["read:*large*:5:50000000"], async () => {
        for (const flags of [["-j1"], ["-j8"], ["-j8", "--retries", "2", "--retry-wait", "0.01"]]) {
          const args = ["copy", "-T", "--json", ...flags, "f", "d"];
          const { code, stdout } = await runFerry(args, dir);
          const summary = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
          const { files_failed, bytes_copied, files_copied } = summary;
          assertEquals(
            [code, files_failed, files_copied, bytes_copied],
            [1, 1, 1, 2],
            flags.join(),
          );
          sh("rm -r d/*", dir);
        }
      });
    });
  },
);

// The refusals of calls that were tried before stood in brackets of their own, as if they were the cause.
testOrSkip("copy: of a full disk its code alone is told", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh("mkdir t; mount -t tmpfs -o size=8m none t; head -c 5M /dev/urandom >t/large", dir);
    const { stderr } = await runFerry(["copy", "t/large", "t/copy"], dir);
    assertEquals(
      stderr.split("\n").filter((line) => line.includes("cannot")),
      ["ferry: cannot copy 't/large' to 't/copy': No space left on device (ENOSPC)"],
    );
  });
});

// Deletions would make room, and come last: how they come first is told, and works on a full disk.
testOrSkip("mirror: a full disk that deletions would have made room on", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh(`mkdir s t; mount -t tmpfs -o size=8m none t; head -c 5M /dev/zero >t/extra`, dir);
    sh("for i in {1..12}; do head -c 500K /dev/urandom >s/$i; done", dir);
    const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
    assertEquals([code, sh("ls t/extra", dir)], [4, "t/extra\n"]);
    assertStringIncludes(stderr, "with --existing --ignore-existing it deletes and copies nothing");
    for (const flags of [["--existing", "--ignore-existing"], []]) {
      assertEquals((await runFerry(["mirror", ...flags, "s", "t"], dir)).code, 0);
    }
    assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    sh("mkdir t/d", dir);
    const copied = await runFerry(["copy", "t/1", "t/2", "t/3", "t/4", "t/5", "t/d"], dir);
    assertEquals([copied.code, copied.stderr.includes("deletes")], [4, false], copied.stderr);
  });
});
