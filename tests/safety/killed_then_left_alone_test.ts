// Runs that leave alone what DEST has, by its time or because it is there, after one that was killed: what that had begun is
// completed all the same. rsync is the judge, which leaves links without their times, and names of one file apart.

import { assert, assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry, start } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

/** Calls, and at how many of each at most. */
const CALLS = [["symlinkat", 2], ["mknodat", 2], ["linkat", 4], ["utimensat", 6]] as const;

for (const option of ["--update", "--ignore-existing"]) {
  testOrSkip(
    `copy ${option}: killed at each call that makes a name or sets times, the same command completes it`,
    needsRoot() ?? needsPrograms("strace", "rsync"),
    async () => {
      await withScratch(async (dir) => {
        sh(
          `mkdir -p s/d; echo 1 >s/a; ln s/a s/b; ln s/a s/c; ln -s x s/l; ln -s y s/d/l; mkfifo s/p
           ln -P s/l s/m; find s -exec touch -hd @1 {} +`,
          dir,
        );
        const args = ["copy", "-j1", "-T", option, "s", "t"];
        let killed = 0;
        for (const [call, most] of CALLS) {
          for (let when = 1; when <= most; when++) {
            const context = `${call} ${when}`;
            // Not a new folder, which is filled before anybody sees it.
            sh("rm -rf t; mkdir -p t/d", dir);
            const kill = ["-e", `trace=${call}`, "-e", `inject=${call}:signal=KILL:when=${when}`];
            const strace = ["strace", "-fqq", "-o", "/dev/null", ...kill];
            const { code } = await start([...strace, ...ferryCommand(), ...args], dir).finished;
            if (code === 0) break;
            assertEquals(code, 137, context);
            killed++;
            assertEquals((await runFerry(args, dir)).code, 0, context);
            assertEquals(await judge(`${dir}/s`, `${dir}/t`), [], context);
            assertEquals(leftovers(`${dir}/t`), "", context);
          }
        }
        assert(killed > 6, `${killed}`);
      });
    },
  );
}

testOrSkip(
  "copy --update: a newer link that leads elsewhere stays; --ignore-existing: a file of other contents stays alone",
  needsPrograms("stat"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s t; ln -s old s/l; echo 1 >s/a; ln s/a s/b; ln s/a s/c; touch -hd @1 s/*", dir);
      sh("ln -s new t/l; echo other >t/a", dir);
      for (const option of ["--update", "--ignore-existing"]) {
        assertEquals((await runFerry(["copy", "-T", option, "s", "t"], dir)).code, 0);
        assertEquals(sh("readlink t/l; cat t/a t/b", dir), "new\nother\n1\n", option);
        assertEquals(sh("stat -c %h t/a t/b t/c", dir), "1\n2\n2\n", option);
        sh("rm t/b t/c", dir);
      }
    });
  },
);
