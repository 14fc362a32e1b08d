// A folder whose rules cannot be read is left as it is, in source and target.

import "../support/no_history.ts";
import { assert, assertEquals } from "@std/assert";
import { verify } from "../support/runs.ts";
import { runLibrary } from "../support/ferry.ts";
import { cannotSwitchUser, runAsUser } from "../support/ordinary_user.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { list, RULES } from "./ruled_tree.ts";

/** Files of rules that fail, and what is said of them. */
const FAILING: readonly (readonly [make: string, code: string, says: RegExp])[] = [
  ["echo 'frob' >s/in/.rules", "BAD_FILTER", /^line 1: invalid filter rule 'frob'/],
  ["printf '# c\\n\\n- a\\n-q b\\n' >s/in/.rules", "BAD_FILTER", /^line 4: .*'q' means nothing/],
  ["echo ': .more' >s/in/.rules", "BAD_FILTER", /files in folders name no others/],
  ["ln -s a s/in/.rules", "NO_RULES", /regular files only, and never through a link/],
  ["ln -s missing s/in/.rules", "NO_RULES", /never through a link/],
  ["mkdir s/in/.rules", "NO_RULES", /regular files only/],
  ["mkfifo s/in/.rules", "NO_RULES", /regular files only/],
  ["truncate -s 5M s/in/.rules", "NO_RULES", /larger than 4 MiB/],
];

Deno.test("a folder whose rules cannot be read fails: nothing in it is copied or deleted", async () => {
  for (const [make, code, says] of FAILING) {
    for (const command of ["mirror", "copy"] as const) {
      await withScratch(async (dir) => {
        sh(
          `mkdir -p s/in/below s/ok d/in/below d/ok; touch s/in/{a,below/b} s/ok/c d/in/x d/in/below/y d/ok/z; ${make}`,
          dir,
        );
        const { summary } = await runLibrary(command, `${dir}/s`, `${dir}/d`, { filters: RULES });
        const [error] = summary.errors;
        const { op, path, message } = error;
        assertEquals([summary.outcome, summary.errorCount, op, error.code], [
          "partial",
          1,
          "read the rules in",
          code,
        ], make);
        assertEquals(new TextDecoder().decode(path), `${dir}/s/in/.rules`);
        assert(says.test(message), message);
        const left = ["in/", "in/below/", "in/below/y", "in/x", "ok/", "ok/c"];
        assertEquals(list(`${dir}/d`), command === "copy" ? [...left, "ok/z"] : left, make);
        assertEquals((await verify(`${dir}/s`, `${dir}/d`, { filters: RULES })).errorCount, 1);
      });
    }
  }
});

Deno.test("mirror: an entry makes no way for a folder whose rules cannot be read", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s/in d; touch s/in/a s/b d/in; echo frob >s/in/.rules", dir);
    const { summary } = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, { filters: RULES });
    assertEquals([summary.errorCount, list(`${dir}/d`)], [1, ["b", "in"]]);
  });
});

testOrSkip(
  "rules that may not be read: the folder fails, with the system's code",
  cannotSwitchUser,
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir -p s/in d; touch s/in/a s/b; echo '- a' >s/in/.rules; chown -R 65534:65534 s d; chmod 0 s/in/.rules",
        dir,
      );
      const { code, stderr } = await runAsUser(["copy", "-T", "--filter=: .rules", "s", "d"], dir);
      assertEquals(code, 1);
      assert(
        stderr.includes("cannot read the rules in 's/in/.rules': Permission denied (EACCES)"),
        stderr,
      );
      assertEquals(list(`${dir}/d`), ["b", "in/"]);
    });
  },
);
