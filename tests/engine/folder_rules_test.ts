// Rules that folders of the source hold, in whole runs: what they leave out, in how many threads ever, and that a
// folder whose rules cannot be read is left as it is.

import "../support/no_history.ts";
import { assert, assertEquals } from "@std/assert";
import { resolveFilters } from "../../lib/cli/list_inputs.ts";
import type { FilterRule } from "../../lib/filter_rules.ts";
import { FerryError } from "../../lib/mod.ts";
import { check, verify } from "../support/runs.ts";
import { CACHE_MARKER, VCS_RULES } from "../../lib/plan/rules/known_rules.ts";
import { settingsOf } from "../cli/fixtures.ts";
import { noRsync } from "../plan/filtered_tree.ts";
import { ferry, runLibrary } from "../support/ferry.ts";
import { needsPrograms } from "../support/mounts.ts";
import { cannotSwitchUser, runAsUser } from "../support/ordinary_user.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { randomNumbers, seedOfRun } from "../support/torture.ts";

const RULES: readonly FilterRule[] = [{ ruleFile: ".rules" }];

/** All entries of a tree, folders with a slash behind. */
function list(dir: string): string[] {
  const script = "find . -mindepth 1 -type d -printf '%P/\\n' -o -printf '%P\\n' | sort";
  return sh(script, dir).split("\n").filter(Boolean);
}

/** What a copy takes of a tree, by the flags. */
async function copied(dir: string, ...flags: string[]): Promise<string[]> {
  const filters = await resolveFilters(
    settingsOf("copy", ...flags, "s", "d"),
    new AbortController().signal,
  );
  const { summary } = await runLibrary("copy", `${dir}/s`, `${dir}/d`, { filters, jobs: 1 });
  assertEquals(summary.outcome, "done");
  return list(`${dir}/d`);
}

const TREE = `mkdir -p s/{.git,in/{.svn,deep},cache/sub,no/sub,RCS,CVS} d
  touch s/{a.o,A.O,b.c,core,b.c~,TAGS,.gitignore} s/in/{x.o,y.old,deep/z.exe} s/cache/{1,sub/2} s/no/{1,.nobackup,sub/2}
  touch s/.git/HEAD s/RCS/f s/CVS/f
  echo 'Signature: 8a477f597d28d172789f06886806bc55 and more' >s/cache/CACHEDIR.TAG
  mkdir -p s/fake; touch s/fake/{1,CACHEDIR.TAG}; mkdir -p s/linked; ln -s ../cache/CACHEDIR.TAG s/linked/; touch s/linked/1`;

testOrSkip("-C: leaves out what rsync -C does", noRsync, async () => {
  await withScratch(async (dir) => {
    sh(TREE, dir);
    sh(
      "echo 'b.c !' >s/.cvsignore; echo 'z.* 1' >s/in/.cvsignore; echo 1 >s/in/deep/.cvsignore; touch s/in/1 s/in/deep/1",
      dir,
    );
    sh("mkdir t; HOME=/nonexistent rsync -aC --filter='+ core' s/ t/", dir);
    const home = Deno.env.get("HOME");
    Deno.env.set("HOME", "/nonexistent");
    assertEquals(await copied(dir, "-C", "--filter=+ core"), list(`${dir}/t`));
    if (home !== undefined) Deno.env.set("HOME", home);
  });
});

testOrSkip("-F, -FF and ':e' leave out what rsync's do", noRsync, async () => {
  for (const flags of [["-F"], ["-FF"], ["--filter=:e .rsync-filter", "--filter=- *.c"]]) {
    await withScratch(async (dir) => {
      sh(TREE, dir);
      sh(
        "echo '- *.o' >s/.rsync-filter; printf '+ x.o\\n- /deep\\n' >s/in/.rsync-filter; echo '- z*' >s/.rsync-filter2",
        dir,
      );
      sh(`mkdir t; rsync -a ${flags.map((flag) => `'${flag}'`).join(" ")} s/ t/`, dir);
      assertEquals(await copied(dir, ...flags), list(`${dir}/t`), flags.join(" "));
    });
  }
});

