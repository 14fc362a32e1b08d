// `mirror --swap`: the tree that takes DEST's place is what a mirror makes of it, by rsync's judgement; the dry run says what
// is done, the second run lists nothing, and no file that DEST had is changed. FERRY_SEED repeats a run, FERRY_RUNS sets
// its length.

import { assert, assertEquals } from "@std/assert";
import { FerryError } from "../../lib/errors.ts";
import { decodeLossy } from "../../lib/cli/text.ts";
import { mirror, type RunOptions } from "../support/runs.ts";
import fc from "../support/fast_check.ts";
import { makeDenier } from "../support/deny.ts";
import { ferryUnder, type LibraryRun, runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { carryOut, Clock, steps } from "../support/random_tree.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { buildTree } from "../support/tree.ts";

const RUNS = Number(Deno.env.get("FERRY_RUNS") ?? 6);
const SEED = Number(Deno.env.get("FERRY_SEED") ?? Math.floor(Math.random() * 2 ** 31));

const SWAP = { swap: true, allowEmptySource: true } as const;

const denier = makeDenier(makeScratch("ferry-swap-"));

/** What a run did: each operation, in the order of paths. */
function operationsOf({ events }: LibraryRun): string[] {
  return events.flatMap((event) =>
    event.type === "operation" ? [`${event.op} ${decodeLossy(event.path)}`] : []
  ).sort();
}

/** Metadata and contents of all files, which a run that links them must leave alone. */
function contentsOf(dir: string): string {
  return sh(
    "find . -printf '%p %y %m %U:%G %s %T@ %l\\n' | sort; getfattr -dhR -m - . 2>/dev/null",
    dir,
  );
}

testOrSkip(
  `mirror --swap: ${RUNS} random trees, as rsync has them and the dry run says`,
  needsRoot() ?? needsPrograms("rsync"),
  async () => {
    console.log(`FERRY_SEED=${SEED} FERRY_RUNS=${RUNS}`);
    const property = fc.asyncProperty(
      steps(40),
      steps(8),
      fc.nat(2),
      async (tree, changes, jobs) => {
        await withScratch(async (dir) => {
          sh("mkdir s d", dir);
          const [source, target] = [`${dir}/s`, `${dir}/d`];
          const clock = new Clock();
          carryOut(source, tree, clock);
          await runLibrary("mirror", source, target, { ...SWAP, jobs });
          assertEquals(await judge(source, target), []);
          carryOut(source, changes, clock);
          sh("cp -al d linked", dir);
          const before = contentsOf(`${dir}/linked`);
          const dry = await runLibrary("mirror", source, target, { ...SWAP, jobs, dryRun: true });
          const real = await runLibrary("mirror", source, target, { ...SWAP, jobs });
          assertEquals([real.summary.outcome, await judge(source, target)], ["done", []]);
          assertEquals(operationsOf(real), operationsOf(dry));
          assertEquals([contentsOf(`${dir}/linked`), leftovers(dir)], [before, ""]);
          const old = Deno.statSync(target).ino;
          const again = await runLibrary("mirror", source, target, { ...SWAP, jobs });
          assertEquals([operationsOf(again), await judge(source, target)], [[], []]);
          assert(Deno.statSync(target).ino !== old, "the second run made no new tree");
        });
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  },
);

for (const jobs of [1, 3]) {
  testOrSkip(
    `mirror --swap: a large tree, by ${jobs}: what is unchanged is linked`,
    needsRoot(),
    async () => {
      await withScratch(async (dir) => {
        buildTree(`${dir}/s`, 2000);
        const [source, target] = [`${dir}/s`, `${dir}/d`];
        const first = await runLibrary("mirror", source, target, { ...SWAP, jobs });
        assert(first.summary.filesCopied > 2000);
        const inodes = () => sh("find d -type f -links 1 -printf '%i %P\\n' | sort", dir);
        const before = inodes();
        sh("echo more >s/added; mkdir d/extra; touch d/extra/{1..50}", dir);
        const { summary } = await runLibrary("mirror", source, target, { ...SWAP, jobs });
        assertEquals([summary.filesCopied, summary.deleted, summary.outcome], [1, 51, "done"]);
        assertEquals(await judge(source, target), []);
        const kept = new Set(before.split("\n"));
        assertEquals(inodes().split("\n").filter((line) => !kept.has(line)).length, 1);
        assertEquals(sh("ls -A", dir), "d\ns\n");
      });
    },
  );
}

testOrSkip(
  "mirror --swap: a DEST that is a link: what it leads to is exchanged",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s old; touch s/new old/x; ln -s old d", dir);
      const { outcome } = await mirror(`${dir}/s`, `${dir}/d`, { swap: true });
      assertEquals([outcome, sh("ls -A; ls old; readlink d", dir)], [
        "done",
        "d\nold\ns\nnew\nold\n",
      ]);
    });
  },
);

testOrSkip(
  "mirror --swap --backup-dir: the old tree is kept whole under that name",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir s d there mnt; mount -t tmpfs t mnt; echo newer >s/a; echo same >s/b; cp -a s/b d; echo old >d/a; echo x >d/x; cp -a d before",
        dir,
      );
      const swap = (backupDir: string, more: RunOptions = {}) =>
        mirror(`${dir}/s`, `${dir}/d`, { swap: true, backupDir, ...more });
      for (
        const [refused, more] of [["../there", {}], ["below", {}], ["../mnt/old", {}], ["../old", {
          suffix: "~",
        }]] as const
      ) {
        const refusal = await swap(refused, more).then(() => null, (error) => error);
        assert(refusal instanceof FerryError && refusal.kind === "usage", refused);
      }
      assertEquals(await judge(`${dir}/before`, `${dir}/d`), []);
      const { outcome } = await swap("../old");
      assertEquals([
        outcome,
        await judge(`${dir}/s`, `${dir}/d`),
        await judge(`${dir}/before`, `${dir}/old`),
      ], [
        "done",
        [],
        [],
      ]);
      assertEquals(sh("ls -A", dir), "before\nd\nmnt\nold\ns\nthere\n");
    });
  },
);

testOrSkip(
  "mirror --swap: names that cannot be exchanged are renamed twice",
  denier.reason ?? needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s d; echo newer >s/a; echo old >d/a", dir);
      const prefix = denier.prefix("renameat2:ENOSYS");
      const { code, stderr } = await ferryUnder(prefix, "mirror", "--swap", `${dir}/s`, `${dir}/d`);
      assertEquals(code, 0, stderr);
      assert(/not there for a moment/.test(stderr), stderr);
      assertEquals(sh("cat d/a; ls -A", dir), "newer\nd\ns\n");
    });
  },
);
