// `mirror --swap`: where anything fails DEST stays, and no tree that is the only one of its kind is removed.

import { assert, assertEquals } from "@std/assert";
import { cString } from "../../ffi/mod.ts";
import { nameHash } from "../../lib/copy/target/name_hash.ts";
import { MADE_BY } from "../../lib/copy/target/temporary_names.ts";
import { copy, mirror } from "../support/runs.ts";
import { ferryCommand, runLibrary } from "../support/ferry.ts";
import { runFerry, start } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { cannotSwitchUser, runAsUser } from "../support/ordinary_user.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

testOrSkip("mirror --swap: where anything fails, DEST stays as it was", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s small; mount -t tmpfs -o size=1m,mode=755 t small; mkdir small/d; echo old >small/d/a
       echo newer >s/a; head -c 3M /dev/urandom >s/large`,
      dir,
    );
    const before = look(`${dir}/small/d`);
    const full = await mirror(`${dir}/s`, `${dir}/small/d`, { swap: true });
    assertEquals([full.outcome, full.filesCopied, full.deleted], ["stopped", 0, 0]);
    sh("rm s/large; touch small/d/{1..9}; rm small/d/{1..9}", dir);
    const limited = await mirror(`${dir}/s`, `${dir}/small/d`, {
      swap: true,
      maxDelete: { amount: 0, unit: "entries" },
    });
    assertEquals(limited.outcome, "done");
    sh("touch small/d/extra", dir);
    const refused = await mirror(`${dir}/s`, `${dir}/small/d`, {
      swap: true,
      maxDelete: { amount: 0, unit: "entries" },
    });
    assertEquals([refused.outcome, refused.deleted], ["stopped", 0]);
    assertEquals(sh("cat small/d/a; ls small/d; ls -A small", dir), "newer\na\nextra\nd\n");
    assert(before.includes("a f"));
  });
});

// The new tree of a DEST that is not there was taken for one on a mount below the target, where a lack of room is told file
// by file.
testOrSkip(
  "mirror --swap: a full disk ends the run at the first file, also where DEST is new",
  needsRoot(),
  async () => {
    for (const { room, make } of FULL) {
      await withScratch(async (dir) => {
        sh(
          `mkdir s small; mount -t tmpfs -o ${room},mode=755 t small; ${make}
           for i in {1..40}; do head -c 100K /dev/urandom >s/$i; done`,
          dir,
        );
        for (const jobs of ["1", "8"]) {
          const outcome = await runFerry(["mirror", "--swap", "-j", jobs, "s", "small/d"], dir);
          assertEquals(outcome.code, 4, outcome.stderr);
          assertEquals(outcome.stderr.match(/ENOSPC/g)?.length, 1, outcome.stderr);
          assertEquals(sh("ls -A small", dir), make === "" ? "" : "full\n");
        }
      });
    }
  },
);

/** No room for all files, for no file, and not even for the new tree's folder. */
const FULL = [
  { room: "size=1m", make: "" },
  { room: "nr_inodes=2", make: "" },
  { room: "nr_inodes=2", make: "touch small/full" },
] as const;

testOrSkip("mirror --swap: no run removes the only tree of its kind", needsRoot(), async () => {
  const nameOf = (maker: number) =>
    `.ferry-3fff9-${nameHash(cString("d")).slice(0, 8)}-${maker.toString(16)}-0.tmp`;
  for (const maker of [MADE_BY.aside, MADE_BY.kept, MADE_BY.keptAside]) {
    await withScratch(async (dir) => {
      const left = nameOf(maker);
      sh(
        `mkdir -p s p/${left}/x; echo old >p/${left}/x/f; echo new >s/a; cp -a p/${left} before`,
        dir,
      );
      // A copy into the folder above, and a backup of that folder.
      assertEquals((await copy(`${dir}/s`, `${dir}/p`, { placement: "exact" })).outcome, "done");
      assertEquals(await judge(`${dir}/before`, `${dir}/p/${left}`), []);
      await mirror(`${dir}/p`, `${dir}/backup`);
      assertEquals(await judge(`${dir}/before`, `${dir}/backup/${left}`), []);
      // With DEST in place again, only one that was to be kept is missed.
      sh("mkdir p/d", dir);
      const { events } = await runLibrary("mirror", `${dir}/s`, `${dir}/p/d`, { swap: true });
      const isNamed = events.some((event) =>
        event.type === "notice" && event.message.includes(left)
      );
      const isThere = sh(`ls -A p`, dir).includes(left);
      assertEquals([isNamed, isThere], maker === MADE_BY.aside ? [false, false] : [true, true]);
    });
  }
  // Where names are not exchanged in one step and DEST has none, it gets its own back.
  for (const maker of [MADE_BY.aside, MADE_BY.keptAside]) {
    await withScratch(async (dir) => {
      sh(`mkdir -p s p/${nameOf(maker)}; echo old >p/${nameOf(maker)}/f; echo new >s/a`, dir);
      const run = await mirror(`${dir}/s`, `${dir}/p/d`, { swap: true, backupDir: "../old" });
      assertEquals([run.outcome, sh("ls -A p p/*", dir)], [
        "done",
        "p:\nd\nold\n\np/d:\na\n\np/old:\nf\n",
      ]);
    });
  }
});

testOrSkip(
  "mirror --swap: what stays of an old tree is named, by the next run as well",
  cannotSwitchUser,
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir -p s d/sub; echo o >d/sub/o; echo a >s/a; chmod 777 .; chown -R 65534:65534 s d; chown 0 d/sub",
        dir,
      );
      const { code, stderr } = await runAsUser(["mirror", "--swap", "s", "d"], dir);
      const name = sh("ls -dA .ferry*", dir).trim();
      assertEquals([code, sh("cat d/a", dir)], [1, "a\n"], stderr);
      assert(stderr.includes(`stays beside 'd' as '${name}'`), stderr);
      const again = await runAsUser(["mirror", "--swap", "s", "d"], dir);
      assertEquals(again.code, 0, again.stderr);
      assert(again.stderr.includes(name), again.stderr);
    });
  },
);

// A run that is killed at each change of a name: between two of them the new or the old tree has a name from which nobody
// could tell which it is, and it stayed for good.
testOrSkip(
  "mirror --swap --backup-dir: the next run completes a killed one, or removes what it has built",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    const run = ["mirror", "-q", "-j1", "--swap", "--backup-dir=../old", "s", "p/d"];
    const calls = "renameat,renameat2";
    const states = new Set<string>();
    for (let when = 1, ended = false; !ended; when++) {
      await withScratch(async (dir) => {
        sh("mkdir -p s p/d; echo new >s/a; echo old >p/d/a; touch -d @1 p/d/a", dir);
        const prefix = ["-fqq", "-o", "/dev/null", "-e", `trace=${calls}`];
        const inject = `inject=${calls}:signal=SIGKILL:when=${when}`;
        const args = [...prefix, "-e", inject, ...ferryCommand(), ...run];
        const traced = await new Deno.Command("strace", { args, cwd: dir, stderr: "null" })
          .output();
        ended = traced.success;
        const isExchanged = sh("cat p/d/a", dir) === "new\n";
        const isKept = sh("ls p", dir).includes("old");
        states.add(`${isExchanged} ${isKept}`);
        const { code, stderr } = await runFerry(run, dir);
        if (isExchanged && !isKept) {
          assertEquals(code, 4, stderr);
          assert(stderr.includes("now has the old tree that a broken-off run was to keep"), stderr);
        } else assertEquals(code, isKept ? 2 : 0, stderr);
        assertEquals(sh("ls -A p; cat p/d/a p/old/a", dir), "d\nold\nnew\nold\n", `${when}`);
      });
    }
    assertEquals([...states].sort(), ["false false", "true false", "true true"]);
  },
);

// The leftover told of the place by its last name alone.
testOrSkip(
  "mirror --swap --backup-dir: the old tree of a killed run goes where that one was to keep it, to no other place of the name",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir -p s p/d b1 b2; ln -s b1 link; echo new >s/a; echo old >p/d/a; touch -d @1 p/d/a",
        dir,
      );
      const run = (
        backups: string,
      ) => ["mirror", "-j1", "--swap", `--backup-dir=${backups}`, "s", "p/d"];
      const inject = "inject=renameat2:signal=SIGKILL:when=2";
      const strace = ["strace", "-fqq", "-o", "/dev/null", "-e", "trace=renameat2", "-e", inject];
      const killed = start([...strace, ...ferryCommand(), ...run("../../b1/x")], dir);
      assertEquals((await killed.finished).code, 137);
      assertEquals(sh("cat p/d/a; ls b1 b2", dir), "new\nb1:\n\nb2:\n");
      const elsewhere = await runFerry(run("../../b2/x"), dir);
      assertEquals(elsewhere.code, 0, elsewhere.stderr);
      assertEquals(sh("cat b2/x/a; ls b1; cat p/.ferry-*/a", dir), "new\nold\n");
      const left = sh("ls -d p/.ferry-*", dir).trim().slice(2);
      assert(elsewhere.stderr.includes(left), `${left} ${elsewhere.stderr}`);
      // By another path to the same place.
      const again = await runFerry(run("../../link/x"), dir);
      assertEquals(again.code, 4, again.stderr);
      assertEquals(sh("cat b1/x/a; ls -A p", dir), "old\nd\n");
    });
  },
);

// The old tree was removed though the new one might not have had its name after a loss of power.
testOrSkip(
  "mirror --swap --fsync: where the exchange cannot be written to disk, the old tree stays and is named",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      for (const backups of [[], ["--backup-dir=../../b/x"]]) {
        sh(
          "rm -rf s p b; mkdir -p s p/d b; echo new >s/a; echo old >p/d/a; touch -d @1 p/d/a",
          dir,
        );
        const run = ["mirror", "-j1", "--swap", "--fsync", ...backups, "s", "p/d"];
        // The folder above DEST, and no other, is what that call is told.
        const strace = ["strace", "-fqq", "-o", "/dev/null", "-P", `${dir}/p`, "-e", "trace=fsync"];
        const inject = ["-e", "inject=fsync:error=EIO"];
        const failed = await start([...strace, ...inject, ...ferryCommand(), ...run], dir).finished;
        assertEquals(failed.code, 1, failed.stderr);
        assert(failed.stderr.includes("EIO"), failed.stderr);
        const old = backups.length > 0 ? "b/x" : sh("ls -d p/.ferry-*", dir).trim();
        assertEquals(sh(`cat p/d/a ${old}/a`, dir), "new\nold\n");
        if (backups.length > 0) continue;
        assert(failed.stderr.includes(old.slice(2)), failed.stderr);
        assertEquals((await runFerry(run, dir)).code, 0);
        assertEquals(sh("cat p/d/a; ls -A p", dir), "new\nd\n");
      }
    });
  },
);
