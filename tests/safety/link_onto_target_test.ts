// A link never replaces what it leads to, by whichever way it comes to it: the contents would be gone. And a
// link's place is taken by another link as often as one likes.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { needsRoot } from "../support/mounts.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const FARM = "a link farm onto its own store";
const FLAGS = [[], ["-n"], ["--update"], ["--existing"], ["--max-delete=50"], ["-j3"]];

/** [what, how source `s` and target `t` are made, what of the target must stay]. */
const CASES: readonly (readonly [string, string, string])[] = [
  [FARM, "ln -s ../t/a s/a; ln -s $PWD/t/a s/b; echo a >t/a", "t/a"],
  [
    "a link that leads there by others",
    "ln -s ../k1 s/a; ln -s k2 k1; ln -s t/a k2; echo a >t/a",
    "t/a",
  ],
  ["a link to another name of the file", "echo a >store; ln store t/a; ln -s ../store s/a", "t/a"],
  ["names of one link", "ln -s ../t/b s/a; ln s/a s/b; echo b >t/b", "t/b"],
  ["a link to a FIFO", "ln -s ../t/a s/a; mkfifo t/a", "t/a"],
  [
    "a link to the folder of its name",
    "ln -s ../t/a s/a; mkdir t/a; echo in >t/a/in; touch t/extra",
    "t/a/in",
  ],
  [
    "a link into the folder of its name",
    "ln -s ../t/a/b/c s/a; mkdir -p t/a/b; echo c >t/a/b/c",
    "t/a/b/c",
  ],
  [
    "a link by others into the folder of its name",
    "ln -s ../k s/a; ln -s t/a/b k; mkdir -p t/a/b; echo c >t/a/b/c",
    "t/a/b/c",
  ],
  [
    "a link into the folder of its name, which is no text",
    "ln -s ../t/$'\\xff'/c s/$'\\xff'; mkdir t/$'\\xff'; echo c >t/$'\\xff'/c",
    "t/*/c",
  ],
  ["a link in a sub-folder", "mkdir s/d t/d; ln -s ../../t/d/a s/d/a; echo a >t/d/a", "t/d/a"],
];

for (const [what, build, kept] of CASES) {
  const all = what === FARM ? FLAGS : FLAGS.slice(0, 2);
  for (const flags of all) {
    Deno.test(`mirror ${flags}: ${what}: refused as the same file, exit 1, and nothing of it is lost`, async () => {
      await withScratch(async (dir) => {
        sh(`mkdir s t; ${build}; find t -exec touch -hd @1 {} +`, dir);
        const before = sh(`stat -c '%i %F %s' ${kept}`, dir);
        const { code, stderr } = await runFerry(["mirror", ...flags, "s", "t"], dir);
        assertEquals([code, sh(`stat -c '%i %F %s' ${kept}`, dir)], [1, before], stderr);
        assertStringIncludes(stderr, "SAME_FILE");
      });
    });
  }
}

for (const link of ["../m", "../m/c"]) {
  testOrSkip(
    `mirror: a link to ${link}, where a part of the folder of its name is mounted, does not replace that`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        sh(`mkdir -p s t/a/b m; echo c >t/a/b/c; ln -s ${link} s/a; mount --bind t/a/b m`, dir);
        const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
        assertEquals([code, sh("cat t/a/b/c", dir)], [1, "c\n"], stderr);
        assertStringIncludes(stderr, "SAME_FILE");
      });
    },
  );
}

for (const [kind, build] of [["file", "echo old >t/d"], ["folder", "mkdir t/d"]] as const) {
  Deno.test(`mirror --dereference: a link to the ${kind} of the target in whose place its folder comes is followed once at most`, async () => {
    await withScratch(async (dir) => {
      sh(`mkdir -p s/d t; ln -s ../../t/d s/d/f; ${build}`, dir);
      const { code, stderr } = await runFerry(["mirror", "-L", "s", "t"], dir);
      assertEquals([code, sh("find t -mindepth 2 | wc -l", dir)], [1, "0\n"], stderr);
    });
  });
}

