// ntfs-3g may hide what has a dot in front of its name. Temporary names do, and what is made under one must not stay hidden.

import { assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

testOrSkip(
  "ntfs with hide_dot_files: copies are hidden by their own names alone",
  needsRoot() ?? needsPrograms("mkfs.ntfs", "ntfs-3g", "getfattr"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `truncate -s 32M image; mkfs.ntfs -qF image; mkdir m
         ntfs-3g -o hide_dot_files,hide_hid_files image m
         mkdir s s/few s/many m/t m/t/old; echo 1 >s/1; echo 2 >s/2; echo dot >s/.dot; echo f >s/few/f
         for i in $(seq 60); do echo $i >s/many/$i; done; echo old >m/t/1`,
        dir,
      );
      try {
        for (const flags of [[], ["--ignore-times"], ["--ignore-times", "-j4"]]) {
          assertEquals((await runFerry(["mirror", ...flags, "s", "m/t"], dir)).code, 0);
          sh(
            "cd s; find . ! -name .dot | sort >../wanted; cd ../m/t; find . | sort >../../shown",
            dir,
          );
          assertEquals(sh("diff wanted shown", dir), "", flags.join(" "));
        }
      } finally {
        sh("umount m", dir);
      }
    });
  },
);
