// A file that has a name in SOURCE and one in DEST: it is left alone, unless the options ask for another owner or mode in
// DEST. Then DEST's name gets a file of its own, and the source keeps what it has.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** Files by two and by four names, one of them below a folder, and entries that are no files. */
const SHARED = `mkdir -p s/in d/in; echo a >s/a; echo b >s/b; mkfifo s/fifo; ln -s a s/link
  ln s/b s/in/c; for name in a b in/c fifo link; do ln s/$name d/$name; done
  find s d -exec touch -hd @1 {} +`;

const LOOK = "find $0 -mindepth 1 ! -type d -printf '%P %y %i %m %U:%G %s %T@\\n' | sort";
const lookAt = (tree: string, dir: string) => sh(LOOK.replace("$0", tree), dir);
const inodes = (tree: string, dir: string) =>
  new Set(sh(`find ${tree} ! -type d -printf '%i\\n'`, dir).trim().split("\n"));

const OPTIONS = [
  ["--chown=5:6"],
  ["--usermap=*:5", "--checksum"],
  ["--groupmap=*:6", "-j3"],
  ["--chown=5:6", "--inplace"],
];

for (const options of OPTIONS) {
  testOrSkip(
    `mirror ${
      options.join(" ")
    }: files that DEST shares with SOURCE are DEST's own afterwards, and SOURCE's are as before`,
    needsRoot(),
    () =>
      withScratch(async (dir) => {
        sh(SHARED, dir);
        const source = lookAt("s", dir);
        const dry = await runFerry(["mirror", "-n", "-v", ...options, "s", "d"], dir);
        assertEquals([dry.code, lookAt("d", dir)], [0, source]);
        const real = await runFerry(["mirror", "-v", ...options, "s", "d"], dir);
        assertEquals(real.code, 0, real.stderr);
        // Which of two names is the first one may differ with threads.
        const operations = ({ stdout }: { stdout: string }) =>
          stdout.split("\n").slice(0, -2)
            .map((line) => line.replace(/^would /, "").replace(/ '.*/, "")).sort();
        assertEquals(operations(real), operations(dry));
        assertEquals(lookAt("s", dir), source);
        const verified = await runFerry(
          ["verify", ...options, "s", "d"].filter((typed) => typed !== "--inplace"),
          dir,
        );
        assertEquals(verified.code, 0, verified.stdout + verified.stderr);
        assertEquals([...inodes("d", dir)].filter((inode) => inodes("s", dir).has(inode)), []);
        assertEquals(inodes("d", dir).size, 4);
        const again = await runFerry(["mirror", ...options, "s", "d"], dir);
        assertStringIncludes(again.stdout, "nothing to do");
      }),
  );
}

for (const options of [[], ["--chmod=u+r"], ["--chmod=F600", "--ignore-existing"]]) {
  Deno.test(`mirror ${options.join(" ")}: files that DEST shares with SOURCE stay shared where that is right`, () =>
    withScratch(async (dir) => {
      sh(SHARED, dir);
      const source = lookAt("s", dir);
      assertEquals((await runFerry(["mirror", ...options, "s", "d"], dir)).code, 0);
      assertEquals([lookAt("s", dir), lookAt("d", dir)], [source, source]);
    }));
}

Deno.test("mirror --chmod: a file that DEST shares with SOURCE gets the mode in DEST alone", () =>
  withScratch(async (dir) => {
    sh(SHARED, dir);
    const source = lookAt("s", dir);
    assertEquals((await runFerry(["mirror", "--chmod=F600", "s", "d"], dir)).code, 0);
    assertEquals(lookAt("s", dir), source);
    assertEquals((await runFerry(["verify", "--chmod=F600", "s", "d"], dir)).code, 0);
  }));

Deno.test("move --chmod: what DEST shares with SOURCE arrives with the mode that was asked for", () =>
  withScratch(async (dir) => {
    sh(SHARED, dir);
    const { code, stderr } = await runFerry(["move", "-T", "--chmod=F600", "s", "d"], dir);
    assertEquals(
      [code, sh("ls; stat -c %a d/a d/b d/in/c", dir)],
      [0, "d\n600\n600\n600\n"],
      stderr,
    );
  }));

Deno.test("mirror -L --chmod: what a link of SOURCE leads to in DEST is no other file: named, and as before", () =>
  withScratch(async (dir) => {
    sh("mkdir s d; echo a >d/a; ln -s ../d/a s/a; echo b >s/b; chmod 644 d/a", dir);
    for (const options of [["-n"], []]) {
      const { code, stderr } = await runFerry([
        "mirror",
        "-L",
        "--chmod=F600",
        ...options,
        "s",
        "d",
      ], dir);
      assertEquals([code, sh("stat -c %a d/a", dir)], [1, "644\n"]);
      assertStringIncludes(stderr, "cannot set owner or mode of 'd/a': ");
    }
    assertEquals(sh("stat -c %a d/b", dir), "600\n");
  }));
