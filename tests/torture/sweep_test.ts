// What is swept on a file system without locks, where nothing tells whether a temporary file is still in
// use but its maker's process and its age: as long as that process lives and for an hour it stays.

import { assert, assertEquals } from "@std/assert";
import { makeFaulty, needsFuse, whileFaulty } from "../support/faulty.ts";
import { runFerry, startFerry, until } from "../support/ferry_process.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { tell } from "../support/torture.ts";

const EOPNOTSUPP = 95;
const NO_LOCKS = [`flock:*:${EOPNOTSUPP}`] as const;

/** A process that has ended, one that lives, and how long ago the leftover was written to. */
const LEFTOVERS = [
  ["of a process that has ended", "$(bash -c 'echo $$')", "now", false],
  ["of a living process", "1", "now", true],
  ["of a living process, half an hour old", "1", "30 minutes ago", true],
  ["of a living process, two hours old", "1", "2 hours ago", false],
] as const;

testOrSkip(
  "mirror to a file system without locks: which temporary files are swept",
  needsFuse(),
  async () => {
    await withScratch(async (dir) => {
      const faulty = makeFaulty(dir);
      for (const [what, process, when, stays] of LEFTOVERS) {
        sh("rm -rf s t; mkdir -p s t m; echo a >s/a", dir);
        const name = `t/.ferry-$(printf %x ${process})-0123abcd-0-1.tmp`;
        sh(`echo half >${name}; touch -d '${when}' ${name}`, dir);
        await whileFaulty(faulty, `${dir}/t`, `${dir}/m`, NO_LOCKS, async () => {
          assertEquals((await runFerry(["mirror", "s", "m"], dir)).code, 0);
        });
        assertEquals(leftovers(`${dir}/t`) !== "", stays, what);
      }
      tell(`sweep: without locks: ${LEFTOVERS.length} temporary files, by maker and age`);
    });
  },
);

testOrSkip(
  "two copies into one file system without locks: neither sweeps what the other is writing",
  needsFuse(),
  async () => {
    await withScratch(async (dir) => {
      const faulty = makeFaulty(dir);
      sh(
        "mkdir s t m other; head -c 256M /dev/zero >s/large; echo old >t/large; echo b >other/b",
        dir,
      );
      const isWriting = () =>
        [...Deno.readDirSync(`${dir}/t`)].some(({ name }) => name.startsWith(".ferry-"));
      await whileFaulty(faulty, `${dir}/t`, `${dir}/m`, NO_LOCKS, async () => {
        const first = startFerry(["copy", "-T", "s", "m"], dir);
        await until("the first copy is writing", isWriting);
        first.kill("SIGSTOP");
        assert(isWriting(), "it was done too soon");
        const second = await runFerry(["copy", "-T", "other", "m"], dir);
        first.kill("SIGCONT");
        assertEquals(second.code, 0, second.stderr);
        const { code, stderr } = await first.finished;
        assertEquals([code, stderr], [0, ""]);
      });
      assertEquals(sh("cmp s/large t/large; cat t/b", dir) + leftovers(`${dir}/t`), "b\n");
      tell("sweep: without locks: of two copies into one target neither took the other's file");
    });
  },
);
