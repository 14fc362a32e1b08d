// A target that the source holds, by a link that is followed or by a file system that shows a folder once more. That is
// found when the walk gets there, and then nothing is deleted from the one or removed from the other.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { needsRoot } from "../support/mounts.ts";
import { needsPrograms } from "../support/programs.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const TREE = `mkdir -p s/sub/in/deep d low w
  echo a | tee s/a s/sub/extra s/sub/in/extra s/sub/in/deep/f >/dev/null`;

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
/** Targets that are made; no dry run finds them. */
const NEW = ["move s d/in", "move -T s d/new"];

for (const [kind, mount] of Object.entries(SHOWN)) {
  testOrSkip(
    `a target that ${kind} shows of a folder in SOURCE: nothing goes`,
    needsRoot() ?? needsPrograms("bindfs"),
    async () => {
      for (const line of [...EXISTING, ...NEW]) {
        await withScratch(async (dir) => {
          sh(`${TREE}; ${mount}`, dir);
          await expectNothingGoes(dir, line, "The folder is the target itself");
        });
      }
    },
  );
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
async function expectNothingGoes(dir: string, line: string, told: string): Promise<void> {
  const files = () => sh("find -L s d/ -type f 2>/dev/null | LC_ALL=C sort || :", dir).split("\n");
  const before = files();
  for (const dry of NEW.includes(line) ? [[]] : [["-n"], []]) {
    const { code, stderr } = await runFerry([...line.split(" "), ...dry], dir);
    const what = `${line} ${dry}: ${stderr}`;
    assertStringIncludes(stderr, told, what);
    assertStringIncludes(stderr, "SOURCE holds it", what);
    const now = new Set(files());
    assertEquals([code, before.filter((name) => !now.has(name))], [4, []], what);
  }
}
