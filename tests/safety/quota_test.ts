// A quota that is used up ends the run as a full disk does. Real ones come from btrfs, where they are
// part of the file system and bind root as well; those of ext4, xfs and tmpfs need parts of the kernel
// that small ones leave out. EDQUOT of every other call: tests/torture/system_calls_test.ts.

import { assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { expectStopped, remember } from "../support/full_disk.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms } from "../support/mounts.ts";
import { cannotSwitchUser, runAsUser, USER } from "../support/ordinary_user.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds, tell } from "../support/torture.ts";

/** A subvolume `t` that may hold 8 MiB. */
const MOUNT = `truncate -s 300M image; mkfs.btrfs -q image; mkdir s m; mount -o loop image m
  btrfs quota enable m; btrfs subvolume create -q m/t 2>/dev/null || btrfs subvolume create m/t >/dev/null
  ln -s m/t t; btrfs qgroup limit 8M m/t`;

/** Uses up what is left of the quota. */
const FILL = "dd if=/dev/zero of=t/fill bs=4K status=none 2>/dev/null || sync -f t";

/** Source and target of each phase. */
const PHASES = {
  "new folders": `mkdir -p s/{1..50}; echo old >t/old; ${FILL}`,
  "new files": `touch s/{1..50}; echo old >t/old; ${FILL}`,
  "symlinks": `for i in {1..50}; do ln -s x s/$i; done; echo old >t/old; ${FILL}`,
  "contents of a new file": "head -c 12M /dev/urandom >s/large; echo old >t/old",
  "contents of a replaced file": "head -c 12M /dev/urandom >s/old; echo old >t/old",
  "contents of one of many files": `mkdir s/new; for i in {1..200}; do
      head -c 100K /dev/urandom >s/new/$i; done; echo old >t/old`,
  "attributes":
    `echo a >s/a; cp --preserve=timestamps s/a t/a; setfattr -n user.a -v value s/a; ${FILL}`,
  "hard links":
    `: >s/1; cp --preserve=timestamps s/1 t/1; for i in {2..50}; do ln s/1 s/$i; done; ${FILL}`,
};

for (const who of ["root", "an ordinary user"] as const) {
  testOrSkip(
    `mirror by ${who}: a quota that is used up ends the run in each phase: EDQUOT, exit 4`,
    cannotSwitchUser ?? needsPrograms("mkfs.btrfs", "setfattr"),
    async (context) => {
      const run = who === "root" ? runFerry : runAsUser;
      let passed = 0;
      for (const [phase, build] of Object.entries(PHASES).slice(-rounds(4, Infinity))) {
        const isRight = await context.step(phase, () =>
          withScratch(async (dir) => {
            sh(`${MOUNT}; ${build}; chown -R ${USER}:${USER} s m/t`, dir);
            const old = remember(dir);
            expectStopped(dir, await run(["mirror", "--no-delete", "s", "t"], dir), old, "EDQUOT");
            sh("btrfs qgroup limit none m/t; rm -f t/fill", dir);
            assertEquals((await run(["mirror", "s", "t"], dir)).code, 0);
            assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
          }));
        if (isRight) passed++;
      }
      tell(
        `quota: btrfs, ${who}: used up in ${passed} phases: exit 4, old files stay`,
      );
    },
  );
}
