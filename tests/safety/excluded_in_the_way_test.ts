// Where the rules leave out one of two entries of a name because it is a folder and the other is not, the
// target's stays as it is, and the source's, which cannot be copied then, is named.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { sh, withScratch } from "../support/safety.ts";

/** [what, how source `s` and target `t` are made, rules, the code of the refusal]. */
const CASES: readonly (readonly [string, string, readonly string[], string])[] = [
  [
    "a file and an excluded folder",
    "echo f >s/x; mkdir t/x; echo k >t/x/k",
    ["--exclude", "x/"],
    "EISDIR",
  ],
  ["a file and an excluded empty folder", "echo f >s/x; mkdir t/x", ["--exclude", "x/"], "EISDIR"],
  [
    "a file in a sub-folder and an excluded folder",
    "mkdir s/d t/d; echo f >s/d/x; mkdir t/d/x; echo k >t/d/x/k",
    ["--exclude", "/d/x/"],
    "EISDIR",
  ],
  ["a symlink and an excluded folder", "ln -s none s/x; mkdir t/x; echo k >t/x/k", [
    "--exclude",
    "x/",
  ], "EISDIR"],
  [
    "a FIFO and an excluded folder",
    "mkfifo s/x; mkdir t/x; echo k >t/x/k",
    ["--exclude", "x/"],
    "EISDIR",
  ],
  [
    "hard links and an excluded folder",
    "echo f >s/a; ln s/a s/x; mkdir t/x; echo k >t/x/k",
    ["--exclude", "x/"],
    "EISDIR",
  ],
  [
    "a folder and an excluded file",
    "mkdir s/x; echo in >s/x/in; echo k >t/x",
    ["--include", "*/", "--exclude", "x"],
    "ENOTDIR",
  ],
  [
    "a folder and an excluded symlink",
    "mkdir s/x; echo in >s/x/in; ln -s none t/x",
    ["--include", "*/", "--exclude", "x"],
    "ENOTDIR",
  ],
];

const RUNS = [["mirror", "-n"], ["mirror"], ["mirror", "--max-delete=90%"], ["copy", "-T"]];

for (const [index, [what, build, rules, code]] of CASES.entries()) {
  const runs = index === 0 ? RUNS : RUNS.slice(0, 2);
  Deno.test(`mirror: ${what} of one name: the target's stays, the source's fails by name`, async () => {
    await withScratch(async (dir) => {
      sh(`mkdir s t; touch -d @1 t/extra; ${build}; echo b >s/b`, dir);
      const kept = () =>
        sh("find t -name x -exec find {} -printf '%p %y %i %s %T@\\n' \\; | sort", dir);
      const before = kept();
      for (const args of runs) {
        const outcome = await runFerry([...args, ...rules, "s", "t"], dir);
        assertEquals([outcome.code, kept()], [1, before], outcome.stderr);
        for (const text of [code, "x'", "exclude"]) assertStringIncludes(outcome.stderr, text);
      }
      assertEquals(sh("cat t/b; ls t | grep extra || :", dir), "b\n");
    });
  });
}

Deno.test("verify: a file and an excluded folder of one name are a difference", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s t/x; echo f >s/x", dir);
    assertEquals((await runFerry(["verify", "--exclude", "x/", "s", "t"], dir)).code, 3);
  });
});

Deno.test("mirror: a file that is left out for its size or age takes no folder's place, and that is no failure", async () => {
  await withScratch(async (dir) => {
    for (const flag of ["--max-size=1", "--min-size=1M", "--min-age=1d"]) {
      sh("rm -rf s t; mkdir -p s t/x; echo large >s/x; echo k >t/x/k; touch t/extra", dir);
      const { code, stderr } = await runFerry(["mirror", flag, "s", "t"], dir);
      assertEquals([code, stderr, sh("cat t/x/k", dir)], [0, "", "k\n"]);
    }
  });
});

Deno.test("mirror: a target folder is deleted where the rules leave out only the source's file of its name", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s t/x; echo f >s/x; echo k >t/x/k; echo b >s/b", dir);
    const rules = ["--include", "*/", "--exclude", "x"];
    const { code, stderr } = await runFerry(["mirror", ...rules, "s", "t"], dir);
    assertEquals([code, stderr, sh("ls t", dir)], [0, "", "b\n"]);
    assertEquals(
      sh("rsync -ain --delete --include '*/' --exclude x s/ t/ | grep -v /$ || :", dir),
      "",
    );
  });
});
