// `--backup` on random trees: nothing that a run replaces or deletes is lost, and rsync keeps the same. FERRY_SEED repeats a
// run, FERRY_RUNS sets its length.

import { assertEquals } from "@std/assert";
import { mirror } from "../support/runs.ts";
import { verified } from "../support/differences.ts";
import fc from "../support/fast_check.ts";
import { runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { carryOut, Clock, type Step, steps } from "../support/random_tree.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { type Entry, type Snapshot, snapshot } from "../support/snapshot.ts";
import { deleted, lost } from "./backup_trees.ts";

const RUNS = Number(Deno.env.get("FERRY_RUNS") ?? 10);
const SEED = Number(Deno.env.get("FERRY_SEED") ?? Math.floor(Math.random() * 2 ** 31));

/**
 * The files, which rsync keeps, too. Of links, FIFOs and devices with several names the one program makes anew what the
 * other leaves, and folders are made at other moments: these are judged by what is lost.
 */
function filesOf(tree: Snapshot): string[] {
  const isFile = ({ mode }: Entry) => (mode & 0o170000) === 0o100000;
  return [...tree].filter(([, entry]) => isFile(entry)).map(([path, entry]) => {
    const { mode, uid, gid, size, mtime, contents, xattrs } = entry;
    return `${path}: ${[mode, uid, gid, size, mtime, contents, xattrs].join(" ")}`;
  }).sort();
}

interface Trees {
  readonly tree: Step[];
  readonly changes: Step[];
}

/** Makes a source `s`, and targets `t` and `r` that are like it was before some changes. */
async function makeTrees(dir: string, { tree, changes }: Trees): Promise<void> {
  sh("mkdir s", dir);
  const clock = new Clock();
  carryOut(`${dir}/s`, tree, clock);
  await mirror(`${dir}/s`, `${dir}/t`, { allowEmptySource: true });
  carryOut(`${dir}/t`, changes.slice(0, 3), clock);
  sh("cp -a t r", dir);
  carryOut(`${dir}/s`, changes, clock);
}

const random = fc.record({ tree: steps(25), changes: steps(12) });

testOrSkip(
  `--backup-dir: in ${RUNS} random trees it keeps what rsync keeps`,
  needsRoot() ?? needsPrograms("rsync"),
  async () => {
    console.log(`FERRY_SEED=${SEED} FERRY_RUNS=${RUNS}`);
    const property = fc.asyncProperty(random, fc.constantFrom(1, 4), async (trees, jobs) => {
      await withScratch(async (dir) => {
        await makeTrees(dir, trees);
        const old = snapshot(`${dir}/t`);
        sh("mkdir b c; rsync -aHAX --modify-window=-1 --delete --backup-dir=../c s/ r", dir);
        const options = { backupDir: "../b", allowEmptySource: true, jobs };
        const planned = await runLibrary("mirror", `${dir}/s`, `${dir}/t`, {
          ...options,
          dryRun: true,
        });
        const done = await runLibrary("mirror", `${dir}/s`, `${dir}/t`, options);
        assertEquals(done.summary.errors, []);
        assertEquals(deleted(planned.events), deleted(done.events));
        assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
        const kept = snapshot(`${dir}/b`), target = snapshot(`${dir}/t`);
        assertEquals(filesOf(kept), filesOf(snapshot(`${dir}/c`)));
        const same = (path: string) => path;
        assertEquals(lost(old, [[target, same], [kept, same]]), []);
        assertEquals(sh("find t b -name '.ferry-*'", dir), "");
      });
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: false });
  },
);

testOrSkip(`--backup: in ${RUNS} random trees nothing is lost`, needsRoot(), async () => {
  console.log(`FERRY_SEED=${SEED} FERRY_RUNS=${RUNS}`);
  const property = fc.asyncProperty(random, async (trees) => {
    await withScratch(async (dir) => {
      await makeTrees(dir, trees);
      const old = snapshot(`${dir}/t`);
      const options = { backup: true, allowEmptySource: true };
      const { errors } = await mirror(`${dir}/s`, `${dir}/t`, options);
      assertEquals(errors, []);
      const { lines } = await verified(`${dir}/s`, `${dir}/t`, { backup: true });
      // A folder that SOURCE does not have stays for the backups in it.
      assertEquals(lines.filter((line) => !line.startsWith("extra")), []);
      const target = snapshot(`${dir}/t`);
      const beside = (path: string) => `${path}~`;
      const inMoved = (path: string) => path.replace(/\/|$/, (slash) => `~${slash}`);
      const inMovedBelow = (path: string) =>
        [...path.matchAll(/\//g)].map(({ index }) => `${path.slice(0, index)}~${path.slice(index)}`)
          .find((moved) => target.has(moved)) ?? inMoved(path);
      const places = [(path: string) => path, beside, inMovedBelow];
      assertEquals(lost(old, places.map((place) => [target, place] as const)), []);
      const again = await mirror(`${dir}/s`, `${dir}/t`, options);
      assertEquals([again.filesReplaced, again.filesCopied, again.linksCreated], [0, 0, 0]);
    });
  });
  await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: false });
});
