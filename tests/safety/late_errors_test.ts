// File systems that write behind (sshfs, NFS, SMB) tell only when a file is closed that it has lost bytes. By then it must
// not have replaced anything, and nothing may look whole that is not.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { makeFaulty, needsFuse, whileFaulty } from "../support/faulty.ts";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/programs.ts";
import { needsRoot } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const TREES = `mkdir -p s/new s/sub old/sub m
  for i in 1 2 3 4 5 6 7 8 9; do echo $i >s/new/$i; echo $i >s/sub/$i; echo x >old/sub/$i; done
  head -c 300000 /dev/urandom >s/large; head -c 300000 /dev/zero >old/large; echo new >s/only
  touch -d 2020-01-01 s/*/* s/large s/only`;

const LINES: readonly (readonly string[])[] = [[], ["--inplace"], ["--backup"], ["--resume"], [
  "-j4",
]];

testOrSkip(
  "mirror: files whose closing fails do not get their names; what stood there stays, and the next run copies them",
  needsFuse(),
  async () => {
    await withScratch(async (dir) => {
      const faulty = makeFaulty(dir);
      sh(TREES, dir);
      for (const flags of LINES) await mirrorFailing(dir, faulty, flags);
    });
  },
);

async function mirrorFailing(dir: string, faulty: string, flags: readonly string[]): Promise<void> {
  sh("rm -rf t; cp -a old t", dir);
  const rules = ["close:/*:5"] as const;
  const { code, stderr } = await whileFaulty(
    faulty,
    `${dir}/t`,
    `${dir}/m`,
    rules,
    () => runFerry(["mirror", ...flags, "s", "m"], dir),
  );
  const context = `${flags}\n${stderr}`;
  assertEquals(code, 1, context);
  assertStringIncludes(stderr, "Input/output error (EIO)");
  if (flags.includes("--inplace")) {
    assertEquals(sh("find t -type f -newermt 1971-01-01", dir), "", "nothing looks whole");
  } else {
    sh("cmp t/large old/large; for i in 1 2 3 4 5 6 7 8 9; do cmp t/sub/$i old/sub/$i; done", dir);
  }
  assertEquals(
    sh("find t/new t/only -type f 2>&1 | grep -v 'No such file' || true", dir),
    "",
    context,
  );
  assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0, context);
  assertEquals([await judge(`${dir}/s`, `${dir}/t`), leftovers(`${dir}/t`)], [[], ""], context);
}

testOrSkip(
  "mirror: a temporary file of a living process that FUSE has closed just now waits for its name",
  needsRoot() ?? needsPrograms("bindfs"),
  async () => {
    await withScratch(async (dir) => {
      const name = `.ferry-${Deno.pid.toString(16)}-01234567-1-0.tmp`;
      // It has its source's time by then.
      const make = `echo whole >t/${name}; touch -d 2020-01-01 t/${name}`;
      sh(`mkdir s t m; echo a >s/a; ${make}; bindfs t m`, dir);
      assertEquals((await runFerry(["mirror", "s", "m"], dir)).code, 0);
      assertEquals(sh("cat t/.ferry-*", dir), "whole\n");
    });
  },
);
