// Read-only folders of whoever runs ferry, who is root here without the right to write anywhere. Those of the
// trees are made writable while they are worked in and have their mode afterwards, however the run ends;
// one that entries are only put into is left as it is, and refuses them.

import { assert, assertEquals } from "@std/assert";
import type { Outcome } from "../support/ferry.ts";
import { startFerry, stopped, until } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, look, sh, withScratch } from "../support/safety.ts";
import { cannotSwitchUser, runAsUser, USER } from "../support/ordinary_user.ts";
import { testOrSkip } from "../support/skip.ts";

const reason = needsRoot() ?? needsPrograms("setpriv");
const PREFIX = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"];

function test(name: string, body: (dir: string) => Promise<void>): void {
  testOrSkip(name, reason, () => withScratch(body));
}

const start = (dir: string, ...args: string[]) => startFerry(args, dir, PREFIX);
const run = (dir: string, ...args: string[]): Promise<Outcome> => start(dir, ...args).finished;
const modeOf = (path: string) => (Deno.statSync(path).mode ?? 0) & 0o7777;

for (
  const [what, args, code] of [
    ["a file", ["copy", "s/a", "ro"], 1],
    ["a file in place of another", ["copy", "s/b", "ro"], 1],
    ["two files", ["copy", "-t", "ro", "s/a", "s/b"], 1],
    ["a symlink", ["copy", "s/l", "ro"], 1],
    ["a FIFO", ["copy", "--specials", "s/p", "ro"], 1],
    ["a folder", ["copy", "s", "ro"], 4],
  ] as const
) {
  test(`copying ${what} into a read-only folder is refused, and its mode stays`, async (dir) => {
    sh("mkdir s ro; echo a >s/a; echo newer >s/b; echo b >ro/b; ln -s a s/l; mkfifo s/p", dir);
    sh("chmod 555 ro; touch -d @1000 ro", dir);
    const before = look(dir);
    const outcome = await run(dir, ...args);
    assertEquals(outcome.code, code, outcome.stderr);
    assert(/'ro.*Permission denied \(EACCES\)/.test(outcome.stderr), outcome.stderr);
    assertEquals(look(dir), before);
  });
}

/** A target whose folders are read-only, with something to copy, to replace and to delete in each. */
const TREES = `mkdir -p s/d/e t/d/e; echo new | tee s/d/new >s/d/e/new; echo newer >s/d/old
  echo old >t/d/old; touch t/d/gone t/d/e/gone; chmod 555 t/d/e t/d; touch -d @1000 s/d/e s/d`;

for (const flags of [[], ["--no-perms"], ["--no-perms", "--no-times"]]) {
  const name = ["mirror", ...flags].join(" ");
  test(`${name}: read-only folders of the target are written to and have their mode afterwards`, async (dir) => {
    sh(TREES, dir);
    const outcome = await run(dir, "mirror", ...flags, "s", "t");
    assertEquals([outcome.code, outcome.stderr], [0, ""]);
    assertEquals(
      sh("cd t; find . -type f | sort; cat d/old", dir),
      "./d/e/new\n./d/new\n./d/old\nnewer\n",
    );
    const mode = flags.length === 0 ? "755" : "555";
    const time = flags.includes("--no-times") ? "" : " 1000";
    assertEquals(
      sh(`stat -c '%a${time && " %Y"}' t/d t/d/e`, dir),
      `${mode}${time}\n${mode}${time}\n`,
    );
  });
}

test("a read-only folder in which everything fails has its mode and times afterwards", async (dir) => {
  sh("mkdir -p s/d t/d; echo a >s/d/a; chmod 0 s/d/a; chmod 555 t/d; touch -d @1000 s/d t/d", dir);
  const { code } = await run(dir, "mirror", "--no-perms", "s", "t");
  assertEquals([code, sh("stat -c '%a %Y' t/d", dir)], [1, "555 1000\n"]);
});

for (const flags of [[], ["--no-perms"]]) {
  const name = ["mirror", ...flags].join(" ");
  test(`${name}: a run that is stopped in a read-only folder gives it its mode back`, async (dir) => {
    sh("mkdir -p s/d t/d; head -c 40M /dev/zero >s/d/large; chmod 555 t/d", dir);
    const process = start(dir, "mirror", "--bwlimit=1M", "--sparse=never", ...flags, "s", "t");
    await until("the folder is writable", () => modeOf(`${dir}/t/d`) === 0o755);
    process.kill("SIGINT");
    const outcome = await stopped(process);
    assertEquals(outcome.code, 130, outcome.stderr);
    assertEquals(modeOf(`${dir}/t/d`), 0o555);
    assertEquals(leftovers(`${dir}/t`), "");
  });
}

test("a read-only folder that several threads work in has its mode afterwards", async (dir) => {
  // More names than one listing takes.
  sh(
    `mkdir -p s/d t/d; cd s/d; long=$(printf 'n%.0s' {1..230})
     for i in {1..2500}; do : >$long$i; done; cd ../..; chmod 555 t/d`,
    dir,
  );
  const outcome = await run(dir, "mirror", "-j2", "--no-perms", "s", "t");
  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  assertEquals([modeOf(`${dir}/t/d`), sh("ls t/d | wc -l", dir)], [0o555, "2500\n"]);
});

test("new folders that are read-only in the end are filled and named whichever comes first", async (dir) => {
  sh(
    `for i in {1..9}; do mkdir -p s/$i/{a,b}/c; for j in {1..20}; do : >s/$i/a/$j; : >s/$i/b/c/$j; done; done
     find s -mindepth 1 -type d -exec chmod 555 {} +`,
    dir,
  );
  const outcome = await run(dir, "mirror", "-j2", "s", "t");
  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  assertEquals(
    sh("cd t; find . -printf '%P %m\\n' | sort", dir),
    sh("cd s; find . -printf '%P %m\\n' | sort", dir),
  );
});

testOrSkip(
  "read-only folders that cannot be deleted have their mode afterwards",
  cannotSwitchUser,
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s t/gone/deep/theirs t/gone/shut; touch s/a t/gone/deep/theirs/x t/gone/x t/gone/shut/x
       chown -R ${USER}:${USER} .; chown root t/gone/deep/theirs; chmod 555 t/gone t/gone/deep
       chown root t/gone/shut; chmod 755 t/gone/shut`,
        dir,
      );
      const outcome = await runAsUser(["mirror", "s", "t"], dir);
      assertEquals(outcome.code, 1, outcome.stderr);
      assertEquals(
        sh("find t/gone -printf '%P %m\\n' | sort", dir),
        " 555\ndeep 555\ndeep/theirs 755\ndeep/theirs/x 644\nshut 755\nshut/x 644\n",
      );
    });
  },
);
