// Targets on Linux that ignore the case of names: a change of case alone loses nothing, and two names that the
// target can hold only one of are named.

import { assertEquals, assertMatch } from "@std/assert";
import { cString, textOf } from "../../ffi/mod.ts";
import { withoutCaseByLetter } from "../../ffi/posix/name_keys.ts";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry, start } from "../support/ferry_process.ts";
import { needsPrograms } from "../support/mounts.ts";
import { mountOdd, needsOddMount, type OddKind } from "../support/odd_mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const SOURCE = `mkdir -p s/Sub s/many; echo a >s/readme.txt; echo b >s/Sub/x; echo c >s/ümlaut
  for i in {a..z}; do echo $i >s/many/$i; done; find s -exec touch -d '2020-01-01 00:00:02' {} +`;
const RENAMES =
  "mv s/readme.txt s/README.txt; mv s/Sub s/SUB; mv s/ümlaut s/Ümlaut; mv s/many/b s/many/B";

/** Whether listings show the case that names were given in. */
const KINDS: Partial<Record<OddKind, boolean>> = { exfat: true, "ntfs-ignore-case": false };

for (const [kind, showsCase] of Object.entries(KINDS) as [OddKind, boolean][]) {
  const withTarget = (use: (dir: string, target: string) => Promise<void>) => () =>
    withScratch(async (dir) => {
      sh(SOURCE, dir);
      const { path, reason } = mountOdd(dir, kind);
      assertEquals(reason, null);
      await use(dir, `${path}/t`);
      assertEquals(leftovers(path), "");
    });

  testOrSkip(
    `mirror onto ${kind}: names that changed their case alone are respelled, and nothing else happens`,
    needsOddMount(kind),
    withTarget(async (dir, target) => {
      assertEquals((await runFerry(["mirror", "s", target], dir)).code, 0);
      sh(RENAMES, dir);
      const { code, stdout } = await runFerry(["mirror", "s", target], dir);
      assertEquals(code, 0);
      assertMatch(stdout, /^\d entries updated in metadata, 29 unchanged/);
      if (showsCase) assertEquals(sh(`diff -r s '${target}'`, dir), "");
      const compared = `cd s; find . -type f | while read f; do cmp "$f" '${target}'/"$f"; done`;
      assertEquals(sh(`${compared}; find '${target}' -type f | wc -l`, dir), "29\n");
      assertMatch(
        (await runFerry(["mirror", "s", target], dir)).stdout,
        /^nothing to do, 29 unchanged/,
      );
      assertEquals((await runFerry(["verify", "s", target], dir)).code, 0);
    }),
  );

  testOrSkip(
    `mirror onto ${kind}, killed between the two steps of a respelling: what the source has not stays, and the next goes on`,
    needsOddMount(kind) ?? needsPrograms("strace"),
    withTarget(async (dir, target) => {
      assertEquals((await runFerry(["mirror", "s", target], dir)).code, 0);
      sh(`mv s/Sub s/SUB; echo own >'${target}/Sub/own.keep'`, dir);
      const args = ["mirror", "-j1", "--exclude=*.keep", "s", target];
      const kill = ["-e", "inject=renameat,renameat2:signal=KILL:when=2"];
      const strace = ["strace", "-fqq", "-o", "/dev/null", "-e", "trace=renameat,renameat2"];
      const killed = start([...strace, ...kill, ...ferryCommand(), ...args], dir);
      assertEquals((await killed.finished).code, 137);
      assertEquals(sh(`cat '${target}'/.ferry-*/own.keep`), "own\n");
      // What the kernel remembers of names in FUSE would pass for an answer.
      sh("echo 2 >/proc/sys/vm/drop_caches");
      assertEquals((await runFerry(args, dir)).code, 0);
      assertEquals(sh(`cat '${target}'/SUB/{x,own.keep}`), "b\nown\n");
      assertEquals((await runFerry(args, dir)).code, 0);
      assertEquals(sh(`find '${target}' -type f | wc -l`), "30\n");
    }),
  );

  testOrSkip(
    `copy --backup onto ${kind}: a backup whose name another source gets in another case is refused`,
    needsOddMount(kind),
    withTarget(async (dir, target) => {
      sh(`mkdir '${target}'; echo old >'${target}/readme.txt'; echo own >s/README.TXT~`, dir);
      const names = ["s/readme.txt", "s/README.TXT~"];
      const { code, stderr } = await runFerry(["copy", "--backup", ...names, target], dir);
      assertMatch(stderr, /is what another source becomes/);
      assertEquals([code, sh(`ls '${target}'; cat '${target}'/*`, dir)], [2, "readme.txt\nold\n"]);
    }),
  );

  testOrSkip(
    `mirror --backup onto ${kind}: what SOURCE has in another case by a backup's name is not replaced by that`,
    needsOddMount(kind),
    withTarget(async (dir, target) => {
      sh(`mkdir '${target}' b; for n in a m z; do echo old >'${target}'/$n; done`, dir);
      sh("for n in a m z; do echo newer >b/$n; echo own >b/${n^}~; done", dir);
      const { code, stderr } = await runFerry(["mirror", "--backup", "b", target], dir);
      assertEquals([code, stderr.match(/SOURCE has an entry of the backup's name/g)?.length], [
        1,
        3,
      ]);
      const all = `cat '${target}'/?; cat '${target}'/?~`;
      assertEquals(sh(all), "old\n".repeat(3) + "own\n".repeat(3));
    }),
  );

  testOrSkip(
    `mirror onto ${kind}: of two names that it takes for one the target keeps that which it has, and the other is named`,
    needsOddMount(kind),
    withTarget(async (dir, target) => {
      assertEquals((await runFerry(["mirror", "s", target], dir)).code, 0);
      const before = sh(
        `find '${target}' -printf '%P\\n' | sort; find '${target}' -type f -exec cat {} +`,
      );
      sh("echo other >s/README.TXT; mkdir s/sUB; echo y >s/sUB/y; echo A >s/many/A", dir);
      const others = showsCase ? ["README.TXT", "many/A", "sUB"] : [];
      for (const _ of ["first", "second"]) {
        const { code, stderr } = await runFerry(["mirror", "s", target], dir);
        assertEquals(code, 1);
        const named = [...stderr.matchAll(/cannot copy 's\/(\S+)': .*\(NAME_CLASH\)/g)];
        assertEquals(named.length, 3);
        if (showsCase) assertEquals(named.map(([, name]) => name).sort(), others);
      }
      if (!showsCase) return; // neither name is that which its listing shows
      const after = sh(
        `find '${target}' -printf '%P\\n' | sort; find '${target}' -type f -exec cat {} +`,
      );
      assertEquals(after, before);
    }),
  );

  testOrSkip(
    `copy into an empty ${kind}: names that clash are named, in one folder and in one command`,
    needsOddMount(kind),
    withTarget(async (dir, target) => {
      sh(`mkdir x y; echo 1 >x/name; echo 2 >x/NAME; echo 3 >y/Name; mkdir '${target}'`, dir);
      const { code, stderr } = await runFerry(["copy", "x", target], dir);
      assertEquals(code, 1);
      assertMatch(stderr, /cannot copy 'x\/(name|NAME)': .*\(NAME_CLASH\)/);
      assertEquals((await runFerry(["copy", "x/name", "y/Name", target], dir)).code, 2);
    }),
  );
}

Deno.test("withoutCaseByLetter: each letter by itself, other bytes stay", () => {
  const keyOf = (name: string) => textOf(withoutCaseByLetter(cString(name)));
  assertEquals(keyOf("readMe.txt"), "README.TXT");
  assertEquals(keyOf("ünÿ"), "ÜNŸ");
  assertEquals(keyOf("straße"), "STRAßE");
  const bytes = Uint8Array.of(97, 0xff, 98, 0);
  assertEquals(withoutCaseByLetter(bytes), bytes);
});

for (const options of [[], ["--shard", "1/1"]]) {
  testOrSkip(
    `mirror ${
      options.join(" ")
    } from exfat onto a file system that tells case: what is spelled otherwise there is extra`,
    needsOddMount("exfat"),
    () =>
      withScratch(async (dir) => {
        const { path, reason } = mountOdd(dir, "exfat");
        assertEquals(reason, null);
        sh(`mkdir -p '${path}'/s/d; echo a >'${path}'/s/d/readme`, dir);
        for (const _ of ["first", "second"]) {
          assertEquals((await runFerry(["mirror", ...options, `${path}/s`, "t"], dir)).code, 0);
          assertEquals(sh("ls t/d; touch t/d/README", dir), "readme\n");
        }
      }),
  );
}
