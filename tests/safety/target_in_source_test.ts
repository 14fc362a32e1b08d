// A target that the source holds, by a link that is followed or by a file system that shows a folder once more. That is
// found when the walk gets there, and then nothing is deleted from the one or removed from the other.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runFerry, startFerry } from "../support/ferry_process.ts";
import { needsRoot } from "../support/mounts.ts";
import { needsPrograms } from "../support/programs.ts";
import { leftovers, look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { TREE } from "./shown_tree.ts";

/** How `d` shows a folder of `s`. */
const SHOWN = {
  bindfs: "bindfs s/sub d",
  overlay: "mount -t overlay -o lowerdir=low,upperdir=s/sub,workdir=w o d",
  "bindfs, of the folder above": "bindfs . w; rmdir d; ln -s w/s/sub d",
};
const EXISTING = [
  "mirror s d",
  "mirror -j2 --max-delete=90% s d",
  "mirror s d/in",
  "move -T s d",
  "copy --remove-source-files -T s d",
];
/** Targets that are not there yet. */
const NEW = ["move s d/in", "move -T s d/new", "copy -T s d/new", "mirror s d/new"];

for (const [kind, mount] of Object.entries(SHOWN)) {
  testOrSkip(
    `a target that ${kind} shows of a folder in SOURCE: nothing goes`,
    needsRoot() ?? needsPrograms("bindfs"),
    async () => {
      for (const line of EXISTING) {
        await withScratch(async (dir) => {
          sh(`${TREE}; ${mount}`, dir);
          await expectNothingGoes(dir, line, "The folder is the target itself");
        });
      }
      for (const line of NEW) {
        await withScratch(async (dir) => {
          sh(`${TREE}; ${mount}`, dir);
          const names = sh("find s", dir);
          for (const dry of [["-n"], []]) {
            const { code, stderr } = await runFerry([...line.split(" "), ...dry], dir);
            assertStringIncludes(stderr, "is inside source 's', seen through a mount", line);
            assertEquals([code, sh("find s", dir)], [2, names], line);
          }
        });
      }
    },
  );
}

/** Views that no inode number tells, which a dry run does not find. */
const HIDDEN = {
  "unionfs": "unionfs s/sub=RW d",
  "unionfs, in new folders": "mkdir -p s/new/n; mv s/sub s/new/n/sub; unionfs s/new/n/sub=RW d",
  "unionfs, below the target": "mkdir s/x d/x; unionfs s/sub=RW d/x",
  "unionfs, in the source": "mkdir s/view; echo k >d/keep; unionfs d=RW s/view",
};

for (const [kind, mount] of Object.entries(HIDDEN)) {
  testOrSkip(
    `a folder that ${kind} shows under an inode number of its own: nothing goes, no mark stays`,
    needsRoot() ?? needsPrograms("bindfs", "unionfs"),
    async () => {
      for (const line of ["mirror s d", "mirror -j2 s d", "copy --remove-source-files -T s d"]) {
        await withScratch(async (dir) => {
          sh(`${TREE}; ${mount}`, dir);
          await expectNothingGoes(dir, line, "The folder is the target itself", [[]]);
          assertEquals(leftovers(dir), "");
        });
      }
    },
  );
}

testOrSkip(
  "an empty target that unionfs shows in SOURCE is not copied into itself without end",
  needsRoot() ?? needsPrograms("unionfs"),
  async () => {
    for (const line of ["mirror s d", "copy -T s d", "copy -T -j2 s d", "copy -T s d/new"]) {
      await withScratch(async (dir) => {
        sh("mkdir -p s/view d; cd s; touch $(seq 1500); cd ..; unionfs d=RW s/view", dir);
        const { code, stderr } = await startFerry(line.split(" "), dir, ["timeout", "60"]).finished;
        assertStringIncludes(stderr, "The folder is the target itself", line);
        assertEquals([code, leftovers(dir)], [1, ""], line);
        assertEquals(sh("find d -type f | wc -l", dir).trim(), "1500", line);
      });
    }
  },
);

testOrSkip(
  "a mark in a target on another file system goes, and leaves its time as it was",
  needsRoot() ?? needsPrograms("bindfs"),
  async () => {
    await withScratch(async (dir) => {
      sh(`${TREE}; mkdir e; bindfs e d; echo x >d/gone`, dir);
      assertEquals((await runFerry(["mirror", "s", "d"], dir)).code, 0);
      assertEquals(sh("rsync -aHn --delete -i s/ d/", dir), "");
      assertEquals(sh("ls -A d", dir), "a\nsub\n");
      const { stdout, stderr } = await runFerry(["mirror", "-v", "s", "d"], dir);
      assertEquals([stderr, stdout.includes("nothing to do")], ["", true]);
      assertEquals(sh("rsync -aHn --delete -i s/ d/", dir), "");
    });
  },
);

testOrSkip(
  "a mirror of what a read-only view shows has nothing to do, and says nothing",
  needsRoot() ?? needsPrograms("bindfs"),
  async () => {
    await withScratch(async (dir) => {
      sh(`${TREE}; mkdir e; cp -a s/. e; bindfs -r e d`, dir);
      const { code, stdout, stderr } = await runFerry(["mirror", "s", "d"], dir);
      assertEquals([code, stderr, stdout.includes("nothing to do")], [0, "", true]);
    });
  },
);

testOrSkip(
  "no mark stays in an empty target that cannot be exchanged",
  needsRoot() ?? needsPrograms("bindfs"),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s e d; echo a >s/a; bindfs e d", dir);
      const { code } = await runFerry(["mirror", "--swap", "s", "d"], dir);
      assertEquals([code, sh("ls -A d", dir)], [2, ""]);
    });
  },
);

