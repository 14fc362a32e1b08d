// `--inplace` writes over what is there and shortens it only when the new bytes are in their places: so the
// target may be the source by another way, and what fails in the middle leaves the rest of the old file.

import { assert, assertEquals } from "@std/assert";
import { makeFaulty, needsFuse, whileFaulty } from "../support/faulty.ts";
import { runFerry } from "../support/ferry_process.ts";
import { KINDS, mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const scratch = makeScratch("ferry-in-place-");
const mounts = mountAll(scratch);
const noFuse = needsFuse();

testOrSkip(
  "--inplace onto the source by another way leaves it whole and is refused",
  needsRoot() ?? needsPrograms("bindfs"),
  async () => {
    for (const bytes of [100, 200_000, 5_000_000]) {
      await withScratch(async (dir) => {
        sh(`mkdir a m; head -c ${bytes} /dev/urandom >a/x; truncate -s +64K a/x; cp a/x kept`, dir);
        sh("touch -d '2020-01-02 03:04:05.678' a/x; bindfs a m", dir);
        const before = sh("stat -c '%i %s %y' a/x", dir);
        for (const flags of [[], ["--sparse=always"], ["--sparse=never"], ["--resume"]]) {
          const args = ["copy", "--inplace", "--ignore-times", ...flags, "a/x", "m/x"];
          const { code, stderr } = await runFerry(args, dir);
          sh("cmp kept a/x", dir);
          assertEquals(sh("stat -c '%i %s %y' a/x", dir), before);
          assert(code === 0 || (code === 1 && stderr.includes("SAME_FILE")), stderr);
        }
      });
    }
  },
);

const OTHER_WAYS = [["--sparse=always"], ["--sparse=never"], ["--reflink=never"]];

/** Sources: bytes with a hole in the middle, at the end, all over, none, nothing, and an odd size. */
const SOURCES = `
  for i in middle end none odd; do head -c 300000 /dev/urandom >s/$i; done
  fallocate -p -o 65536 -l 131072 s/middle; truncate -s 600000 s/end; truncate -s 500000 s/all; : >s/empty
  head -c 77777 /dev/urandom >>s/odd; head -c 3000000 /dev/urandom >s/large
  truncate -s 6000000 s/large; head -c 5000 /dev/urandom >>s/large; cat s/large s/large >s/twice
  cp /proc/version s/small`;

for (const kind of KINDS) {
  testOrSkip(
    `--inplace on ${kind}: holes and shorter sources let no old byte show`,
    mounts[kind].reason,
    async () => {
      const dir = `${mounts[kind].path}/shapes`;
      sh(`mkdir -p ${dir}/s ${dir}/old`);
      sh(SOURCES, dir);
      for (const bytes of [10_000, 300_000, 20_000_000]) {
        // Longer than each source, where it is to be: none but two of these has more than a megabyte.
        const small = Math.min(bytes, 1_000_000);
        sh(`head -c ${bytes} /dev/zero | tr '\\0' x >long; head -c ${small} long >short`, dir);
        sh(
          "for i in s/*; do cp short old/${i#s/}; done; cp long old/large; cp long old/twice",
          dir,
        );
        for (const flags of bytes > 1e6 ? [[], ...OTHER_WAYS] : [[]]) {
          sh("rm -rf t; cp -a old t; touch -d @5 t/*", dir);
          const inodes = sh("stat -c '%n %i' t/*", dir);
          const { code, stderr } = await runFerry(
            ["copy", "-T", "--inplace", ...flags, "s", "t"],
            dir,
          );
          assertEquals([code, stderr], [0, ""], `${bytes} ${flags}`);
          sh("diff -r s t", dir);
          assertEquals(sh("stat -c '%n %i' t/*", dir), inodes);
        }
      }
    },
  );
}

testOrSkip(
  "--inplace: where a read fails the rest of the old file stays",
  noFuse,
  () =>
    withScratch(async (dir) => {
      const faulty = makeFaulty(dir);
      sh(
        "mkdir s m t; head -c 9M /dev/urandom >s/f; head -c 20M /dev/urandom >t/f; cp t/f old",
        dir,
      );
      await whileFaulty(faulty, `${dir}/s`, `${dir}/m`, ["read:/f:5:5000000"], async () => {
        const { code, stderr } = await runFerry(["copy", "--inplace", "m/f", "t/f"], dir);
        assertEquals(code, 1, stderr);
      });
      sh("cmp -n 1000000 s/f t/f; cmp -i 6000000 old t/f; test $(stat -c %s t/f) = 20971520", dir);
    }),
);

testOrSkip(
  "--inplace: where the disk is full the rest of the old file stays",
  needsRoot(),
  () =>
    withScratch(async (dir) => {
      sh("mkdir s t; mount -t tmpfs -o size=4m t t; head -c 9M /dev/urandom >s/f", dir);
      sh(
        "head -c 1M /dev/urandom >t/f; fallocate -p -o 100K -l 100K t/f; head -c 3M /dev/zero >t/full",
        dir,
      );
      sh("cp t/f old; truncate -s 5000000 t/f; truncate -s 5000000 old", dir);
      const { code, stderr } = await runFerry(["copy", "--inplace", "s/f", "t/f"], dir);
      assertEquals(code, 4, stderr);
      sh("test $(stat -c %s t/f) -ge 5000000", dir);
    }),
);

testOrSkip(
  "--inplace: a source without a size (procfs) takes the place of a longer file",
  null,
  () =>
    withScratch(async (dir) => {
      sh("head -c 5000 /dev/urandom >t", dir);
      const { code, stderr } = await runFerry(["copy", "--inplace", "/proc/version", "t"], dir);
      assertEquals(code, 0, stderr);
      sh("cmp /proc/version t", dir);
    }),
);
