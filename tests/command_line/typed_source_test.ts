// Links, FIFOs and open descriptors that are typed as SOURCE.

import { assert, assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry } from "../support/ferry_process.ts";
import { sh, withScratch } from "../support/safety.ts";

const LINK =
  "ferry: source 's/l' is a symlink and copied as one; --dereference-args copies what it " +
  "leads to, -L what all links lead to\n";

const TREE =
  "mkdir s s/in; echo a >s/a; echo b >s/in/b; ln -s a s/l; ln -s in s/d; ln -s l s/ll; " +
  "ln -s none s/dead; ln -s ../s s/in/up; mkfifo p";

Deno.test("copy: a link typed as SOURCE is copied as one, and that is said with the way out", async () => {
  await withScratch(async (dir) => {
    sh(TREE, dir);
    const { code, stderr } = await runFerry(["copy", "s/l", "x"], dir);
    assertEquals([code, stderr, sh("readlink x", dir)], [0, LINK, "a\n"]);
    assertEquals((await runFerry(["copy", "-q", "s/l", "y"], dir)).stderr, "");
    for (const asked of ["-a", "-d", "-P", "--no-dereference"]) {
      const quiet = await runFerry(["cp", asked, "s/l", `x${asked}`], dir);
      assertEquals(
        [quiet.code, quiet.stderr, sh(`readlink ./x${asked}`, dir)],
        [0, "", "a\n"],
        asked,
      );
    }
    sh("mkdir o", dir);
    const several = await runFerry(["copy", "s/a", "s/l", "s/dead", "o"], dir);
    assertEquals(several.code, 0);
    assert(
      several.stderr.startsWith("ferry: 2 sources, 's/l' among them, are symlinks"),
      several.stderr,
    );
  });
});

Deno.test("copy --dereference-args: typed links are followed, to files and folders, and those inside are not", async () => {
  await withScratch(async (dir) => {
    sh(`${TREE}; mkdir o`, dir);
    const { code, stderr } = await runFerry(
      ["copy", "--dereference-args", "s/ll", "s/d", "o"],
      dir,
    );
    assertEquals([code, stderr], [0, ""]);
    assertEquals(
      sh("cat o/ll o/d/b; readlink o/d/up; test ! -L o/ll; test ! -L o/d", dir),
      "a\nb\n../s\n",
    );
    const again = await runFerry(["copy", "--dereference-args", "-v", "s/ll", "s/d", "o"], dir);
    assertEquals(again.stdout.split(" in ")[0], "nothing to do, 2 unchanged");
    assertEquals((await runFerry(["cp", "-rH", "s/l", "new"], dir)).code, 0);
    assertEquals(sh("cat new; test ! -L new", dir), "a\n");
    const dead = await runFerry(["copy", "--dereference-args", "s/dead", "o"], dir);
    assertEquals([dead.code, dead.stderr], [
      2,
      "ferry: cannot read source 's/dead': No such file or directory (ENOENT)\n",
    ]);
  });
});

Deno.test("copy --dereference-args: a link onto what it leads to is refused", async () => {
  await withScratch(async (dir) => {
    sh(TREE, dir);
    const { code, stderr } = await runFerry(["copy", "--dereference-args", "s/l", "s/a"], dir);
    assertEquals([code, stderr], [2, "ferry: 's/l' and 's/a' are the same file\n"]);
    assertEquals(sh("cat s/a", dir), "a\n");
  });
});

/** [what, a shell line with `ferry` in it, exit code, what stderr says, what the target `x` is then]. */
const DESCRIPTORS: readonly (readonly [string, string, number, string, string])[] = [
  ["standard input from a file", "ferry copy /dev/stdin x <s/a", 0, "", "a"],
  ["a descriptor", "exec 3<s/a; ferry copy /dev/fd/3 x", 0, "", "a"],
  ["a descriptor by proc(5)", "exec 3<s/a; ferry copy /proc/self/fd/3 x", 0, "", "a"],
  ["a link to a descriptor", "ln -s /dev/fd/3 k; exec 3<s/a; ferry copy k x", 0, "", "a"],
  [
    "a folder that is open",
    "exec 3<s/in; ferry copy /dev/fd/3 x; cp x/b y; rm -r x; mv y x",
    0,
    "",
    "b",
  ],
  [
    "standard input from a pipe",
    "ferry copy /dev/stdin x < <(echo a)",
    2,
    "is a FIFO, which is not read: cat '/dev/stdin' >FILE",
    "",
  ],
  ["a process substitution", "ferry copy <(echo a) x", 2, "is a FIFO, which is not read", ""],
  [
    "standard input from a device",
    "ferry copy /dev/stdin x </dev/null",
    2,
    "is a character device",
    "",
  ],
  [
    "a file that was deleted",
    "exec 3<s/a; rm s/a; ferry copy /dev/fd/3 x",
    2,
    "cannot be named: cat '/dev/fd/3' >FILE",
    "",
  ],
  ["a descriptor that is not open", "ferry copy /dev/fd/99 x", 2, "(ENOENT)", ""],
  [
    "a FIFO",
    "ferry copy p x",
    2,
    "source 'p' is a FIFO, which is not read: cat 'p' >FILE; --specials copies it as a FIFO",
    "",
  ],
  ["a FIFO among others", "mkdir x; ferry copy s/a p x; rmdir x", 2, "source 'p' is a FIFO", ""],
  [
    "a link to a FIFO that is followed",
    "ln -s p k; ferry copy --dereference-args k x",
    2,
    "source 'k' is a FIFO",
    "",
  ],
];

for (const [what, line, code, said, contents] of DESCRIPTORS) {
  Deno.test(`copy: ${what} typed as SOURCE is read, or refused in one line`, async () => {
    await withScratch((dir) => {
      sh(TREE, dir);
      const quoted = ferryCommand().map((word) => `'${word}'`).join(" ");
      const script = `ferry() { ${quoted} "$@"; code=$?; }; ${line}; exit $code`;
      const output = new Deno.Command("bash", {
        args: ["-c", script],
        cwd: dir,
        stdin: "null",
        env: { NO_COLOR: "1" },
      }).outputSync();
      const stderr = new TextDecoder().decode(output.stderr);
      assertEquals(output.code, code, stderr);
      assert(stderr.includes(said) && stderr.split("\n").length <= 2, stderr);
      assertEquals(sh("test ! -L x; cat x 2>/dev/null || true", dir).trimEnd(), contents);
    });
  });
}

Deno.test("copy --specials: a FIFO typed as SOURCE is copied as one", async () => {
  await withScratch(async (dir) => {
    sh(TREE, dir);
    assertEquals((await runFerry(["copy", "--specials", "p", "x"], dir)).code, 0);
    assertEquals(sh("stat -c %F x", dir), "fifo\n");
  });
});

Deno.test("move: a FIFO typed as SOURCE is moved only if that is asked for, which is said", async () => {
  await withScratch(async (dir) => {
    sh(TREE, dir);
    const { code, stderr } = await runFerry(["move", "p", "x"], dir);
    const said = "source 'p' is a FIFO, which is not moved\nferry: --specials moves it\n";
    assertEquals([code, stderr], [2, `ferry: ${said}`]);
  });
});

Deno.test("copy -L: of a link that leads nowhere it is said that it could not be followed", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; ln -s nothing s/k", dir);
    const { code, stderr } = await runFerry(["copy", "-LT", "s", "x"], dir);
    assertEquals([code, stderr.split("\n")[0]], [
      1,
      "ferry: cannot follow symlink 's/k': No such file or directory (ENOENT)",
    ]);
  });
});
