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
/** The same for a DEST that has its name; of how many such calls it is which. */
const MOMENTS_INTO = [
  ["mkdirat", "delay_exit", 1],
  ["flock", "delay_enter", 1],
  ["flock", "delay_exit", 1],
  ["utimensat", "delay_enter", 1],
  ["utimensat", "delay_enter", 4],
  ["unlinkat", "delay_enter", 1],
  ["unlinkat", "delay_exit", 4],
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

// Both were at work in DEST's folder, each in the other's way, and either ended with errors.
for (
  const [args, name, isThere] of [
    [["other"], "s", true],
    [["other"], "s", false],
    [["-T", "other/new"], "new", true],
  ] as const
) {
  const what = isThere ? "a folder that is there" : "a new folder there";
  testOrSkip(
    `move ${args.join(" ")}: of two into ${what} one is done, and the other does not begin`,
    needsRoot() ?? needsPrograms("strace", "rsync"),
    async () => {
      await withScratch(async (dir) => {
        sh("mkdir other; mount -t tmpfs -o mode=755 t other", dir);
        sh("mkdir -p before/d/e; echo >before/d/1; find before -exec touch -hd @1 {} +", dir);
        const moving = ["move", "-j1", ...args.slice(0, -1), "s", args.at(-1)!];
        for (const [call, side, when] of MOMENTS_INTO) {
          const context = `${call} ${when} ${side}`;
          sh("rm -rf s other/*; cp -a before s; rm -f calls", dir);
          if (isThere) sh(`mkdir other/${name}`, dir);
          const inject = `inject=${call}:${side}=${HELD}:when=${when}`;
          const strace = ["strace", "-fqq", "-o", "calls", "-e", `trace=${call}`, "-e", inject];
          const one = start([...strace, ...ferryCommand(), ...moving], dir);
          await until(context, () => sh("cat calls 2>/dev/null || :", dir).includes(call));
          const other = await runFerry(moving, dir);
          const codes = [(await one.finished).code, other.code].sort();
          assertEquals(codes[0], 0, `${context}: ${codes} ${other.stderr}`);
          // Refused, or SOURCE is gone by then.
          assert([2, 4].includes(codes[1]), `${context}: ${codes} ${other.stderr}`);
          assertEquals(sh("ls -A", dir), "before\ncalls\nother\n", context);
          assertEquals(await judge(`${dir}/before`, `${dir}/other/${name}`), [], context);
          const left = [leftovers(`${dir}/other`), sh("ls -A other", dir)];
          assertEquals(left, ["", `${name}\n`], context);
        }
      });
    },
  );
}

testOrSkip(
  "move: two into a DEST that is there, begun together, are one that is done and one that is refused",
  needsRoot() ?? needsPrograms("rsync"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir before other; mount -t tmpfs -o mode=755 t other", dir);
      sh("for i in {1..40}; do mkdir before/$i; echo $i >before/$i/f; done", dir);
      sh("mkdir before/more; touch before/more/{1..300}", dir);
      for (let times = 0; times < 5; times++) {
        sh("rm -rf s other/*; cp -a before s", dir);
        const runs = [1, 2].map(() => runFerry(["move", "s", "other"], dir));
        const outcomes = await Promise.all(runs);
        const codes = outcomes.map(({ code }) => code).sort();
        assertEquals(codes[0], 0, outcomes.map(({ stderr }) => stderr).join("\n"));
        assert([2, 4].includes(codes[1]), `${codes}`);
        assertEquals(await judge(`${dir}/before`, `${dir}/other/s`), []);
        assertEquals([leftovers(`${dir}/other`), sh("ls", dir)], ["", "before\nother\n"]);
      }
    });
  },
);

testOrSkip(
  "move: one that is stopped before it removes anything leaves no mark in a DEST that is there",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir -p s other; mount -t tmpfs -o mode=755 t other; touch s/{1..9000}", dir);
      const inject = "inject=linkat:signal=SIGINT:when=3";
      const strace = ["strace", "-fqq", "-o", "/dev/null", "-e", "trace=linkat", "-e", inject];
      const run = start([...strace, ...ferryCommand(), "move", "-j1", "s", "other"], dir);
      assertEquals((await run.finished).code, 130);
      assertEquals(leftovers(`${dir}/other`), "");
      assertEquals((await runFerry(["move", "s", "other"], dir)).code, 0);
      assertEquals(sh("ls -A other/s | wc -l; ls", dir), "9000\nother\n");
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
