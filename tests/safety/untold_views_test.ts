// A file system that shows a part of DEST in SOURCE, or a part of SOURCE in DEST, and tells nobody which: a mirror deleted or replaced
// what SOURCE has there, with exit code 0. Only those that show all of DEST, or are told in the table of mounts, were known.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { needsRoot } from "../support/mounts.ts";
import { needsPrograms } from "../support/programs.ts";
import { leftovers, look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { SHOWN_PARTS } from "./shown_tree.ts";

/** How `$1` is shown as `$2`. A share of the same machine is here an SFTP server that sshfs starts itself. */
const VIEWS = {
  unionfs: "unionfs $1=RW $2",
  "unionfs, of two branches": "mkdir l; echo l >l/low; unionfs l=RO:$1=RW $2",
  "fuse-overlayfs":
    "mkdir l w; echo l >l/low; fuse-overlayfs -o lowerdir=l,upperdir=$1,workdir=w $2",
  sshfs: `printf '#!/bin/sh\\nexec /usr/lib/openssh/sftp-server\\n' >server; chmod +x server
    sshfs -o ssh_command=$PWD/server localhost:$PWD/$1 $2`,
};
const PROGRAMS = needsRoot() ?? needsPrograms("unionfs", "fuse-overlayfs", "sshfs");

/** Which folder is shown as which, and what stands there before. */
const TREES = {
  ...SHOWN_PARTS,
  "a folder of DEST, which SOURCE would replace files in,": {
    made:
      "mkdir -p s/v s/a d/a; echo new >s/a/x; echo older >d/a/x; ln -s new s/a/l; ln -s o d/a/l",
    shown: "d/a s/v",
  },
  "a folder of DEST as SOURCE": {
    made: "mkdir -p s d/a/sub; echo a >d/a/x; echo b >d/a/sub/y; echo o >d/old",
    shown: "d/a s",
  },
  "SOURCE in DEST": { made: "mkdir -p s/x d/x; echo s >s/f; echo u >s/x/h", shown: "s d/x" },
  "the folder above SOURCE in DEST": {
    made: "mkdir -p p/s/x d/x; ln -s p/s s; echo s >s/f; echo u >s/x/h",
    shown: "p d/x",
  },
};
const LINES = ["mirror s/ d", "mirror -j2 --max-delete=100 s/ d", "mirror --delete-excluded s/ d"];
const SWAPS = ["mirror --swap s/ d", "mirror --swap --backup-dir ../old s/ d"];

for (const [i, [place, { made, shown }]] of Object.entries(TREES).entries()) {
  for (const [j, [kind, mount]] of Object.entries(VIEWS).entries()) {
    // In a branch that may not be written to nothing can be made, and the run fails for that.
    if (kind === "unionfs, of two branches" && shown.endsWith("d/x")) continue;
    testOrSkip(`${kind} shows ${place}: nothing of SOURCE goes`, PROGRAMS, async (t) => {
      for (const text of [LINES[(i + j) % LINES.length], ...SWAPS]) {
        await t.step(text, () =>
          withScratch(async (dir) => {
            sh(`${made}; set ${shown}; ${mount} 2>/dev/null`, dir);
            const files = () =>
              sh(
                `find s/ -type f -exec grep -H "" {} + | sort; find s/ -type l -printf '%p %l\\n'`,
                dir,
              ).split("\n");
            const before = files();
            const line = text.split(" ");
            const { code, stderr } = await runFerry(line, dir);
            const now = new Set(files());
            assertEquals(before.filter((file) => !now.has(file)), [], stderr);
            assert([1, 2, 4].includes(code), stderr);
            assertMatch(
              stderr,
              /another file system|two file systems|is mounted there|the target itself|source itself/,
            );
            assertEquals(leftovers(dir), "");
            const entries = sh("find d", dir);
            await runFerry(line, dir);
            assertEquals(sh("find d", dir), entries);
          }));
      }
    });
  }
}

for (const [kind, mount] of Object.entries(VIEWS)) {
  testOrSkip(
    `${kind} of a folder elsewhere in SOURCE is mirrored as rsync does, and nothing is made where nothing changes`,
    PROGRAMS,
    async () => {
      await withScratch(async (dir) => {
        const made =
          "mkdir -p s/a/v o d/a/v d/x; echo o >o/x; echo 1 >s/a/x; echo 22 >d/a/x; touch d/x/y";
        sh(`${made}; set o s/a/v; ${mount} 2>/dev/null`, dir);
        const { code, stderr } = await runFerry(["mirror", "s", "d"], dir);
        assertEquals([code, stderr, sh("diff -r s d", dir)], [0, "", ""]);
        const before = [look(`${dir}/d`), look(`${dir}/o`)];
        assertEquals((await runFerry(["mirror", "s", "d"], dir)).code, 0);
        assertEquals([look(`${dir}/d`), look(`${dir}/o`)], before);
        sh("touch d/y; echo 333 >s/a/x", dir);
        const swapped = await runFerry(["mirror", "--swap", "s", "d"], dir);
        const differences = sh("diff -r s d", dir);
        assertEquals([swapped.code, swapped.stderr, differences, leftovers(dir)], [0, "", "", ""]);
      });
    },
  );
}