testOrSkip(
  "a new target in what a bind mount shows of the source is refused, also in a dry run",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(`${TREE}; mount --bind s/sub d`, dir);
      const before = look(`${dir}/s`);
      for (const line of ["mirror s d/new", "copy s d", "copy -T s d/in/new", "move s d/new"]) {
        for (const dry of [["-n"], []]) {
          const { code, stderr } = await runFerry([...line.split(" "), ...dry], dir);
          assertStringIncludes(stderr, "is inside source 's', seen through a mount", line);
          assertEquals([code, look(`${dir}/s`).replace(/ \S+ \S+ $/gm, "")], [
            2,
            before.replace(/ \S+ \S+ $/gm, ""),
          ], line);
        }
      }
      assertEquals((await runFerry(["copy", "-n", "s/sub/in", "d/new"], dir)).code, 0);
    });
  },
);

for (const mount of ["mount --bind s/sub/in d", "bindfs s/sub/in d", "unionfs s/sub/in=RW d"]) {
  testOrSkip(
    `${mount}: a target in a folder of the source that takes no part is mirrored, as rsync does`,
    needsRoot() ?? needsPrograms("bindfs", "unionfs"),
    async () => {
      for (const option of ["--max-depth=1", "--exclude=/sub/in"]) {
        await withScratch(async (dir) => {
          sh(`${TREE}; ${mount}`, dir);
          const { code, stderr } = await runFerry(["mirror", option, "s", "d"], dir);
          assertEquals([code, stderr, sh("cat d/a; ls d", dir)], [0, "", expected(option)]);
        });
      }
    },
  );
}

/** A mirror of `TREE` in `s/sub/in`: what is too deep stays. */
function expected(option: string): string {
  return option.startsWith("--max-depth") ? "a\na\ndeep\nsub\n" : "a\na\nsub\n";
}

testOrSkip(
  "verify compares with what bindfs shows of a folder in SOURCE",
  needsRoot() ??
    needsPrograms("bindfs"),
  async () => {
    await withScratch(async (dir) => {
      sh(`${TREE}; bindfs s/sub d`, dir);
      const { code, stderr } = await runFerry(["verify", "s", "d"], dir);
      assertEquals([code, stderr], [3, ""]);
    });
  },
);

testOrSkip(
  "a copy is not made of its own target that bindfs shows",
  needsRoot() ??
    needsPrograms("bindfs"),
  async () => {
    await withScratch(async (dir) => {
      sh(`${TREE}; bindfs s/sub d`, dir);
      const { code, stderr } = await runFerry(["copy", "-T", "s", "d"], dir);
      assertStringIncludes(stderr, "The folder is the target itself");
      assertEquals([code, sh("ls s/sub/sub", dir)], [1, ""]);
    });
  },
);

testOrSkip(
  "a folder with the inode number of the target by chance is copied",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir -p s/m d; mount -t tmpfs a s/m; mount -t tmpfs b d; echo f >s/m/f; touch d/extra",
        dir,
      );
      assertEquals(sh("stat -c %i s/m d | uniq | wc -l", dir), "1\n");
      const time = sh("stat -c %y s/m", dir);
      const { code, stderr } = await runFerry(["mirror", "s", "d"], dir);
      assertEquals([code, stderr, sh("cat d/*/f; ls d; stat -c %y s/m", dir)], [
        0,
        "",
        `f\nm\n${time}`,
      ]);
    });
  },
);

/** A link that is followed, and what is said of it. */
const FOLLOWED = {
  "ln -s ../d s/x": "Too many levels of symbolic links",
  "mkdir s/k d/k; echo p >d/k/p; ln -s ../../d/k s/k/x": "Too many levels of symbolic links",
  "mkdir up; mv d up; ln -s up/d d; ln -s ../up s/x": "Too many levels of symbolic links",
};

for (const [made, told] of Object.entries(FOLLOWED)) {
  Deno.test(`mirror -L: ${made}: nothing is deleted`, async () => {
    for (const line of ["mirror -L s d", "mirror -L -j2 s d", "mirror -L --max-delete=1 s d"]) {
      await withScratch(async (dir) => {
        sh(`mkdir -p s d/y; echo a >s/a; echo k | tee d/keep d/y/q; ${made}`, dir);
        await expectNothingGoes(dir, line, told);
      });
    }
  });
}

/** All files of before must be there afterwards, and the run must have said why it stopped. */
async function expectNothingGoes(
  dir: string,
  line: string,
  told: string,
  ways = [["-n"], []],
): Promise<void> {
  const files = () => sh("find -L s d/ -type f 2>/dev/null | LC_ALL=C sort || :", dir).split("\n");
  const before = files();
  for (const dry of ways) {
    const { code, stderr } = await runFerry([...line.split(" "), ...dry], dir);
    const what = `${line} ${dry}: ${stderr}`;
    assertStringIncludes(stderr, told, what);
    assertStringIncludes(stderr, "SOURCE holds it", what);
    const now = new Set(files());
    assertEquals([code, before.filter((name) => !now.has(name))], [4, []], what);
  }
}
