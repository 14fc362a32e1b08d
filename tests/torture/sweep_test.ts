// What is swept on a file system without locks, where nothing tells whether a temporary file is still in
// use but its maker's process and its age: as long as that process lives and for an hour it stays.

import { assertEquals } from "@std/assert";
import { makeFaulty, needsFuse, whileFaulty } from "../support/faulty.ts";
import { runFerry, startFerry, whileOpen } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { tell } from "../support/torture.ts";

const EOPNOTSUPP = 95;
const NO_LOCKS = [`flock:*:${EOPNOTSUPP}`] as const;

/** A process that has ended, one that lives, and how long ago the leftover was written to. */
const LEFTOVERS = [
  ["of a process that has ended", "$(bash -c 'echo $$')", "now", false],
  ["of a living process", "1", "now", true],
  ["of a living process, two hours old", "1", "2 hours ago", false],
] as const;

for (const kind of ["file", "folder"] as const) {
  testOrSkip(
    `mirror to a file system without locks: which temporary ${kind}s are swept`,
    needsFuse(),
    async () => {
      await withScratch(async (dir) => {
        const faulty = makeFaulty(dir);
        for (const [what, process, when, stays] of LEFTOVERS) {
          sh("rm -rf s t; mkdir -p s t m; echo a >s/a", dir);
          const name = `t/.ferry-$(printf %x ${process})-0123abcd-0-1.tmp`;
          sh(
            `${kind === "file" ? "echo half >" : "mkdir "}${name}; touch -d '${when}' ${name}`,
            dir,
          );
          await whileFaulty(faulty, `${dir}/t`, `${dir}/m`, NO_LOCKS, async () => {
            assertEquals((await runFerry(["mirror", "s", "m"], dir)).code, 0);
          });
          assertEquals(leftovers(`${dir}/t`) !== "", stays, what);
        }
        tell(
          `sweep: ${kind}s on a file system without locks: ${LEFTOVERS.length} leftovers, by maker and age`,
        );
      });
    },
  );
}

testOrSkip(
  "two mirrors into one file system without locks: neither sweeps what the other is writing",
  needsFuse(),
  async () => {
    await withScratch(async (dir) => {
      const faulty = makeFaulty(dir);
      sh("mkdir -p s t m; head -c 64M /dev/urandom >s/large; echo old >t/large; echo a >s/a", dir);
      await whileFaulty(faulty, `${dir}/t`, `${dir}/m`, NO_LOCKS, async () => {
        const first = startFerry(["mirror", "s", "m"], dir);
        await whileOpen(first, `${dir}/s/large`, async () => {
          const second = await runFerry(["mirror", "--exclude=large", "s", "m"], dir);
          assertEquals(second.code, 0, second.stderr);
        });
        const { code, stderr } = await first.finished;
        assertEquals([code, stderr], [0, ""]);
      });
      assertEquals([await judge(`${dir}/s`, `${dir}/t`), leftovers(`${dir}/t`)], [[], ""]);
      tell("sweep: two mirrors into a file system without locks: neither took the other's file");
    });
  },
);
