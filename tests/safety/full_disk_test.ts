// A full disk ends the run in whatever phase it is met: exit 4, what stood there stands as it was, nothing
// half-made is left, and once there is room the next run makes all of it right.

import { assertEquals, assertMatch } from "@std/assert";
import { chosenStandIn } from "../support/chosen_stand_in.ts";
import { makeDenier, O_TMPFILE } from "../support/deny.ts";
import { runFerry, startFerry } from "../support/ferry_process.ts";
import { expectStopped, remember } from "../support/full_disk.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { mountExt4, sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { tell } from "../support/torture.ts";
import { building, type Full, ON_EXT4, ON_TMPFS, TOOLS } from "./full_disks.ts";

type Endings = Record<Full["phase"], RegExp>;

/** What a run was about, and the call that failed, when it ended in a phase. */
const LINUX_ENDINGS: Endings = {
  folder: /^create folder mkdirat$/,
  inode: / (openat|open\(O_TMPFILE\)|symlinkat|mknodat)$/,
  contents: /^copy (copy_file_range|sendfile|write|fallocate)$/,
  attribute: /^keep attribute user.large of setxattr$/,
  name: /^create (linkat|symlink symlinkat)$/,
  rename: /^create renameat$/,
  "hard link": /^link linkat$/,
};
/** The same on the stand-in for Darwin, which has other calls and no unnamed files. */
const DARWIN_ENDINGS: Endings = {
  ...LINUX_ENDINGS,
  contents: /^copy (clonefile|fcopyfile|pwrite)$/,
  attribute: /^keep attribute user.large of fsetxattr$/,
  name: /^create (renameat|symlink symlinkat)$/,
};
const ENDINGS = chosenStandIn() === null ? LINUX_ENDINGS : DARWIN_ENDINGS;

const denier = makeDenier(makeScratch("ferry-full-disk-"));

const DISKS = {
  tmpfs: {
    cases: ON_TMPFS,
    needs: needsRoot() ?? needsPrograms("setfattr"),
    mount: (options: string) => `mount -t tmpfs -o ${options} none t`,
    makeRoom: "mount -o remount,size=1g,nr_inodes=10000 t",
  },
  ext4: {
    cases: ON_EXT4,
    needs: needsRoot() ?? needsPrograms("mkfs.ext4", "setfattr") ?? denier.reason,
    mount: (options: string) =>
      `${mountExt4("t", 16, `-m0 -b 1024 ${options}`)}; rmdir t/lost+found`,
    makeRoom: "rm -r t/fill",
  },
} as const;

for (const [kind, { cases, needs, mount, makeRoom }] of Object.entries(DISKS)) {
  const name = `mirror: ${kind} that is full ends the run in each phase: exit 4, the old stays`;
  testOrSkip(name, needs, async (context) => {
    let passed = 0;
    for (const full of cases) {
      const isRight = await context.step(
        `${full.phase}: ${full.what}`,
        () =>
          withScratch(async (dir) => {
            sh(`mkdir s t; ${mount(full.options)}; ${building(full)}`, dir);
            await fillAndMakeRoom(dir, full, makeRoom);
          }),
      );
      if (isRight) passed++;
    }
    const phases = [...new Set(cases.map(({ phase }) => phase))].join(", ");
    tell(
      `full disk: ${kind}: ${passed} ways (${phases}): exit 4, old files stay, no leftovers`,
    );
  });
}

// A rename to a new name needs room in the folder, too; those of the sources after it would fail as well.
testOrSkip("move: a full disk ends the run at the first rename", DISKS.ext4.needs, async () => {
  await withScratch(async (dir) => {
    sh(
      `${TOOLS}mkdir t; ${DISKS.ext4.mount("")}; mkdir t/a t/b
       for i in {1..7}; do touch t/a/$(long $i); done; leave 0
       for i in 1 2 3; do mv t/a/$(long $i) t/b; done`,
      dir,
    );
    const { code, stderr } = await runFerry(["move", ...left(dir), "t/b"], dir);
    assertEquals([code, stderr.match(/ENOSPC/g)?.length], [4, 1], stderr);
    assertEquals(left(dir).length, 4);
  });
});

const left = (dir: string) => sh("ls -d t/a/*", dir).trim().split("\n");

/** The run that meets the full disk, and the next one, which does not. */
async function fillAndMakeRoom(dir: string, full: Full, makeRoom: string): Promise<void> {
  const { phase, flags = [] } = full;
  const old = remember(dir);
  const args = ["mirror", "--no-delete", "--json", ...flags, "s", "t"];
  const outcome = await startFerry(args, dir, prefix(full)).finished;
  expectStopped(dir, outcome, old, "ENOSPC");
  assertMatch(endingOf(outcome.stdout), ENDINGS[phase]);
  sh(makeRoom, dir);
  assertEquals((await runFerry(["mirror", ...flags, "s", "t"], dir)).code, 0);
  assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
}

function prefix({ withoutUnnamed }: Full): string[] {
  return withoutUnnamed ? denier.prefix(`openat:EOPNOTSUPP:2:${O_TMPFILE}`) : [];
}

/** What failed, as the summary names it. */
function endingOf(stdout: string): string {
  const { errors } = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
  const { op, syscall } = errors.at(-1);
  return `${op} ${syscall}`;
}
