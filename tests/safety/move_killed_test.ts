// A move to another file system that is killed at each call that changes a name: nothing is lost, and the same command
// completes it, where DEST is a new name, too. What moves at random moments find is rare; this finds it each time.

import { assert, assertEquals } from "@std/assert";
import { ferryCommand } from "../support/ferry.ts";
import { runFerry, start } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, mountExt4, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const ARGS = ["move", "-j1", "s"];
/** Calls, and at how many of each at most: the first to open something are those of the roots. */
const CALLS = [
  ["mkdirat", 2],
  ["openat2", 2],
  ["renameat2", 2],
  ["linkat", 1],
  ["unlinkat", 8],
  ["pwrite64", 3],
  ["utimensat", 5],
] as const;
/** DEST, what SOURCE becomes in it, and calls. */
const CALLS_INTO = [
  ["mkdirat", 2],
  ["flock", 1],
  ["pwrite64", 3],
  ["unlinkat", 8],
  ["utimensat", 5],
] as const;
const TARGETS = [["other/new", "new", CALLS], ["other", "s", CALLS_INTO]] as const;

testOrSkip(
  "move: killed at each call that changes a name, the same command completes it",
  needsRoot() ?? needsPrograms("strace", "rsync"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir other; mount -t tmpfs -o mode=755 t other", dir);
      sh(
        "mkdir -p before/d/e; echo >before/d/1; ln before/d/1 before/hard; find before -exec touch -hd @1 {} +",
        dir,
      );
      let killed = 0;
      for (const [dest, name, calls] of TARGETS) {
        for (const [call, most] of calls) {
          for (let when = 1; when <= most; when++) {
            const context = `${dest}: ${call} ${when}`;
            if (
              !await killedAndRepeated(dir, dest, name, `${call}:signal=KILL:when=${when}`, context)
            ) break;
            killed++;
          }
        }
      }
      assert(killed > 30, `${killed}`);
    });
  },
);

/** Has a move killed, and repeats it; false where it was done before it was to be killed. */
async function killedAndRepeated(
  dir: string,
  dest: string,
  name: string,
  inject: string,
  context: string,
): Promise<boolean> {
  sh("rm -rf s other/*; cp -a before s", dir);
  const [call] = inject.split(":");
  const strace = ["strace", "-fqq", "-o", "/dev/null", "-e", `trace=${call}`];
  const kill = ["-e", `inject=${inject}`];
  const args = [...ARGS, dest];
  const { code } = await start([...strace, ...kill, ...ferryCommand(), ...args], dir).finished;
  if (code === 0) return false;
  assertEquals(code, 137, context);
  // Where SOURCE is gone, the same command says so.
  const isLeft = sh("ls", dir).includes("\ns\n");
  assertEquals((await runFerry(args, dir)).code, isLeft ? 0 : 2, context);
  assertEquals(sh("ls -A", dir), "before\nother\n", context);
  assertEquals(await judge(`${dir}/before`, `${dir}/other/${name}`), [], context);
  assertEquals([leftovers(`${dir}/other`), sh("ls -A other", dir)], ["", `${name}\n`], context);
  return true;
}

testOrSkip(
  "move: a mark whose bytes a loss of power has taken is as good as a whole one",
  needsRoot() ?? needsPrograms("strace", "rsync"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir other; mount -t tmpfs -o mode=755 t other", dir);
      sh("mkdir -p before/d; echo >before/d/1; echo >before/2; touch -d @1 before/d/1", dir);
      for (const dest of ["other/new", "other"]) {
        const name = dest === "other" ? "s" : "new";
        for (const take of ["truncate -s 0", "tr -c '\\0' '\\0' <$mark >zeros; cp zeros"]) {
          for (const when of [1, 2]) {
            const context = `${dest} ${take} ${when}`;
            sh("rm -rf s other/*; cp -a before s", dir);
            const inject = `inject=unlinkat:signal=KILL:when=${when}`;
            const strace = ["strace", "-fqq", "-o", "/dev/null", "-e", "trace=unlinkat"];
            const args = ["move", "-j1", "s", dest];
            const killed = start([...strace, "-e", inject, ...ferryCommand(), ...args], dir);
            assertEquals((await killed.finished).code, 137, context);
            sh(`mark=$(ls other/${name}/.ferry-partial-*); ${take} $mark; rm -f zeros`, dir);
            const { code, stderr } = await runFerry(args, dir);
            assertEquals(code, 0, `${context}: ${stderr}`);
            const files = `find . -type f | sort`;
            assertEquals(sh(`cd other/${name}; ${files}`, dir), sh(`cd before; ${files}`, dir));
            assertEquals(sh("ls; ls -A other", dir), `before\nother\n${name}\n`, context);
          }
        }
      }
    });
  },
);

