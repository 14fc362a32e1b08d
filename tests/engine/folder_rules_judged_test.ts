// Rules that folders of the source hold leave out what the tools leave out that they come from: rsync, tar, git.

import "../support/no_history.ts";
import { assertEquals } from "@std/assert";
import { resolveFilters } from "../../lib/cli/lists/list_inputs.ts";
import { CACHE_MARKER, VCS_RULES } from "../../lib/plan/rules/known_rules.ts";
import { settingsOf } from "../cli/fixtures.ts";
import { noRsync } from "../plan/filtered_tree.ts";
import { runLibrary } from "../support/ferry.ts";
import { needsPrograms } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { randomNumbers, seedOfRun } from "../support/torture.ts";
import { copied, list } from "./ruled_tree.ts";

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