testOrSkip(
  "': DIR/NAME' also reads the files in folders above SOURCE, as rsync does",
  noRsync,
  async () => {
    const random = randomNumbers(seedOfRun());
    const of = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
    const patterns =
      "/x/y/s/a /x/y/s/in/* /y/s/b /s/a /s/in/** /in /a in/b *.o **/b s/a /x/y/s/**/a.o /s/*/a /y/** y/s/a"
        .split(" ");
    const lines = () =>
      Array.from({ length: 2 }, () => `${of(["-", "-", "+"])} ${of(patterns)}\n`).join("");
    for (let i = 0; i < 40; i++) {
      await withScratch(async (dir) => {
        sh("mkdir -p x/y/s/in/s t; touch x/y/s/{a,b,a.o,in/a,in/b,in/a.o,in/s/a,in/s/b}", dir);
        const files: Record<string, string> = {};
        for (const folder of ["", "x", "x/y", "x/y/s", "x/y/s/in"]) {
          if (random() < 0.5) continue;
          files[folder] = lines();
          Deno.writeTextFileSync(`${dir}/${folder}/.rules`, files[folder]);
        }
        const from = of([dir, `${dir}/x/y`, "../..", "..", "../../x", "/etc", "/"]);
        const flag = `--filter=:${of(["", "", "n"])} ${from}/.rules`;
        sh(`rsync -a '${flag}' x/y/s/ t/`, dir);
        const filters = await resolveFilters(
          settingsOf("copy", flag, "s", "d"),
          new AbortController().signal,
        );
        const { summary } = await runLibrary("copy", `${dir}/x/y/s`, `${dir}/d`, {
          filters,
          jobs: 1,
        });
        assertEquals(summary.outcome, "done");
        assertEquals(list(`${dir}/d`), list(`${dir}/t`), JSON.stringify({ flag, files, dir }));
      });
    }
  },
);

testOrSkip(
  "--exclude-vcs, --exclude-caches and --exclude-if-present leave out what tar's options do",
  needsPrograms("tar"),
  async () => {
    const cases = [
      ["--exclude-vcs", "--exclude-vcs"],
      ["--exclude-caches", "--exclude-caches"],
      ["--exclude-if-present=.nobackup", "--exclude-tag=.nobackup"],
    ];
    for (const [ours, theirs] of cases) {
      await withScratch(async (dir) => {
        sh(TREE, dir);
        const names = VCS_RULES.map(({ pattern }) => `'s/in/${pattern}' 's/${pattern}x'`).join(" ");
        sh(`touch ${names}; rm -r s/linked`, dir); // tar follows a link to a tag
        sh(`mkdir t; tar -C s ${theirs} -cf - . 2>/dev/null | tar -C t -xf -`, dir);
        assertEquals(await copied(dir, ours), list(`${dir}/t`), ours);
      });
    }
  },
);

Deno.test("--exclude-caches: a tag that is a link or does not begin right is none", async () => {
  await withScratch(async (dir) => {
    sh(TREE, dir);
    const { summary } = await runLibrary("copy", `${dir}/s`, `${dir}/d`, {
      filters: [CACHE_MARKER],
    });
    assertEquals(summary.outcome, "done");
    const taken = list(`${dir}/d`).filter((path) => /^(cache|fake|linked)\/./.test(path));
    assertEquals(taken, [
      "cache/CACHEDIR.TAG",
      "fake/1",
      "fake/CACHEDIR.TAG",
      "linked/1",
      "linked/CACHEDIR.TAG",
    ]);
  });
});

Deno.test("--gitignore: nested files, a repository's own excludes, and a repository in it by itself", async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s/.git/info s/in s/repo/.git s/repo/in; touch s/{a.log,b.tmp,keep.log,x} s/in/{a.log,x,y} s/repo/{a.log,own,in/own}
      printf '*.log\\n!keep.log\\nx\\n' >s/.gitignore; echo '*.tmp' >s/.git/info/exclude; printf '!x\\n/y\\n' >s/in/.gitignore
      echo own >s/repo/.gitignore`,
      dir,
    );
    const taken = (await copied(dir, "--gitignore")).filter((path) => !/\.git/.test(path));
    assertEquals(taken, ["in/", "in/x", "keep.log", "repo/", "repo/a.log", "repo/in/"]);
  });
});

Deno.test("mirror: what folders' rules exclude stays, --delete-excluded deletes it, and verify leaves it out", async () => {
  for (const deleteExcluded of [false, true]) {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s/in d/in/gone d/marked s/marked; touch s/in/{a,b.o} s/marked/{.no,1} d/in/{b.o,c.o,c,gone/d.o,gone/e} d/marked/2
        echo '*.o' >s/in/.gitignore`,
        dir,
      );
      const filters: FilterRule[] = [{ gitignore: true }, { marker: ".no" }];
      const options = { filters, deleteExcluded };
      const planned = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, {
        ...options,
        dryRun: true,
      });
      const { summary } = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, options);
      assertEquals([summary.outcome, summary.deleted], ["done", planned.summary.deleted]);
      const kept = ["in/b.o", "in/c.o", "in/gone/", "in/gone/d.o", "marked/2"];
      const all = ["in/", "in/.gitignore", "in/a", "marked/", "marked/.no"];
      assertEquals(list(`${dir}/d`), [...all, ...deleteExcluded ? [] : kept].sort());
      assertEquals((await verify(`${dir}/s`, `${dir}/d`, options)).outcome, "done");
      sh("touch d/in/more.o d/in/more", dir);
      const found = await verify(`${dir}/s`, `${dir}/d`, options);
      assertEquals(found.differences, (deleteExcluded ? 2 : 1) + 1); // and the folder's time
    });
  }
});

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