testOrSkip(
  "move: no file is made in SOURCE to find out whether DEST shows it, where neither file system shows others",
  needsRoot() ?? needsPrograms("strace"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir -p s other; echo >s/f; echo >g; mount -t tmpfs -o mode=755 t other", dir);
      for (const source of ["s", "g"]) {
        const strace = [
          "strace",
          "-fqq",
          "-s200",
          "-o",
          "calls",
          "-e",
          "trace=openat,openat2",
        ];
        const run = start([...strace, ...ferryCommand(), "move", source, "other"], dir);
        assertEquals((await run.finished).code, 0);
        assertEquals(sh("grep -e '-fffc-' calls || :", dir), "", source);
      }
    });
  },
);

testOrSkip(
  "move: what a run that is killed while it finds out whether DEST shows SOURCE leaves in that is swept by the next",
  needsRoot() ?? needsPrograms("strace", "bindfs"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir lower view d; bindfs lower view; mkdir view/s; echo >view/s/f; echo >view/f", dir);
      for (const [source, folder] of [["view/s", "view/s"], ["view/f", "view"]]) {
        const args = ["move", "-j1", source, "d"];
        const kill = ["-e", "trace=unlinkat", "-e", "inject=unlinkat:signal=KILL:when=1"];
        const strace = ["strace", "-fqq", "-o", "/dev/null", ...kill];
        assertEquals(
          (await start([...strace, ...ferryCommand(), ...args], dir).finished).code,
          137,
        );
        assertEquals(sh(`ls ${folder}/.ferry-* | wc -l`, dir), "1\n");
        assertEquals((await runFerry(args, dir)).code, 0);
      }
      assertEquals(sh("ls -A view; ls -A d d/s", dir), "d:\nf\ns\n\nd/s:\nf\n");
    });
  },
);

testOrSkip(
  "move: what was broken off does not go on with another SOURCE that has got its inode number",
  needsRoot() ?? needsPrograms("strace", "mkfs.ext4"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `${mountExt4("disk", 32)}
         mkdir disk/s t; echo first >disk/s/a`,
        dir,
      );
      const args = ["move", "-j1", "disk/s", "t/new"];
      const strace = ["strace", "-fqq", "-o", "/dev/null", "-e", "trace=unlinkat"];
      const kill = ["-e", "inject=unlinkat:signal=KILL:when=1"];
      assertEquals(
        (await start([...strace, ...kill, ...ferryCommand(), ...args], dir).finished).code,
        137,
      );
      const inode = sh("stat -c %i disk/s", dir);
      // ext4 gives the number to the next folder that is made there.
      sh("rm -r disk/s; mkdir disk/s; echo other >disk/s/a", dir);
      assertEquals(sh("stat -c %i disk/s", dir), inode);
      assertEquals((await runFerry(args, dir)).code, 0);
      assertEquals(sh("cat t/new/a t/new/s/a", dir), "first\nother\n");
    });
  },
);

testOrSkip(
  "move: broken off, and typed again while SOURCE's disk is not mounted, it goes on once that is mounted",
  needsRoot() ?? needsPrograms("strace", "mkfs.ext4"),
  async () => {
    await withScratch(async (dir) => {
      sh(`${mountExt4("disk", 32)}; mkdir disk/s t; echo a >disk/s/a; echo b >disk/s/b`, dir);
      const device = sh("findmnt -no SOURCE disk", dir).trim();
      const args = ["move", "-j1", "disk/s", "t/new"];
      const strace = ["strace", "-fqq", "-o", "/dev/null", "-e", "trace=unlinkat"];
      const kill = ["-e", "inject=unlinkat:signal=KILL:when=2"];
      const killed = start([...strace, ...kill, ...ferryCommand(), ...args], dir);
      assertEquals((await killed.finished).code, 137);
      sh(`mount -t tmpfs t disk`, dir);
      assertEquals((await runFerry(args, dir)).code, 2);
      sh(`umount disk; mountpoint -q disk || mount ${device} disk`, dir);
      assertEquals((await runFerry(args, dir)).code, 0);
      assertEquals(
        sh("ls disk | grep -v lost || :; cat t/new/a t/new/b; ls -A t/new", dir),
        "a\nb\na\nb\n",
      );
    });
  },
);

testOrSkip(
  "move: an append-only folder that DEST is made in keeps no temporary name",
  needsRoot() ?? needsPrograms("mkfs.ext4", "chattr"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `${mountExt4("disk", 32)}
         mkdir disk/only s; chattr +a disk/only; echo 1 >s/a`,
        dir,
      );
      assertEquals((await runFerry(["move", "s", "disk/only/new"], dir)).code, 0);
      assertEquals(
        sh("ls -A disk/only disk/only/new", dir),
        "disk/only:\nnew\n\ndisk/only/new:\na\n",
      );
    });
  },
);
