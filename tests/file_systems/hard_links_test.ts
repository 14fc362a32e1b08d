// Source files with several names, on targets where some of them cannot be links: each name is there as a copy,
// that is said once, the next run has nothing to do, and `verify` finds nothing.

import { assertEquals, assertMatch } from "@std/assert";
import { makeDenier } from "../support/deny.ts";
import { ferryUnder, type Outcome } from "../support/ferry.ts";
import { runFerry } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { mountOdd, needsOddMount, type OddKind } from "../support/odd_mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

/** Three files with 5, 2 and 21 names: in the root, in folders, and in one that is filled under a temporary name. */
const SOURCE = `mkdir -p s/d s/many; umask 0; echo a >s/a; chmod 777 s/a; ln s/a s/b; ln s/a s/d/c
  ln s/a s/many/a; ln s/a s/many/b; echo p >s/p; chmod 777 s/p; ln s/p s/d/q
  echo x >s/many/0; chmod 777 s/many/0; for i in {1..20}; do ln s/many/0 s/many/$i; done
  chmod 777 s s/d s/many; find s -exec touch -d '2020-01-01 00:00:02' {} +`;
const NAMES = 28;
const COPIES = NAMES - 3;

/** What a run says of names that are copies. */
function notice(copies: number, files: number, cause: string): RegExp {
  const [names, are] = copies === 1
    ? ["name", "is a copy, not a link"]
    : ["names", "are copies, not links"];
  const of = files === 1 ? "1 file" : `${files} files`;
  return new RegExp(`^ferry: ${copies} ${names} of ${of} ${are}: ${cause}\n$`);
}

const ODD: Partial<Record<OddKind, string>> = {
  exfat: "the target takes no hard links \\(EPERM\\)",
  mergerfs: "the target's file system gives each name an inode number of its own",
  unionfs: "the target's file system gives each name an inode number of its own",
};

for (const [kind, cause] of Object.entries(ODD) as [OddKind, string][]) {
  testOrSkip(
    `mirror onto ${kind}: names that cannot be links are copies, and so they stay`,
    needsOddMount(kind),
    () =>
      withScratch(async (dir) => {
        sh(SOURCE, dir);
        const { path, reason } = mountOdd(dir, kind);
        assertEquals(reason, null);
        const to = ["s", `${path}/t`];
        await expectCopies(
          dir,
          to,
          () => runFerry(["mirror", ...to], dir),
          notice(COPIES, 3, cause),
        );
        const again = await runFerry(["mirror", "-n", ...to], dir);
        assertMatch(again.stdout, /nothing to do, 28 unchanged/);
        assertEquals((await runFerry(["verify", ...to], dir)).code, 0);
        const asked = await runFerry(["mirror", "--hard-links", ...to], dir);
        assertEquals(asked.code, 1);
        assertMatch(
          asked.stderr,
          new RegExp(`^ferry: cannot keep --hard-links in .*: ${cause} \\(NOT_KEPT\\)`),
        );
        assertEquals((await runFerry(["verify", "--hard-links", ...to], dir)).code, 3);
      }),
  );
}

const denier = makeDenier(makeScratch("ferry-links-"));

for (const code of ["ENOSYS", "EPERM"]) {
  testOrSkip(
    `mirror: where linkat is ${code}, each name is a copy, and so it stays`,
    denier.reason,
    () =>
      withScratch(async (dir) => {
        sh(SOURCE, dir);
        const prefix = denier.prefix(`linkat:${code}`, "openat:EOPNOTSUPP:2:0x410000");
        const run = () => ferryUnder(prefix, "mirror", `${dir}/s`, `${dir}/t`);
        const said = notice(COPIES, 3, `the target takes no hard links \\(${code}\\)`);
        await expectCopies(dir, ["s", "t"], run, said);
        // Where links can be had again, they are made.
        assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
        assertEquals(sh("rsync -aHAXSn --delete -ic --modify-window=-1 s/ t/", dir), "");
      }),
  );
}

