// A target behind a view is marked while the run looks whether SOURCE shows it; no mark stays in the tree that --swap removes.

import { assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

testOrSkip(
  "mirror --swap on bindfs: the old tree is removed whole",
  needsRoot() ?? needsPrograms("bindfs"),
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir -p back m s/a; echo 1 >s/1; echo 2 >s/a/2; bindfs back m; cp -r s m/d; echo x >m/d/x",
        dir,
      );
      try {
        const { code, stderr } = await runFerry(["mirror", "--swap", "s", "m/d"], dir);
        assertEquals([code, sh("ls -A m; diff -r s m/d", dir)], [0, "d\n"], stderr);
      } finally {
        sh("umount m", dir);
      }
    });
  },
);
