// SOURCE and DEST themselves as somebody else may have made them: names that look like options or carry
// line ends and escape sequences, and symlinks. A link given as a root is followed, once for a whole run,
// so that whoever turns it meanwhile gets one tree or the other, and never a mixture.

import { assertEquals } from "@std/assert";
import { mirror } from "../support/runs.ts";
import { ferryCommand } from "../support/ferry.ts";
import { start } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsRoot } from "../support/mounts.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds, tell } from "../support/torture.ts";
import { attack } from "./attack.ts";

/** Two trees, and a link to the first in a folder of its own. */
const TREES = `mkdir -p one/sub two/sub links outside
  for i in {1..40}; do echo "one $i" >one/sub/$i; echo "two $i" >two/sub/$i; done
  touch -d @1500000000 one/sub/*; touch -d @1400000000 two/sub/*; ln -s ../one links/root`;

/** Shell words. */
const NAMES = [
  "-rf",
  "--delete",
  "--",
  "-",
  "...",
  "..x",
  "$'a\\nb'",
  "$'\\e]0;title\\a\\e[2J'",
  "'$(touch pwned)'",
  '"it\'s"',
  "' '",
  "'*'",
  "C:",
  "host:path",
  "$(printf 'n%.0s' {1..255})",
];

Deno.test("mirror and copy: roots and entries of any name are taken by it, and nothing else is made", async () => {
  const names = NAMES.slice(0, rounds(7, Infinity));
  for (const name of names) {
    await withScratch(async (dir) => {
      sh(
        `mkdir x; cd x; mkdir -p ./${name}/${name}; echo a >./${name}/${name}/${name}; mkdir ../t`,
        dir,
      );
      const mirrored = await runThroughShell(dir, `mirror -- ./${name} ../t/${name}`);
      assertEquals(mirrored, [0, ""], name);
      assertEquals(sh(`diff -r x/./${name} t/${name}; ls -A | xargs`, dir), "t x\n", name);
      const copied = await runThroughShell(dir, `copy -T -- ${name} ../t/copy`);
      assertEquals(copied, [0, ""], name);
      assertEquals(
        sh(`diff -r x/./${name} t/copy; find x -mindepth 1 -maxdepth 1 -printf .`, dir),
        ".",
        name,
      );
    });
  }
  tell(
    `names: ${names.length} that look like options, end lines or control terminals, as roots and entries`,
  );
});

Deno.test("mirror: a root whose name is not UTF-8 cannot be given: exit 2; from within its folder it can", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p x/$'\\xff' t; echo a >x/$'\\xff'/a", dir);
    const [code, stderr] = await runThroughShell(dir, "mirror $'\\xff' ../t");
    assertEquals([code, stderr.includes("not UTF-8")], [2, true], stderr);
    assertEquals(sh("ls -A t", dir), "");
    assertEquals(await runThroughShell(dir, "copy -T . ../t"), [0, ""]);
    assertEquals(sh("cat t/$'\\xff'/a", dir), "a\n");
  });
});

/** Exit code and stderr of ferry, whose operands the shell makes out of `line`. */
async function runThroughShell(dir: string, line: string): Promise<[number, string]> {
  const script = `cd x; exec "$0" "$@" ${line}`;
  const { code, stderr } = await start(["bash", "-c", script, ...ferryCommand()], dir).finished;
  return [code, stderr];
}

testOrSkip(
  "mirror: a symlink as SOURCE that is turned all the time: each run takes one tree, whole",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(TREES, dir);
      await attack(dir, "links", [["root", "../two"]], async () => {
        sh("rm -rf t", dir);
        assertEquals((await mirror(`${dir}/links/root`, `${dir}/t`)).outcome, "done");
        const found = await Promise.all([
          judge(`${dir}/one`, `${dir}/t`),
          judge(`${dir}/two`, `${dir}/t`),
        ]);
        assertEquals(found.filter((differences) => differences.length === 0).length, 1);
      });
    });
  },
);

testOrSkip(
  "mirror: a symlink as DEST that is turned all the time: each run fills one tree, whole",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `${TREES}; mkdir s; cp -a two/. s; echo new >s/sub/1; cp -a one old1; cp -a two old2`,
        dir,
      );
      await attack(dir, "links", [["root", "../two"]], async () => {
        sh("rm -rf one two; cp -a old1 one; cp -a old2 two", dir);
        const before = [look(`${dir}/one`), look(`${dir}/two`)];
        assertEquals((await mirror(`${dir}/s`, `${dir}/links/root`)).outcome, "done");
        const after = [look(`${dir}/one`), look(`${dir}/two`)];
        const touched = ["one", "two"].filter((_, i) => before[i] !== after[i]);
        assertEquals(touched.length, 1);
        assertEquals(await judge(`${dir}/s`, `${dir}/${touched[0]}`), []);
      });
    });
  },
);