Deno.test("threads: folders deep down and slices of huge ones have the rules of the folders above them", async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s/{1..12}/in/deep/{er,other} s/huge d/huge
      for i in {1..12}; do touch s/$i/in/{a.o,b} s/$i/in/deep/{a.o,b,er/a.o,er/b.x,other/c.o}; done
      for i in {1..12}; do echo '- *.o' >s/$i/.rules; echo '+ a.o' >s/$i/in/deep/er/.rules; done
      (cd s/huge; seq -f 'file-with-a-long-name-%.0f.o' 9000 | xargs touch; seq -f '%.0f' 3000 | xargs touch)
      (cd d/huge; touch x.o y; echo '- *.o' >../../s/huge/.rules)`,
      dir,
    );
    const { summary } = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, {
      filters: RULES,
      jobs: 4,
    });
    assertEquals([summary.outcome, summary.deleted], ["done", 1]);
    const left = list(`${dir}/d`);
    assertEquals(left.filter((path) => path.endsWith(".o")).length, 12 + 1);
    assertEquals(left.filter((path) => path.endsWith("er/a.o")).length, 12);
    assertEquals(summary.filesCopied, 3000 + 12 * 4 + 24 + 1);
    const again = await runLibrary("mirror", `${dir}/s`, `${dir}/d`, { filters: RULES, jobs: 4 });
    assertEquals([again.summary.filesCopied, again.summary.deleted], [0, 0]);
  });
});

Deno.test("names that are not UTF-8: rules in a file mean their bytes", async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir s; touch s/$'\\xff' s/$'\\xfe' s/a; printf -- '- /\\xff\\n' >s/.rules; printf '/\\xfe\\n' >s/.gitignore`,
      dir,
    );
    const filters: FilterRule[] = [...RULES, { gitignore: true }];
    await runLibrary("copy", `${dir}/s`, `${dir}/d`, { filters });
    assertEquals(list(`${dir}/d`), [".gitignore", ".rules", "a"]);
  });
});

Deno.test("rules in a file: a mark before the first is no part of it; what is no rule is told in part", async () => {
  await withScratch(async (dir) => {
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode("- a\n")]);
    const wrong = [["- b\0\n", "line 1: a rule has a NUL in it: save the file as UTF-8"], [
      `\né${"x".repeat(999)}`,
      `line 2: invalid filter rule 'é${"x".repeat(98)}...': it begins with none of`,
    ]];
    for (const [rules, message] of wrong) {
      sh("rm -rf s d; mkdir -p s/in; touch s/a s/in/b", dir);
      Deno.writeFileSync(`${dir}/s/.rules`, marked);
      Deno.writeTextFileSync(`${dir}/s/in/.rules`, rules);
      const { summary } = await runLibrary("copy", `${dir}/s`, `${dir}/d`, { filters: RULES });
      assertEquals(summary.errors.map(({ code }) => code), ["BAD_FILTER"]);
      assertEquals(summary.errors[0].message.slice(0, message.length), message);
      assertEquals(list(`${dir}/d`), [".rules", "in/"]);
    }
  });
});

Deno.test("a file that is named as SOURCE is copied whatever the rules of its folder", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s d; echo '- a' >s/.rules; touch s/a", dir);
    const { code } = await ferry("copy", "--filter=: .rules", `${dir}/s/a`, `${dir}/d`);
    assertEquals([code, list(`${dir}/d`)], [0, ["a"]]);
  });
});

Deno.test("without FFI: the rules of folders are read all the same, and never through a link", () => {
  // Deno's own calls do not reach /dev/shm.
  const dir = Deno.makeTempDirSync({ dir: "/tmp" });
  try {
    sh(
      `mkdir -p s/in/deep s/linked s/fifo; touch s/in/{a.o,b} s/in/deep/{a.o,b} s/{linked,fifo}/1
      echo '- *.o' >s/in/.rules; ln -s ../in/.rules s/linked/; mkfifo s/fifo/.rules`,
      dir,
    );
    const main = new URL("../../main.ts", import.meta.url).pathname;
    const { code, stderr } = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-check", "--allow-all", "--deny-ffi", main],
        ...["copy", "-T", "--no-specials", "--filter=: .rules", "s", "d"],
      ],
      cwd: dir,
    }).outputSync();
    const said = new TextDecoder().decode(stderr);
    assertEquals(code, 1, said);
    for (const name of ["linked", "fifo"]) {
      assert(
        said.includes(`cannot read the rules in 's/${name}/.rules': Rules are read from`),
        said,
      );
    }
    assertEquals(list(`${dir}/d`), [
      "fifo/",
      "in/",
      "in/.rules",
      "in/b",
      "in/deep/",
      "in/deep/b",
      "linked/",
    ]);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
});

Deno.test("check: a list of digests has no folders whose rules could be read", async () => {
  await withScratch(async (dir) => {
    const refused = await check(new Map(), dir, { filters: RULES }).catch((error) => error);
    assert(refused instanceof FerryError);
    assertEquals([refused.kind, refused.code], ["usage", "CONFLICT"]);
  });
});
