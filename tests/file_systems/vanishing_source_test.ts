// A source of which something vanishes, or becomes something else, after its folder was listed.

import { assert, assertEquals } from "@std/assert";
import type { Rule } from "../support/faulty.ts";
import { runFerry } from "../support/ferry_process.ts";
import { leftovers, look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { reason, withSource } from "./changing_source.ts";

const ENOENT = 2;

/** Entries that are gone when they are asked for, though their folder lists them. */
const GONE: readonly (readonly [string, string, Rule])[] = [
  ["a file", "a", `open:/a:${ENOENT}`],
  ["a file that is compared", "b", `getattr:/b:${ENOENT}`],
  ["a symlink", "l", `readlink:/l:${ENOENT}`],
  ["a folder", "sub", `readdir:/sub:${ENOENT}`],
];
for (const [what, name, rule] of GONE) {
  testOrSkip(
    `a source that vanishes: ${what} is named, exit 5, nothing else is hurt`,
    reason,
    () =>
      withSource(
        "echo a >s/a; echo b >s/b; ln -s a s/l; mkdir s/sub; echo >s/sub/x; cp -a s/. t; " +
          "echo changed >s/a; ln -sfn b s/l; touch t/extra; touch -d @5 s/sub/x",
        [rule],
        async (dir) => {
          const { code, stderr, stdout } = await runFerry(["mirror", "m", "t"], dir);
          assertEquals(code, 5, stderr);
          assert(stderr.includes(`'m/${name}'`) && stderr.includes("ENOENT"), stderr);
          assert(stdout.includes("1 changed or vanished") && !stdout.includes("failed"), stdout);
          sh("test ! -e t/extra; test -e t/sub/x", dir);
        },
      ),
  );
}

for (
  const [what, name, rule] of [["file", "a", "open:/a:becomes"], [
    "symlink",
    "l",
    "readlink:/l:becomes",
  ]] as const
) {
  testOrSkip(
    `a source ${what} that has become something else is named, exit 5, and the next run copies it`,
    reason,
    () =>
      withSource("echo a >s/a; echo b >s/b; ln -s a s/l", [rule], async (dir) => {
        const { code, stderr } = await runFerry(["mirror", "m", "t"], dir);
        assertEquals(code, 5, stderr);
        assert(stderr.includes(`'m/${name}'`) && stderr.includes("has changed since"), stderr);
        assertEquals([leftovers(`${dir}/t`), sh("cat t/b", dir)], ["", "b\n"]);
        assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
        assertEquals(
          sh("rsync -aHAXSn --no-specials --delete -ic s/ t/ | grep -v 'non-regular' || true", dir),
          "",
        );
      }),
  );
}

for (const [what, name] of [["symlink", "l"], ["FIFO", "p"]] as const) {
  testOrSkip(
    `a source ${what} that is a file when it is looked at is named, exit 5, and nothing is made of it`,
    reason,
    async () => {
      for (const old of ["", `; echo old >t/${name}`]) {
        await withSource(
          `ln -s a s/l; mkfifo s/p; echo b >s/b${old}`,
          [`getattr:/${name}:becomes`],
          async (dir) => {
            const before = look(`${dir}/t`);
            const dry = await runFerry(["mirror", "-n", "m", "t"], dir);
            assertEquals([dry.code, look(`${dir}/t`)], [5, before], dry.stderr);
            sh(`rm s/${name}; ${name === "l" ? "ln -s a s/l" : "mkfifo s/p"}`, dir);
            const { code, stderr } = await runFerry(["mirror", "m", "t"], dir);
            assertEquals(code, 5, stderr);
            assert(stderr.includes(`'m/${name}'`) && stderr.includes("SOURCE_CHANGED"), stderr);
            assertEquals(
              sh(`cat t/b; cat t/${name} || true`, dir),
              old === "" ? "b\n" : "b\nold\n",
            );
          },
        );
      }
    },
  );
}

testOrSkip(
  "--dereference: a link that leads nowhere has not vanished: exit 1",
  null,
  () =>
    withScratch(async (dir) => {
      sh("mkdir s; ln -s nowhere s/l", dir);
      const { code, stderr } = await runFerry(["copy", "-L", "s", "t"], dir);
      assertEquals(code, 1, stderr);
    }),
);
