// `--fsync` against a loss of power: the file system is shut down with all that it had not yet written
// (FS_IOC_SHUTDOWN without flushing its log, as xfstests do), mounted again and looked at.

import { assertEquals, assertGreater } from "@std/assert";
import { runFerry, startFerry } from "../support/ferry_process.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { randomNumbers, rounds, seedOfRun, tell } from "../support/torture.ts";
import { atRandomMoments } from "./at_random_moments.ts";
import { versions } from "./versions.ts";

/** New, replaced, linked and deleted files, in old folders and new ones. */
const TREES = `mkdir -p s/{a,fresh/deep} old/{a,gone}
  for i in {1..80}; do echo "new version $i" >s/a/$i; echo "old $i" >old/a/$i; echo g >old/gone/$i
    echo "fresh $i" >s/fresh/$i; echo "deep $i" >s/fresh/deep/$i; done
  head -c 6M /dev/urandom >s/a/large; head -c 5M /dev/urandom >old/a/large; ln s/a/1 s/a/hard; ln -s x s/a/soft
  find s -exec touch -hd @1500000000.123456789 {} +; find old -exec touch -hd @1400000000 {} +`;

const MAKERS = {
  ext4: "mkfs.ext4 -q -F image",
  xfs: "mkfs.xfs -q -f image",
} as const;

for (const [kind, make] of Object.entries(MAKERS)) {
  const skips = needsRoot() ?? needsPrograms("xfs_io", make.split(" ")[0]);
  const prepare =
    `${TREES}; truncate -s 512M image; ${make}; mkdir m; mount -o loop image m; cp -a old m/t; sync -f m`;

  testOrSkip(`--fsync, power lost after the run, ${kind}: nothing is missing`, skips, async () => {
    await withScratch(async (dir) => {
      sh(prepare, dir);
      for (const target of ["m/t", "m/new"]) {
        assertEquals((await runFerry(["mirror", "--fsync", "s", target], dir)).code, 0);
        losePower(dir);
        assertEquals(await judge(`${dir}/s`, `${dir}/${target}`), []);
      }
      sh("mkdir m/one; sync -f m", dir);
      assertEquals((await runFerry(["copy", "--fsync", "s/a/large", "m/one"], dir)).code, 0);
      losePower(dir);
      sh("cmp s/a/large m/one/large", dir);
      assertEquals((await runFerry(["mirror", "s", "m/unsynced"], dir)).code, 0);
      losePower(dir);
      // What shows that power was really lost.
      assertGreater((await missing(dir, "m/unsynced")).length, 0);
      tell(
        `power loss: ${kind}: after 3 runs with --fsync nothing is missing; after 1 without, something is`,
      );
    });
  });

  testOrSkip(
    `--fsync, power lost at any moment, ${kind}: old or new under each name`,
    skips,
    async () => {
      const seed = seedOfRun();
      const random = randomNumbers(seed);
      const cuts = rounds(3, 15);
      await withScratch(async (dir) => {
        sh(prepare, dir);
        const known = new Set([...versions(`${dir}/s`), ...versions(`${dir}/old`)]);
        const startedAt = performance.now();
        assertEquals((await runFerry(["mirror", "--fsync", "s", "m/t"], dir)).code, 0);
        const attempt = async (delayMs: number, moment: string): Promise<boolean> => {
          const context = `seed ${seed}, ${moment}`;
          sh("rm -r m/t; cp -a old m/t; sync -f m", dir);
          const ferry = startFerry(["mirror", "--fsync", "s", "m/t"], dir);
          await new Promise((resolve) => setTimeout(resolve, delayMs));
          sh("xfs_io -x -c shutdown m", dir);
          const { code } = await ferry.finished;
          remount(dir);
          const others = versions(`${dir}/m/t`).filter((version) => !known.has(version));
          assertEquals(others, [], context);
          assertEquals((await runFerry(["mirror", "--fsync", "s", "m/t"], dir)).code, 0, context);
          assertEquals(await judge(`${dir}/s`, `${dir}/m/t`), [], context);
          return code !== 0;
        };
        await atRandomMoments(cuts, performance.now() - startedAt, random, attempt);
        tell(`power loss: ${kind}: ${cuts} cuts hit a run under way, 0 files neither old nor new`);
      });
    },
  );
}

/** Everything that was not on the disk is gone. */
function losePower(dir: string): void {
  sh("xfs_io -x -c shutdown m", dir);
  remount(dir);
}

function remount(dir: string): void {
  sh("umount m; mount -o loop image m", dir);
}

/** What a target lacks; all of it where it is not there at all. */
async function missing(dir: string, target: string): Promise<string[]> {
  sh(`mkdir -p ${target}`, dir);
  return await judge(`${dir}/s`, `${dir}/${target}`);
}