for (const mount of ["mount -t tmpfs -o mode=777 t t/d", "mkdir b; mount --bind b t/d"]) {
  testOrSkip(
    `mirror: names on both sides of a mount are a group each (${mount})`,
    needsRoot(),
    () =>
      withScratch(async (dir) => {
        sh(`${SOURCE}; rm -r s/many; ln s/a s/d/c2; mkdir -p t/d; ${mount}`, dir);
        const said = notice(2, 2, "hard links cannot cross file systems");
        const dry = await runFerry(["mirror", "-n", "s", "t"], dir);
        const done = await runFerry(["mirror", "s", "t"], dir);
        assertMatch(done.stderr, said);
        // Folders made in one tick of the clock have nothing to be updated.
        assertMatch(done.stdout, /^4 files copied \(8 B\), 2 links created[, ]/);
        assertMatch(
          dry.stdout,
          /dry run: 4 files would be copied \(8 B\), 2 links would be created[, ]/,
        );
        assertEquals(sh("diff -r s t; stat -c %h t/a t/d/c t/d/q t/p", dir), "2\n2\n1\n1\n");
        const again = await runFerry(["mirror", "s", "t"], dir);
        assertMatch(again.stdout, /^nothing to do, 6 unchanged/);
        assertEquals((await runFerry(["verify", "s", "t"], dir)).code, 0);
      }),
  );
}

testOrSkip(
  "mirror: a name beyond the most that a file can have is the first of a new group, and all stay so",
  needsRoot() ?? needsPrograms("mkfs.btrfs"),
  () =>
    withScratch(async (dir) => {
      // Without extended references the names of a file in one folder must fit into one block of the tree.
      const long = "n".repeat(100);
      sh(
        `truncate -s 200M image; mkfs.btrfs -qf -O ^extref image; mkdir m; mount -o loop image m
         mkdir -p s/d; echo x >s/0; for i in {1..400}; do ln s/0 s/${long}$i; done
         for i in {1..200}; do ln s/0 s/d/${long}$i; done`,
        dir,
      );
      const first = await runFerry(["mirror", "s", "m/t"], dir);
      assertMatch(
        first.stderr,
        /^ferry: \d+ names? of 1 file .*: a file there can have no more names \(EMLINK\)\n$/,
      );
      assertEquals(sh("diff -r s m/t", dir), "");
      const inodes = sh("find m/t -type f -printf '%i %P\\n' | sort", dir);
      for (const _ of ["second", "third"]) {
        const again = await runFerry(["mirror", "s", "m/t"], dir);
        assertMatch(again.stdout, /^nothing to do, 601 unchanged/);
        assertEquals(again.stderr, "");
      }
      const insisted = await runFerry(["mirror", "--hard-links", "s", "m/t"], dir);
      assertMatch(insisted.stdout, /^nothing to do, 601 unchanged/);
      const told = /keep --hard-links in 'm\/t': (\d+ names?) of 1 file .* \(EMLINK\) \(NOT_KEPT\)/;
      assertEquals([insisted.code, told.exec(insisted.stderr)?.[1]], [
        1,
        first.stderr.slice(7, -1).split(" of ")[0],
      ]);
      assertEquals(sh("find m/t -type f -printf '%i %P\\n' | sort", dir), inodes);
      assertEquals(leftovers(`${dir}/m`), "");
    }),
);

/** Runs twice: all names are there and copies, which is said; then there is nothing to do. */
async function expectCopies(
  dir: string,
  [source, target]: string[],
  run: () => Promise<Outcome>,
  said: RegExp,
): Promise<void> {
  const first = await run();
  assertMatch(first.stderr, said);
  assertEquals(first.code, 0);
  assertMatch(first.stdout, new RegExp(`^${NAMES} files copied`));
  assertEquals(sh(`diff -r '${source}' '${target}'`, dir), "");
  const second = await run();
  assertMatch(second.stderr, said);
  assertMatch(second.stdout, new RegExp(`^nothing to do, ${NAMES} unchanged`));
  assertEquals(leftovers(target.startsWith("/") ? target : `${dir}/${target}`), "");
}
