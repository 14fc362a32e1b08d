// Trees far deeper than a path that a system call takes: the work grows with their entries, not with the square of
// their depth, and few files are open at a time.

import { assert, assertEquals } from "@std/assert";
import { ferry, ferryUnder } from "../support/ferry.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { ferryTraced } from "../support/trace.ts";

const reason = needsRoot() ?? needsPrograms("python3");

/** Makes a folder in a folder, so many times, with a file in each and, for a comb, a folder with a file beside it. */
function makeDeep(dir: string, name: string, levels: number, isComb = false): void {
  sh(
    `python3 - <<'END'
import os
os.mkdir("${name}"); os.chdir("${name}")
for level in range(${levels}):
    open("f", "w").close()
    if ${isComb ? "True" : "False"}:
        os.mkdir("a"); open("a/f", "w").close(); os.mkdir("z")
    os.mkdir("d"); os.chdir("d")
END`,
    dir,
  );
}

const DESCRIPTORS = 256;

testOrSkip(
  `trees of 2,000 levels are copied, compared and deleted with ${DESCRIPTORS} descriptors`,
  reason,
  async () => {
    await withScratch(async (dir) => {
      makeDeep(dir, "s", 2000, true);
      sh("mkdir e; touch e/f", dir);
      const limit = ["sh", "-c", `ulimit -n ${DESCRIPTORS}; exec "$@"`, "sh"];
      const run = async (command: string, source: string, ...flags: string[]) => {
        const typed = [command, "--json", ...flags, `${dir}/${source}`, `${dir}/t`];
        const { code, stdout, stderr } = await ferryUnder(limit, ...typed);
        assertEquals(stderr.replace(/^.*--max-delete.*\n.*1 error\n$/, ""), "");
        return { ...JSON.parse(stdout.trim().split("\n").at(-1)!), code };
      };
      const copied = await run("copy", "s", "-T");
      assertEquals([copied.code, copied.files_copied, copied.folders_created], [0, 4000, 6001]);
      const again = await run("mirror", "s", "--exclude=/none");
      assertEquals([again.code, again.files_unchanged, again.files_copied], [0, 4000, 0]);
      assertEquals((await run("verify", "s")).code, 0);
      assertEquals((await run("verify", "e")).code, 3);
      assertEquals((await run("mirror", "e", "-n", "--max-delete=99%")).code, 4);
      const emptied = await run("mirror", "e");
      assertEquals([emptied.code, emptied.deleted, sh("ls t", dir)], [0, 9_999, "f\n"]);
    });
  },
);

testOrSkip(
  "what is excluded at the bottom of a deep tree keeps all the folders above it, and nothing else",
  reason,
  async () => {
    await withScratch(async (dir) => {
      makeDeep(dir, "t", 1500, true);
      sh(
        'python3 -c \'import os; os.chdir("t"); [os.chdir("d") for _ in range(1500)]; open("k.keep", "w").close()\'; mkdir s; touch s/f',
        dir,
      );
      const { code, stderr } = await ferry("mirror", "--exclude=*.keep", `${dir}/s`, `${dir}/t`);
      assertEquals([code, stderr], [0, ""]);
      assertEquals(
        sh("find t -name d | wc -l; find t ! -name d ! -name t -printf '%f\\n'", dir),
        "1500\nf\nk.keep\n",
      );
    });
  },
);

testOrSkip(
  "opening the folders of a deep tree takes a few steps each, not the whole way from the root",
  reason ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      makeDeep(dir, "s", 1000);
      for (const command of [["copy", "-T"], ["mirror"], ["copy", "-T", "-L", "--ignore-times"]]) {
        const watch = { calls: "openat2,openat", below: dir };
        const { code, calls } = await ferryTraced(watch, ...command, `${dir}/s`, `${dir}/t`);
        assertEquals(code, 0);
        const steps = calls.map(({ text }) => /"([^"]*)"/.exec(text)![1].split("/").length)
          .reduce((sum, count) => sum + count, 0);
        assert(steps < 1000 * 200, `${command}: ${steps} components`);
      }
    });
  },
);
