// Folders that a union of disks, an overlay or rclone shows under inode numbers of their own: a target in the source is refused, and
// nothing is moved to where it would be removed from.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { needsRoot } from "../support/mounts.ts";
import { needsPrograms } from "../support/programs.ts";
import { leftovers, look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { TREE } from "./shown_tree.ts";

/** Trees of which a union of disks shows a part, and what is refused. */
const UNIONS = {
  "mergerfs s/sub:w d": [
    "mirror s d",
    "mirror s d/in",
    "mirror s d/new",
    "copy -T s d",
    "move s d",
  ],
  "mkdir e; mergerfs low:s e": ["mirror e s/sub", "mirror e s/sub/new", "copy e s/sub"],
  "mkdir e; mergerfs low:. e": ["mirror s/sub e/s/sub/in", "mirror s/sub e/s", "mirror e/s s/sub"],
};

for (const [mount, lines] of Object.entries(UNIONS)) {
  testOrSkip(
    `${mount}: a target in the source is refused, also in a dry run, on whichever disk it is`,
    needsRoot() ?? needsPrograms("mergerfs"),
    async () => {
      await withScratch(async (dir) => {
        sh(`${TREE}; ${mount}`, dir);
        const before = look(`${dir}/s`);
        for (const line of lines) {
          for (const dry of [["-n"], []]) {
            const { code, stderr } = await runFerry([...line.split(" "), ...dry], dir);
            assertStringIncludes(stderr, "seen through a union of disks", line);
            assertEquals([code, look(`${dir}/s`)], [2, before], line);
          }
        }
      });
    },
  );
}

testOrSkip(
  "a union of disks is copied to one of its disks, which is mirrored to it, and mirrored elsewhere",
  needsRoot() ?? needsPrograms("mergerfs"),
  async () => {
    await withScratch(async (dir) => {
      sh(`${TREE}; mkdir e; mergerfs low:s e`, dir);
      const copied = await runFerry(["copy", "-T", "e", "low"], dir);
      assertEquals([copied.code, copied.stderr, sh("diff -r e low", dir)], [0, "", ""]);
      sh("echo o >low/other", dir);
      const mirrored = await runFerry(["mirror", "e", "d"], dir);
      assertEquals([mirrored.code, sh("diff -r e d", dir), leftovers(dir)], [0, "", ""]);
      const onto = await runFerry(["mirror", "low", "e"], dir);
      assertEquals([onto.code, onto.stderr, sh("diff -r e low", dir)], [0, "", ""]);
    });
  },
);

/** Moves that would remove from a union what they have put on one of its disks. */
const ONTO_DISKS = [
  "move e/f e2",
  "move e/g e2",
  "move e2/g e",
  "move e/d e2",
  "copy --remove-source-files -T e e2",
];

testOrSkip(
  "a union of disks is not moved to one of its disks, also in a dry run: both would lose it",
  needsRoot() ?? needsPrograms("mergerfs"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir -p e1/d e2 e x; echo f >e1/f; echo g >e2/g; echo h >e1/d/h", dir);
      sh("mergerfs -o category.create=ff e1:e2 e", dir);
      const before = [look(`${dir}/e1`), look(`${dir}/e2`)];
      for (const line of ONTO_DISKS) {
        for (const dry of [["-n"], []]) {
          const { code, stderr } = await runFerry([...line.split(" "), ...dry], dir);
          assertStringIncludes(stderr, "seen through two file systems", line);
          assertEquals([code, look(`${dir}/e1`), look(`${dir}/e2`)], [2, ...before], line);
        }
      }
      assertEquals((await runFerry(["move", "e/f", "e/g", "x"], dir)).code, 0);
      assertEquals(sh("ls e e1 e2 x", dir), "e:\nd\n\ne1:\nd\n\ne2:\n\nx:\nf\ng\n");
    });
  },
);

for (
  const mount of [
    "mount -t overlay -o lowerdir=low,upperdir=d,workdir=w o e",
    "unionfs -o cow d=RW:low=RO e",
  ]
) {
  testOrSkip(
    `${mount}: a file is not moved to the layer that it would be removed from`,
    needsRoot() ?? needsPrograms("unionfs"),
    async () => {
      await withScratch(async (dir) => {
        sh(`mkdir -p low d w e; echo f >low/f; echo g >low/g; echo g >d/g; ${mount}`, dir);
        const before = look(`${dir}/d`);
        for (const line of ["move e/f d", "move e/g d", "copy --remove-source-files e/g e/f d"]) {
          const { code, stderr } = await runFerry(line.split(" "), dir);
          assertStringIncludes(stderr, "are the same file, seen through two file systems", line);
          assertEquals([code, look(`${dir}/d`), sh("ls e", dir)], [2, before, "f\ng\n"], line);
        }
        assertEquals((await runFerry(["move", "e/f", "d/other"], dir)).code, 0);
        assertEquals(sh("cat d/other; ls e", dir), "f\ng\nother\n");
      });
    },
  );
}

/** A folder that rclone shows by listings that it remembers, and what is refused. */
const CLOUDY = [
  "mirror m s/sub",
  "mirror m/sub s/sub",
  "mirror m/sub s/sub/in",
  "mirror s/sub m/sub/in/new",
  "move m s/sub",
  "move -T m/sub s/sub",
  "move s/sub m",
];

testOrSkip(
  "a target in a local folder that rclone mounts as SOURCE is refused, also in a dry run",
  needsRoot() ?? needsPrograms("rclone"),
  async () => {
    for (const remote of ["$PWD/s", ":local:$PWD/s/"]) {
      await withScratch(async (dir) => {
        sh(`${TREE}; mkdir m; rclone mount --daemon ${remote} m; find m >/dev/null`, dir);
        const before = look(`${dir}/s`);
        for (const line of CLOUDY) {
          for (const dry of [["-n"], []]) {
            const { code, stderr } = await runFerry([...line.split(" "), ...dry], dir);
            assertStringIncludes(stderr, "seen through rclone", line);
            assertEquals([code, look(`${dir}/s`)], [2, before], line);
          }
        }
        const { code, stderr } = await runFerry(["move", "m/a", "s"], dir);
        assertStringIncludes(stderr, "are the same file, seen through two file systems");
        assertEquals([code, look(`${dir}/s`)], [2, before]);
        assertEquals((await runFerry(["mirror", "m/sub", "d"], dir)).code, 0);
        assertEquals(sh("diff -r s/sub d", dir), "");
      });
    }
  },
);

testOrSkip(
  "a mirror of a disk to its own union keeps what the other disks have, and says what helps",
  needsRoot() ?? needsPrograms("mergerfs"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir d1 d2 e; echo 1 >d1/a; echo 2 >d2/b; mergerfs d1:d2 e", dir);
      for (const more of [["-n"], []]) {
        const { code, stderr } = await runFerry(["mirror", "d1", "e", ...more], dir);
        assertStringIncludes(stderr, "'e/b': The target shows the source itself");
        assertStringIncludes(stderr, "to add only, use copy");
        assertEquals([code, sh("cat d1/a d2/b", dir)], [1, "1\n2\n"]);
      }
      assertEquals((await runFerry(["copy", "-T", "d1", "e"], dir)).code, 0);
    });
  },
);
