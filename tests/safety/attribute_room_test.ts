// ENOSPC for an attribute on a disk that has room: ext4 holds all attributes of an entry in its inode and
// one block, btrfs each in a leaf of its tree. That is the loss of one entry, which is named, exit 1, and
// no full disk, which ends the run (full_disk_test.ts).

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { cannotSwitchUser, USER } from "../support/ordinary_user.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { tell } from "../support/torture.ts";

/** Bytes of a value that fits nowhere in each. */
const DISKS = {
  ext4: { make: "mkfs.ext4 -q -m0", bytes: 9000 },
  btrfs: { make: "mkfs.btrfs -q", bytes: 20_000 },
} as const;

for (const [kind, { make, bytes }] of Object.entries(DISKS)) {
  testOrSkip(
    `mirror: an attribute that an entry has no room for, ${kind}: named, exit 1, the rest is done`,
    needsRoot() ?? needsPrograms(make.split(" ")[0], "setfattr"),
    async () => {
      await withScratch(async (dir) => {
        // The source's file system must hold it: xfs and tmpfs take 64 KiB.
        sh(
          `mkdir s t; mount -t tmpfs -o mode=755,nr_inodes=10000 none s; mkdir s/folder
           truncate -s 256M image; ${make} image; mount -o loop image t
           for i in {1..30}; do echo $i >s/$i; done; echo old >t/7; echo below >s/folder/below
           for entry in s/7 s/8 s/folder; do setfattr -n user.small -v kept $entry
             setfattr -n user.large -v "$(head -c ${bytes} /dev/zero | tr '\\0' x)" $entry; done`,
          dir,
        );
        const { code, stderr } = await runFerry(["mirror", "--no-delete", "s", "t"], dir);
        assertEquals(code, 1, stderr);
        for (const entry of ["7", "8", "folder"]) {
          const text = `cannot keep attribute user.large of 't/${entry}': ` +
            "No space left on device for attributes of this entry, though the disk has room (ENOSPC)";
          assert(stderr.includes(text), stderr);
        }
        assertEquals(stderr.match(/user\.large/g)?.length, 3, stderr);
        assertEquals(sh("cat 7 30 folder/below", `${dir}/t`), "7\n30\nbelow\n");
        const values = sh("getfattr --only-values -n user.small 7 8 folder", `${dir}/t`);
        assertEquals([values, leftovers(`${dir}/t`)], ["keptkeptkept", ""]);
        tell(
          `full entry: ${kind}: 3 attributes without room on a disk that has some: named, exit 1`,
        );
      });
    },
  );
}

// What others may fill is full, what ext4 keeps for root is not: that was taken for a full disk, which ended the run.
testOrSkip(
  "mirror by root: an attribute that an entry has no room for, where others have none: the rest is done",
  cannotSwitchUser ?? needsPrograms("mkfs.ext4", "setfattr"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir s t; mount -t tmpfs -o mode=755 none s; chmod 755 .
         truncate -s 64M image; mkfs.ext4 -q -m 40 image; mount -o loop image t; chmod 777 t
         for i in {1..30}; do echo $i >s/$i; done
         setfattr -n user.large -v "$(head -c 9000 /dev/zero | tr '\\0' x)" s/7
         setpriv --reuid=${USER} --regid=${USER} --clear-groups dd if=/dev/zero of=t/fill bs=4K 2>/dev/null || true
         sync -f t; [[ $(stat -f -c %a t) -lt 4 ]] || { stat -f t; exit 1; }`,
        dir,
      );
      const { code, stderr } = await runFerry(["mirror", "--no-delete", "s", "t"], dir);
      assertEquals([code, sh("ls t | wc -l", dir)], [1, "32\n"], stderr);
      assert(stderr.includes("though the disk has room (ENOSPC)"), stderr);
    });
  },
);
