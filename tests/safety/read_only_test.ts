// A target that cannot be written to: as a whole it ends the run, exit 4, and nothing is touched; a single
// entry that is locked is named, exit 1, and the rest goes on.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { leftovers, look, mountExt4, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

testOrSkip("mirror: a read-only target: EROFS, exit 4, one message", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir s t; mount -t tmpfs none t; touch s/{1..50}; echo old >t/a; mount -o remount,ro t",
      dir,
    );
    const before = look(`${dir}/t`);
    const { code, stderr } = await runFerry(["mirror", "-j1", "s", "t"], dir);
    assertEquals(code, 4, stderr);
    assertEquals(stderr.match(/Read-only file system \(EROFS\)/g)?.length, 1, stderr);
    assertEquals(look(`${dir}/t`), before);
  });
});

for (
  const [what, build] of [
    ["deletions alone", "cp -a s/. t; touch t/extra; touch -r s t"],
    ["a mode alone", "cp -a s/. t; chmod 600 s/a"],
    ["a folder's time alone", "cp -a s/. t; touch -d @1 s"],
    ["a folder to be made", "mkdir s/new; touch -r s t"],
  ]
) {
  testOrSkip(`mirror: a read-only target, ${what}: EROFS, exit 4`, needsRoot(), async () => {
    await withScratch(async (dir) => {
      sh(`mkdir s t; mount -t tmpfs none t; echo a >s/a; ${build}; mount -o remount,ro t`, dir);
      const before = look(`${dir}/t`);
      const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
      assertEquals(code, 4, stderr);
      assert(stderr.includes("Read-only file system (EROFS)"), stderr);
      assertEquals(look(`${dir}/t`), before);
    });
  });
}

testOrSkip(
  "mirror: a target to be made on a read-only file system: exit 4",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s m; touch s/a; mount -t tmpfs -o ro none m", dir);
      const { code, stderr } = await runFerry(["mirror", "s", "m/t"], dir);
      assertEquals(code, 4, stderr);
      assert(stderr.includes("'m/t': Read-only file system (EROFS)"), stderr);
    });
  },
);

testOrSkip(
  "mirror: a read-only target that needs nothing is fine, exit 0",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir -p s/sub t; mount -t tmpfs -o mode=755 none t; touch s/a s/sub/b; cp -a s/. t; touch -r s t; mount -o remount,ro t",
        dir,
      );
      const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
      assertEquals([code, stderr], [0, ""]);
    });
  },
);

testOrSkip(
  "mirror: an immutable file in the way is named, EPERM, and the rest goes on",
  needsRoot() ?? needsPrograms("mkfs.ext4", "chattr"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir s; ${mountExt4("t", 64)}; rmdir t/lost+found
         for name in data mode type; do echo old >t/$name; cp -p t/$name s; done
         echo new version >s/data; chmod 600 s/mode; rm s/type; mkdir s/type; echo b >s/type/b
         echo o >t/extra; mkdir t/locked s/locked; echo x >s/locked/x; echo z >s/z
         chattr +i t/data t/mode t/type t/extra t/locked`,
        dir,
      );
      try {
        const { code, stderr } = await runFerry(["mirror", "s", "t"], dir);
        assertEquals(code, 1, stderr);
        for (const name of ["data", "mode", "type", "extra", "locked/x"]) {
          assert(
            new RegExp(`'t/${name}': Operation not permitted \\(EPERM\\)`).test(stderr),
            stderr,
          );
        }
        assertEquals(
          sh("cat data mode type extra z; ls -A locked", `${dir}/t`),
          "old\nold\nold\no\nz\n",
        );
        assertEquals(leftovers(`${dir}/t`), "");
      } finally {
        sh("chattr -i t/data t/mode t/type t/extra t/locked", dir);
      }
      assertEquals((await runFerry(["mirror", "s", "t"], dir)).code, 0);
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
    });
  },
);