for (const flag of ["--update", "--existing", "--ignore-existing", "--inplace"]) {
  Deno.test(`copy ${flag}: a link onto its file is refused, exit 2`, async () => {
    await withScratch(async (dir) => {
      sh("echo data >f; ln -s f l; touch -hd @1 f", dir);
      const { code, stderr } = await runFerry(["copy", flag, "l", "f"], dir);
      assertEquals([code, sh("cat f; stat -c %F f", dir)], [2, "data\nregular file\n"]);
      assertStringIncludes(stderr, "are the same file");
    });
  });
}

Deno.test("copy: a link in a tree that leads to its target entry is refused, the others are copied", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s t t/s; ln -s ../t/s/a s/a; echo a >t/s/a; echo b >s/b", dir);
    const { code, stderr } = await runFerry(["copy", "s", "t"], dir);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "SAME_FILE");
    assertEquals(sh("cat t/s/a t/s/b; stat -c %F t/s/a", dir), "a\nb\nregular file\n");
  });
});

Deno.test("mirror: a link that leads to another file than the one it replaces replaces it", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s t; echo b >b; ln -s ../b s/a; echo a >t/a; ln -s none s/c; echo c >t/c", dir);
    const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
    assertEquals([code, stderr, sh("readlink t/a t/c", dir)], [0, "", "../b\nnone\n"]);
  });
});

Deno.test("mirror: a file replaces a link that leads to it, and nothing is lost", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s t; echo a >s/a; ln -s ../s/a t/a", dir);
    const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(sh("cat s/a t/a; stat -c %F t/a", dir), "a\na\nregular file\n");
  });
});

/** Command lines that put a link in a link's place. */
const REPLACED: readonly (readonly [string, string, string])[] = [
  ["a dangling link", "ln -s none k", "copy k k2"],
  ["a dangling link by -T", "ln -s none k", "copy -T k k2"],
  ["a link onto a dangling one", "ln -s f k; ln -s none k2", "copy k k2"],
  ["a link onto one that leads to itself", "ln -s f k; ln -s k2 k2", "copy k k2"],
  ["a link onto one that leads through a file", "ln -s f k; ln -s f/x k2", "copy k k2"],
  ["a link onto one to a file", "ln -s f k; ln -s g k2", "copy k k2"],
  ["a link to a folder by -T", "mkdir d; ln -s d k; ln -s d k2", "copy -T k k2"],
  ["a link to a folder onto a dangling one", "mkdir d; ln -s d k; ln -s none k2", "copy -T k k2"],
  ["a dangling link into a folder", "mkdir d; ln -s none k; ln -s other d/k", "copy k d"],
  ["a link into a folder that is named by a link", "mkdir d; ln -s d e; ln -s f k", "copy k e"],
  ["a link by -t", "mkdir d; ln -s none k", "copy -t d k"],
];

for (const [what, build, line] of REPLACED) {
  Deno.test(`${line}: ${what}, once and again: the same link, exit 0`, async () => {
    await withScratch(async (dir) => {
      sh(`echo f >f; echo g >g; ${build}`, dir);
      for (let i = 0; i < 2; i++) {
        const before = look(dir);
        const plan = await runFerry([...line.split(" "), "-n"], dir);
        assertEquals([plan.code, look(dir)], [0, before], plan.stderr);
        const { code, stderr } = await runFerry(line.split(" "), dir);
        // That a link is copied as one is said, and nothing else is.
        const said =
          "ferry: source 'k' is a symlink and copied as one; --dereference-args copies " +
          "what it leads to, -L what all links lead to\n";
        assertEquals([code, stderr], [0, said]);
        const target = /-t| d$| e$/.test(line) ? "d/k" : "k2";
        assertEquals(sh(`readlink ${target}; cat f g`, dir), sh("readlink k; echo f; echo g", dir));
      }
    });
  });
}

Deno.test("copy: a FIFO takes the place of a dangling link, as with cp -a", async () => {
  await withScratch(async (dir) => {
    sh("mkfifo p; ln -s none k", dir);
    for (let i = 0; i < 2; i++) {
      const { code, stderr } = await runFerry(["copy", "--specials", "p", "k"], dir);
      // The second time DEST is a FIFO itself.
      assertEquals(sh("stat -c %F k", dir), "fifo\n");
      if (i === 0) assertEquals([code, stderr], [0, ""]);
    }
  });
});
