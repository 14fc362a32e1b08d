// Two moves of one SOURCE to one new DEST on another file system, and what is there under the move's temporary name: nothing
// is lost, one of the runs is done, and no temporary name stays.

import { assert, assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry, start, until } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const ARGS = ["move", "-j1", "s", "other/new"];
/** Calls at which the first run is held while the second one does all it can, and whether that is before or after the call. */
const MOMENTS = [
  ["mkdirat", "delay_exit"],
  ["renameat2", "delay_enter"],
  ["renameat2", "delay_exit"],
  ["openat2", "delay_enter"],
  ["unlinkat", "delay_enter"],
  ["unlinkat", "delay_exit"],
] as const;
const HELD = "2s";

testOrSkip(
  "move: two of one SOURCE to one new DEST at once lose nothing, one is done, and no mark stays",
  needsRoot() ?? needsPrograms("strace", "rsync"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir other; mount -t tmpfs -o mode=755 t other", dir);
      sh("mkdir -p before/d/e; echo >before/d/1; find before -exec touch -hd @1 {} +", dir);
      for (const [call, side] of MOMENTS) {
        for (const when of call === "unlinkat" ? [1, 4] : [1]) {
          const context = `${call} ${when} ${side}`;
          sh("rm -rf s other/*; cp -a before s; rm -f calls", dir);
          const inject = `inject=${call}:${side}=${HELD}:when=${when}`;
          const strace = ["strace", "-fqq", "-o", "calls", "-e", `trace=${call}`, "-e", inject];
          const one = start([...strace, ...ferryCommand(), ...ARGS], dir);
          await until(context, () => sh("cat calls 2>/dev/null || :", dir).includes(call));
          const other = await runFerry(ARGS, dir);
          const codes = [(await one.finished).code, other.code];
          assert(codes.includes(0), `${context}: ${codes} ${other.stderr}`);
          assertEquals(sh("ls -A", dir), "before\ncalls\nother\n", context);
          assertEquals(await judge(`${dir}/before`, `${dir}/other/new`), [], context);
          assertEquals([leftovers(`${dir}/other`), sh("ls -A other", dir)], ["", "new\n"], context);
        }
      }
    });
  },
);

/** Kills a move as it is to give DEST its name. */
async function killBeforeNaming(dir: string): Promise<void> {
  sh("mkdir -p s other; mount -t tmpfs -o mode=755 t other; echo >s/f; mkdir x; echo >x/g", dir);
  const strace = ["strace", "-fqq", "-o", "/dev/null", "-e", "trace=renameat2"];
  const kill = ["-e", "inject=renameat2:signal=KILL:when=1"];
  const killed = start([...strace, ...kill, ...ferryCommand(), ...ARGS], dir);
  assertEquals((await killed.finished).code, 137);
}

testOrSkip(
  "move: a folder under the move's temporary name that ferry has not made is not taken over, and not swept",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      await killBeforeNaming(dir);
      const temporary = sh("ls -A other", dir).trim();
      sh(`rm other/${temporary}/.ferry-*; echo mine >other/${temporary}/mine`, dir);
      assertEquals((await runFerry(ARGS, dir)).code, 0);
      assertEquals((await runFerry(["copy", "-T", "x", "other"], dir)).code, 0);
      assertEquals(
        sh("cd other; find . -type f | sort", dir),
        `./${temporary}/mine\n./g\n./new/f\n`,
      );
    });
  },
);

testOrSkip(
  "move: what a killed run has left under the move's temporary name is swept by the next run that lists the folder",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      await killBeforeNaming(dir);
      assertEquals(sh("ls -A other | wc -l", dir), "1\n");
      assertEquals((await runFerry(["copy", "-T", "x", "other"], dir)).code, 0);
      assertEquals(sh("ls -A other", dir), "g\n");
    });
  },
);
