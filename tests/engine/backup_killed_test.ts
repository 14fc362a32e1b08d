// `--backup-dir`: runs that are killed in the middle of renaming lose nothing.

import { assert, assertEquals } from "@std/assert";
import { mirror } from "../support/runs.ts";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { snapshot } from "../support/snapshot.ts";
import { lost } from "./backup_trees.ts";

/** Scripts that make what is replaced, what gives way and what is deleted. */
const KILLED: readonly (readonly [string, string])[] = [
  [
    "files that are replaced",
    "for f in $(seq 60); do echo old $f > t/$f; echo new $f + > s/$f; done",
  ],
  [
    "a folder that gives way",
    "mkdir t/k; echo > s/k; for f in $(seq 60); do echo $f > t/k/$f; done",
  ],
  [
    "a folder that is deleted",
    "mkdir t/k; for f in $(seq 60); do echo $f > t/k/$f; done; echo > s/x",
  ],
];

const CHANGES_OF_NAMES = "rename,renameat,renameat2,link,linkat,unlink,unlinkat";

for (const [name, script] of KILLED) {
  const reason = needsRoot() ?? needsPrograms("rsync", "strace");
  testOrSkip(`--backup-dir: killed runs lose nothing of ${name}`, reason, async () => {
    await withScratch(async (dir) => {
      sh(`mkdir s t; ${script}`, dir);
      const old = snapshot(`${dir}/t`);
      const same = (path: string) => path;
      let killed = 0;
      for (let i = 0; i < 2; i++) {
        const when = 1 + Math.floor(Math.random() * 40);
        const prefix = ["-fqq", "-o", "/dev/null", "-e", `trace=${CHANGES_OF_NAMES}`];
        const kill = ["-e", `inject=${CHANGES_OF_NAMES}:signal=SIGKILL:when=${when}`];
        const run = ["mirror", "-q", "-j1", "--backup-dir=../b", `${dir}/s`, `${dir}/t`];
        const args = [...prefix, ...kill, ...ferryCommand(), ...run];
        const { success } = await new Deno.Command("strace", { args, stderr: "null" }).output();
        if (!success) killed++;
        const places = [`${dir}/t`, `${dir}/b`].filter((path) => exists(path)).map((path) =>
          [snapshot(path), same] as const
        );
        assertEquals(lost(old, places), [], `killed at the ${when}th change`);
      }
      assert(killed > 0);
      await mirror(`${dir}/s`, `${dir}/t`, { backupDir: "../b" });
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
      assertEquals(lost(old, [[snapshot(`${dir}/b`), same]]), []);
    });
  });
}

/** Scripts that make a folder for backups `b` in which a backup is made under a temporary name. */
const NAMED_IN_TWO_STEPS: readonly (readonly [string, string, string | null])[] = [
  ["where it takes the place of an older one", "echo oldest > b/f", null],
  ["on another file system", "mkdir u; bindfs u b", needsPrograms("bindfs")],
];

for (const [what, script, reason] of NAMED_IN_TWO_STEPS) {
  const needs = needsRoot() ?? needsPrograms("rsync", "strace") ?? reason;
  testOrSkip(
    `--backup-dir: what a killed run leaves of a backup is swept, ${what}`,
    needs,
    async () => {
      await withScratch(async (dir) => {
        sh(`mkdir s t b; echo new > s/f; echo old > t/f; touch -d @1 t/f; ${script}`, dir);
        const run = ["mirror", "-q", "-j1", "--backup-dir=../b", "s", "t"];
        const calls = "renameat,renameat2";
        const prefix = ["-fqq", "-o", "/dev/null", "-e", `trace=${calls}`];
        const args = [...prefix, "-e", `inject=${calls}:signal=SIGKILL:when=1`, ...ferryCommand()];
        await new Deno.Command("strace", { args: [...args, ...run], cwd: dir, stderr: "null" })
          .output();
        assertEquals([leftovers(`${dir}/b`) !== "", sh("cat t/f", dir)], [true, "old\n"]);
        assertEquals((await runFerry(run, dir)).code, 0);
        assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
        assertEquals(sh("ls -A b; cat b/f", dir), "f\nold\n");
      });
    },
  );
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

// A folder for backups was made private under its own name, and stayed so where the run was killed before it had the mode of
// the target's folder: the next run found it and put backups into it.
for (const inDest of [false, true]) {
  const what = inDest ? "in DEST" : "beside DEST";
  const reason = needsRoot() ?? needsPrograms("rsync", "strace");
  testOrSkip(
    `--backup-dir: a killed run leaves no folder that is not whole, ${what}`,
    reason,
    async () => {
      await withScratch(async (dir) => {
        const backups = inDest ? ".old" : "../b";
        const make =
          `rm -rf s t b; mkdir -p s/d t/d; chmod 775 s t s/d t/d; chown 65533:65534 s t s/d t/d
        echo new >s/d/f; echo old >t/d/f; touch -d @1 t/d/f; touch -d @2 s t s/d t/d`;
        const run = ["mirror", "-q", "-j1", `--backup-dir=${backups}`, "s", "t"];
        const calls = "mkdirat,fchmod,fchmodat,fchown,fchownat,renameat,renameat2";
        for (let when = 1;; when++) {
          sh(make, dir);
          const prefix = ["-fqq", "-o", "/dev/null", "-e", `trace=${calls}`];
          const kill = [
            "-e",
            `inject=${calls}:signal=SIGKILL:when=${when}`,
            ...ferryCommand(),
            ...run,
          ];
          const { success } = await new Deno.Command("strace", {
            args: [...prefix, ...kill],
            cwd: dir,
            stderr: "null",
          }).output();
          assertEquals((await runFerry(run, dir)).code, 0);
          const found = sh(
            `cd t; stat -c '%a %u %g %n' ${backups} ${backups}/d; cat ${backups}/d/f`,
            dir,
          );
          assertEquals(
            found,
            `775 65533 65534 ${backups}\n775 65533 65534 ${backups}/d\nold\n`,
            `killed at call ${when}`,
          );
          assertEquals(sh("find . -name '.ferry*'", dir), "", `killed at call ${when}`);
          if (success) break;
        }
      });
    },
  );
}
