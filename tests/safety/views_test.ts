// A view (bindfs, an overlay, a union of disks, rclone) in SOURCE of a folder in DEST, or the reverse: a mirror deleted from the one
// what it had from the other, and a copy filled itself, deeper by each run. Only views of DEST itself were known.

import { assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { needsRoot } from "../support/mounts.ts";
import { needsPrograms } from "../support/programs.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { SHOWN_PARTS } from "./shown_tree.ts";

/** How `$1` is shown as `$2`; all is below the folder where the script runs. */
const VIEWS = {
  "a bind mount": "mount --bind $1 $2",
  "bindfs": "bindfs $1 $2",
  "overlay": "mkdir l w; mount -t overlay -o lowerdir=$PWD/l,upperdir=$PWD/$1,workdir=$PWD/w o $2",
  "mergerfs": "mkdir l; mergerfs l:$1 $2",
  "rclone": "rclone mount --daemon --dir-cache-time 0 $PWD/$1 $2",
};
/** How these may name that folder otherwise, which is the same for every tree: each is tried with two. */
const NAMED_OTHERWISE = {
  "bindfs, by a folder above": "mkdir all; bindfs ${1%%/*} all; mount --bind all/${1#*/} $2",
  "bindfs, of bindfs": "mkdir once; bindfs $1 once; bindfs once $2",
  "bindfs, of an odd name": "mkdir o:d; mount --bind $1 o:d; bindfs o:d $2",
  "overlay, by relative paths":
    "mkdir l w; mount -t overlay -o lowerdir=l,upperdir=$1,workdir=w o $2",
  "overlay, of lower layers": "mkdir l; mount -t overlay -o lowerdir=l:$PWD/$1 o $2",
  "overlay, by a link":
    "mkdir l w; ln -s $PWD/$1 up; mount -t overlay -o lowerdir=$PWD/l,upperdir=$PWD/up,workdir=$PWD/w o $2",
  "rclone, by a link": "ln -s . here; rclone mount --daemon --dir-cache-time 0 $PWD/here/$1 $2",
};
const PROGRAMS = needsRoot() ?? needsPrograms("bindfs", "mergerfs", "rclone");

const LINES = [
  "mirror s d",
  "mirror -j2 --delete-excluded --exclude=none s d",
  "mirror --shard 1/1 s d",
  "copy -T s d",
  "copy --remove-source-files -T s d",
  "move -T s d",
];

for (const [i, [place, { made, shown }]] of Object.entries(SHOWN_PARTS).entries()) {
  const otherwise = Object.entries(NAMED_OTHERWISE).filter((_, j) => (i + j) % 2 === 0);
  for (const [j, [kind, mount]] of [...Object.entries(VIEWS), ...otherwise].entries()) {
    const lines = kind === "bindfs" ? LINES : [LINES[(i + j) % LINES.length]];
    testOrSkip(
      `${kind} shows ${place}: nothing goes or fills itself, as a dry run tells`,
      PROGRAMS,
      async () => {
        await Promise.all(lines.map((line) =>
          withScratch(async (dir) => {
            sh(`${made}; set ${shown}; ${mount}`, dir);
            await expectAllStays(dir, line.split(" "));
          })
        ));
      },
    );
  }
}

/** Options by which a mirror deletes what both sides have. */
const ONE_SIDED = [
  "mirror --delete-excluded --exclude=*.tmp s d",
  "mirror --filter=H_*.tmp s d",
  "mirror --swap --filter=H_*.tmp s d",
  "mirror --prune-empty-dirs s d",
];

for (const mount of ["bindfs s d", "mergerfs s:l d"]) {
  for (const line of ONE_SIDED) {
    testOrSkip(
      `${mount}; ${line}: nothing of SOURCE goes, which DEST shows whole`,
      PROGRAMS,
      async () => {
        await withScratch(async (dir) => {
          sh(`mkdir -p s/empty d l; echo a >s/a; echo t >s/t.tmp; ${mount}`, dir);
          await expectAllStays(dir, line.split(" "));
          assertEquals(sh("ls -A s", dir), "a\nempty\nt.tmp\n");
        });
      },
    );
  }
  testOrSkip(`${mount}; move s d: refused by a dry run, too`, PROGRAMS, async () => {
    await withScratch(async (dir) => {
      sh(`mkdir s d l; echo a >s/a; ${mount}`, dir);
      for (const more of [["-n"], []]) {
        const { code, stderr } = await runFerry(["move", "-T", "s", "d", ...more], dir);
        assertEquals([code, stderr.includes("are the same folder"), sh("ls s", dir)], [
          2,
          true,
          "a\n",
        ]);
      }
    });
  });
}

testOrSkip(
  "a disk that another one of its union shadows loses no file to mirrors of it",
  PROGRAMS,
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir d1 d2 u; echo new >d1/f; echo older >d2/f; mergerfs -o category.create=ff d2:d1 u",
        dir,
      );
      await runFerry(["mirror", "d1", "u"], dir);
      await runFerry(["mirror", "d1", "u"], dir);
      assertEquals(sh("cat u/f", dir), "new\n");
    });
  },
);

testOrSkip(
  "an overlay whose lower layer is named from the folder of its upper one shows a folder of DEST: nothing goes",
  PROGRAMS,
  async () => {
    await withScratch(async (dir) => {
      sh(SHOWN_PARTS["a folder of DEST in SOURCE"].made, dir);
      const options = "lowerdir=a,upperdir=$PWD/u,workdir=$PWD/w";
      sh(`cd d; mkdir u w; mount -t overlay -o ${options} o ../s/v`, dir);
      await expectAllStays(dir, ["mirror", "--exclude=/[uw]", "s", "d"]);
    });
  },
);

/** A dry run and a run: each file of SOURCE is still there, or in DEST after a move; but for a move the next run brings no more. */
async function expectAllStays(dir: string, args: readonly string[]): Promise<void> {
  const moves = args.some((word) => word === "move" || word.startsWith("--remove"));
  const files = moves
    ? "find s d -type f -exec cat {} + | sort -u"
    : `find s -type f -exec grep -H "" {} + | sort`;
  const found = () => sh(files, dir).split("\n");
  const before = found();
  const run = async (more: readonly string[]) => {
    const { code, stderr } = await runFerry([...args, ...more], dir);
    const now = new Set(found());
    assertEquals(before.filter((file) => !now.has(file)), [], `${args}: ${stderr}`);
    return { code, stderr };
  };
  const dry = await run(["-n"]);
  assertEquals(dry, await run([]), `${args}`);
  // What is shown of a folder that was moved away is no folder any more.
  assertEquals(sh("find . -name '.ferry-*.tmp' 2>/dev/null || :", dir), "");
  if (moves) return;
  const entries = sh("find d", dir);
  await run([]);
  assertEquals(sh("find d", dir), entries, `${args}`);
}
