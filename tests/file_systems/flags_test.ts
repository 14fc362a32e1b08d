// Flags beside the mode (chattr(1)): kept with everything else, in an order in which nothing is in its own way,
// and lifted for a change where the source has them as well. Judged by lsattr, rsync and find.

import { assert, assertEquals } from "@std/assert";
import { expectSuccess, ferry } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { type Kind, mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { mountOdd, needsOddMount } from "../support/odd_mounts.ts";
import { cannotSwitchUser, runAsUser, USER } from "../support/ordinary_user.ts";
import { leftovers, look, sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";

const scratch = makeScratch("ferry-flags-");
const mounts = mountAll(scratch);
const tools = needsRoot() ?? needsPrograms("chattr", "lsattr", "rsync");
let count = 0;

/** Registers a test that has a folder of its own on each of some file systems. */
function test(
  name: string,
  kinds: readonly Kind[],
  body: (...folders: string[]) => Promise<void>,
  reason: string | null = null,
) {
  const missing = tools ?? reason ?? kinds.map((kind) => mounts[kind].reason).find((text) => text);
  testOrSkip(name, missing ?? null, async () => {
    count++;
    const folders = kinds.map((kind, i) => `${mounts[kind].path}/${count}-${i}`);
    for (const folder of folders) Deno.mkdirSync(folder);
    try {
      await body(...folders);
    } finally {
      // Nothing could be removed otherwise.
      for (const folder of folders) sh(`chattr -R -f -ia '${folder}' || true`);
    }
  });
}

/** Flags of all files and folders, without the one that only says how ext4 stores a file. */
function flagsOf(tree: string): string {
  return sh("find . -type f -o -type d | sort | xargs lsattr -d | tr e -", tree);
}

/** Files, linked ones, folders that are staged and such that are not: with each flag that statx tells. */
const TREE =
  `mkdir -p s/many/below s/fixed/below s/log; for n in {1..20}; do echo $n >s/many/$n; done
  echo a >s/file; echo b >s/linked; ln s/linked s/many/linked; ln s/linked s/fixed/linked; ln -s file s/link
  echo c >s/log/1; echo d >s/journal; echo e >s/fixed/below/e; echo f >s/many/below/f; mkfifo s/fifo
  chattr +d s/file s/many s/many/3; chattr +i s/many/5 s/linked s/many/below; chattr +a s/journal s/log
  chattr +i s/fixed`;

/** Changes in all of that, as root makes them. */
const CHANGES = `chattr -i s/many/5 s/linked s/fixed; echo longer >s/many/5; echo longer >s/linked
  echo new >s/fixed/new; rm -r s/fixed/below; chattr +i s/many/5 s/linked s/fixed; chattr -d s/file
  chattr -a s/log; echo other >s/log/1; echo 2 >s/log/2; chattr +a s/log; echo more >>s/journal
  chattr -i s/many/below; chmod 700 s/many/below; chattr +i s/many/below`;

for (const [from, to] of [["ext4", "xfs"], ["tmpfs", "ext4"]] as const) {
  test(
    `mirror: flags are kept, change nothing the second time, and let changes through, ${from} to ${to}`,
    [from, to],
    async (a, b) => {
      const [source, target] = [`${a}/s`, `${b}/t`];
      const mirror = async (...flags: string[]) => {
        const { stdout } = expectSuccess(await ferry("mirror", ...flags, source, target));
        assertEquals(flagsOf(target), flagsOf(source));
        assertEquals(await judge(source, target), []);
        return stdout;
      };
      sh(TREE, a);
      await mirror();
      const before = look(target);
      assert((await mirror()).includes("nothing to do"));
      assertEquals(look(target), before);
      expectSuccess(await ferry("verify", source, target));
      sh(CHANGES, a);
      const planned = expectSuccess(await ferry("mirror", "-n", source, target)).stdout;
      const done = await mirror("-v");
      const linesOf = (text: string) =>
        text.split("\n").map((line) => line.replace(/^would | \(.*\)$/g, "")).slice(0, -2).sort();
      assertEquals(linesOf(done), linesOf(planned));
      sh("chattr -i s/many/5; echo in place >s/many/5; chattr +i s/many/5", a);
      await mirror("--inplace");
      assertEquals(leftovers(target), "");
    },
  );
}

test(
  "mirror and verify: what only the target locks stays locked, --flags frees it",
  ["ext4"],
  async (dir) => {
    sh("mkdir s; echo a >s/f; echo b >s/g; cp -a s t; chattr +i t/f; echo longer >s/f", dir);
    const [source, target] = [`${dir}/s`, `${dir}/t`];
    const refused = await ferry("mirror", source, target);
    assertEquals(refused.code, 1);
    assert(refused.stderr.includes("t/f': Operation not permitted (EPERM)"), refused.stderr);
    assertEquals(sh("cat t/f", dir), "a\n");
    const { code, stdout } = await ferry("verify", source, target);
    assertEquals(code, 3);
    assert(stdout.includes("flags of 'f': none in SOURCE, immutable in DEST"), stdout);
    // What only the target has is protected as well.
    sh(
      "mkdir -p t/x/y; echo c >t/x/y/c; echo e >t/e; chattr +i t/x/y/c t/x/y t/x; chattr +a t/e",
      dir,
    );
    const kept = await ferry("mirror", source, target);
    assert(/t\/e': Operation not permitted/.test(kept.stderr), kept.stderr);
    assertEquals(sh("cat t/x/y/c t/e", dir), "c\ne\n");
    expectSuccess(await ferry("mirror", "--flags", source, target));
    assertEquals([flagsOf(target), await judge(source, target)], [flagsOf(source), []]);
  },
);

test("--no-flags: no flag is copied or compared", ["ext4"], async (dir) => {
  sh("mkdir s; echo a >s/f; echo b >s/g; chattr +d s/f; chattr +i s/g", dir);
  expectSuccess(await ferry("mirror", "--no-flags", `${dir}/s`, `${dir}/t`));
  assert(!/[di]/.test(sh("lsattr t | cut -c1-20", dir)));
  expectSuccess(await ferry("verify", "--no-flags", `${dir}/s`, `${dir}/t`));
  assertEquals((await ferry("verify", `${dir}/s`, `${dir}/t`)).code, 3);
});

test("--flags: also those that statx does not tell", ["btrfs", "ext4"], async (btrfs, ext4) => {
  sh(
    `mkdir s s/d; touch s/nocow; chattr +C s/nocow; head -c 100000 /dev/urandom >s/nocow
     echo a >s/f; chattr +AS s/f; chattr +D s/d; echo c >s/c; chattr +c s/c`,
    btrfs,
  );
  const [source, target] = [`${btrfs}/s`, `${btrfs}/t`];
  expectSuccess(await ferry("mirror", source, target));
  assertEquals(sh("lsattr -d t/nocow t/f | tr -d -- - | cut -d' ' -f1", btrfs), "\n\n");
  expectSuccess(await ferry("verify", source, target));
  expectSuccess(await ferry("mirror", "--flags", source, `${btrfs}/all`));
  assertEquals(flagsOf(`${btrfs}/all`), flagsOf(source));
  assert(
    (await ferry("mirror", "--flags", source, `${btrfs}/all`)).stdout.includes("nothing to do"),
  );
  expectSuccess(await ferry("verify", "--flags", source, `${btrfs}/all`));
  assertEquals((await ferry("verify", "--flags", source, target)).code, 3);
  // btrfs takes the flag of a file that is not empty without a word, and does not set it.
  const late = await ferry("mirror", "--flags", source, target);
  assert(/keep flags \(no copy-on-write\) of '.*\/nocow': Operation not supp/.test(late.stderr));
  assertEquals([late.code, late.stderr.match(/cannot keep flags/g)?.length], [1, 1], late.stderr);
  // ext4 knows all of them but one.
  const { code, stderr } = await ferry("mirror", "--flags", "--no-xattrs", source, `${ext4}/t`);
  assertEquals([code, stderr.match(/cannot keep flags/g)?.length], [1, 1], stderr);
  assert(/flags \(no copy-on-write\) of '.*\/nocow'/.test(stderr), stderr);
  assertEquals(sh("lsattr -d t/f t/d t/c | cut -c1-20 | tr -d e-", ext4), "SA\nD\nc\n");
});

test(
  "mirror: flags that the target does not have are told once, and no change",
  ["btrfs", "tmpfs"],
  async (a, b) => {
    sh("mkdir s; for n in 1 2 3; do echo $n >s/$n; chattr +c s/$n; done", a);
    const { code, stderr } = await ferry("mirror", "--no-xattrs", `${a}/s`, `${b}/t`);
    const told =
      "ferry: flags of 3 entries not kept, for the target's file system has no such flags: " +
      "compressed\n";
    assertEquals([code, stderr], [0, told]);
    for (const args of [["mirror"], ["mirror", "-n"], ["verify"]]) {
      const { stdout } = expectSuccess(await ferry(...args, "--no-xattrs", `${a}/s`, `${b}/t`));
      assert(/nothing to do|no differences/.test(stdout), stdout);
    }
  },
);

test(
  "mirror -n --flags: what unchanged entries lack is foretold, folders' too, and without --flags nothing is",
  ["btrfs", "tmpfs"],
  async (a, b) => {
    sh("mkdir -p s/d; for n in 1 d/2; do echo $n >s/$n; chattr +c s/$n; done; chattr +c s/d", a);
    const args = ["--flags", "--no-xattrs", `${a}/s`, `${b}/t`];
    await ferry("mirror", ...args);
    const done = await ferry("mirror", ...args), foretold = await ferry("mirror", "-n", ...args);
    assertEquals([done.code, done.stderr.match(/cannot keep flags/g)?.length], [1, 3]);
    assertEquals([foretold.code, foretold.stderr], [1, done.stderr]);
    expectSuccess(await ferry("mirror", "-n", ...args.slice(1)));
  },
);

test(
  "as a user: an immutable source is copied, which flags are lost is told once",
  ["ext4"],
  async (dir) => {
    sh(
      `mkdir s s/d; for n in {1..20}; do echo $n >s/d/$n; done; chattr +d s/d/3
     chown -R ${USER}:${USER} s .; chattr +i s/d/7; chattr +a s/d`,
      dir,
    );
    const { code, stderr } = await runAsUser(["mirror", "s", "t"], dir);
    assertEquals(code, 0, stderr);
    assert(/^ferry: flags of 2 entries not kept.*: append-only, immutable\n$/.test(stderr), stderr);
    assertEquals(sh("lsattr t/d | cut -c1-20 | tr -d '\\ne-'", dir), "d");
    const again = await runAsUser(["mirror", "s", "t"], dir);
    assert(again.stdout.includes("nothing to do"), again.stdout);
    const asked = await runAsUser(["mirror", "--flags", "s", "u"], dir);
    assertEquals(asked.code, 1);
    assert(asked.stderr.includes("cannot keep flags (immutable) of 'u/d/7'"), asked.stderr);
  },
  cannotSwitchUser,
);

for (const flagged of ["s/d/a", "s/d"]) {
  testOrSkip(
    `--flags onto exfat: what it has none of is an error each time, differs, and is not removed from SOURCE (${flagged})`,
    needsOddMount("exfat") ?? needsPrograms("chattr"),
    () => withScratch((dir) => refusesToLose(dir, flagged)),
  );
}

async function refusesToLose(dir: string, flagged: string): Promise<void> {
  sh(`mkdir -p s/d; echo a >s/d/a; chattr +d ${flagged}`, dir);
  const { path } = mountOdd(dir, "exfat");
  const codes: number[] = [];
  for (const command of ["mirror", "mirror", "verify", "move"]) {
    const typed = command === "move" ? ["move", "-T"] : [command];
    const { code, stdout, stderr } = await ferry(...typed, "--flags", `${dir}/s`, `${path}/t`);
    assert(/flags .*no dump/.test(stdout + stderr), stdout + stderr);
    codes.push(code);
  }
  assertEquals(codes, [1, 1, 3, 1]);
  assertEquals(sh(`find ${flagged}`, dir), `${flagged}\n`);
  assertEquals((await ferry("mirror", `${dir}/s`, `${path}/t`)).code, 0);
}
