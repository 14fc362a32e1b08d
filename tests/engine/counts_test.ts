// A run's counts: each kind of entry is in one, the folder that is made for DEST as well, a dry run tells the same,
// and what makes way for another kind counts as deleted where there is a limit.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsRoot } from "../support/mounts.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const COUNTS = [
  "files_copied",
  "files_replaced",
  "folders_created",
  "links_created",
  "specials_created",
  "deleted",
  "files_failed",
];

/** [what, how the sides are made, the command, the counts that are not 0]. */
const CASES: readonly (readonly [string, string, string, Record<string, number>])[] = [
  ["a FIFO in place of a file", "mkfifo p; echo x >t", "copy --specials p t", {
    specials_created: 1,
  }],
  [
    "a FIFO in place of a file in a tree",
    "mkdir s t; mkfifo s/p; echo x >t/p",
    "mirror s t",
    { specials_created: 1 },
  ],
  [
    "FIFOs and hard links of one",
    "mkdir s t; mkfifo s/p s/q; ln s/p s/p2",
    "mirror s t",
    { specials_created: 2, links_created: 1 },
  ],
  ["a new DEST", "mkdir s", "copy s t", { folders_created: 1 }],
  ["a new DEST of a mirror", "mkdir -p s/sub; echo a >s/a", "mirror s t", {
    folders_created: 2,
    files_copied: 1,
  }],
  ["a new folder in DEST", "mkdir -p s/sub t", "copy s t", { folders_created: 2 }],
  ["several new folders in DEST", "mkdir s r t", "copy s r t", { folders_created: 2 }],
  ["a DEST that is there", "mkdir s t; touch s/a", "mirror s t", { files_copied: 1 }],
];

for (const [what, build, line, expected] of CASES) {
  Deno.test(`${line}: ${what} is counted, in the dry run too`, async () => {
    await withScratch(async (dir) => {
      sh(build, dir);
      for (const flags of [["-n"], []]) {
        const { stdout } = await runFerry([...line.split(" "), ...flags, "--json"], dir);
        const summary = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
        const counts = COUNTS.map((name) => [name, summary[name]]).filter(([, count]) =>
          count !== 0
        );
        assertEquals(Object.fromEntries(counts), expected, flags.join());
      }
    });
  });
}

testOrSkip("devices are counted, and the summary names what was made", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh("mkdir s t; mknod s/c c 1 3; mknod s/b b 7 200; echo x >t/c; touch -d @1 s", dir);
    const { stdout } = await runFerry(["mirror", "s", "t"], dir);
    assertStringIncludes(stdout, "2 special files created");
    assertStringIncludes((await runFerry(["mirror", "s", "t"], dir)).stdout, "nothing to do");
  });
});

/** What stands in the target `t` in the way of another kind in `s`, and how many entries that is. */
const IN_THE_WAY: readonly (readonly [string, string, number])[] = [
  ["a file, of a FIFO", "mkfifo s/x; echo k >t/x", 1],
  ["a file, of a folder", "mkdir s/x; echo k >t/x", 1],
  ["a file, of a symlink", "ln -s none s/x; echo k >t/x", 1],
  ["a symlink, of a file", "echo a >s/x; ln -s none t/x", 1],
  ["a FIFO, of a file", "echo a >s/x; mkfifo t/x", 1],
  ["a folder, of a file", "echo a >s/x; mkdir t/x; echo k >t/x/k", 2],
  ["a folder, of a FIFO", "mkfifo s/x; mkdir t/x; echo k >t/x/k", 2],
  [
    "a folder in a folder, of a symlink",
    "mkdir -p s/d t/d/x; ln -s x s/d/x; touch t/d/x/1 t/d/x/2",
    3,
  ],
];

for (const [what, build, entries] of IN_THE_WAY) {
  Deno.test(`mirror --max-delete counts ${what}, and goes to the limit and no further`, async () => {
    await withScratch(async (dir) => {
      sh(`mkdir s t; ${build}; find s t -exec touch -hd @1 {} +`, dir);
      const before = look(dir);
      for (const flags of [["-n"], []]) {
        const limit = `--max-delete=${entries - 1}`;
        const { code, stderr } = await runFerry(["mirror", limit, ...flags, "s", "t"], dir);
        assertEquals([code, look(dir)], [4, before], stderr);
      }
      const { code, stderr } = await runFerry(["mirror", `--max-delete=${entries}`, "s", "t"], dir);
      assertEquals([code, stderr], [0, ""]);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    });
  });
}

Deno.test("mirror --max-delete=0: contents, times and texts of links are no deletions", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir s t; echo new >s/a; echo o >t/a; ln -s 1 s/l; ln -s 2 t/l; touch s/m t/m; chmod 600 t/m",
      dir,
    );
    const { code, stderr } = await runFerry(["mirror", "--max-delete=0", "s", "t"], dir);
    assertEquals([code, stderr, sh("cat t/a; readlink t/l", dir)], [0, "", "new\n1\n"]);
  });
});
