// `--link-dest`: what an earlier copy has unchanged becomes a hard link, and the earlier copy stays as it is. rsync does
// the same beside it, on random trees. FERRY_SEED repeats a run, FERRY_RUNS sets its length.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { binaryText } from "../../ffi/mod.ts";
import type { OperationEvent } from "../../lib/events.ts";
import { mirror } from "../support/runs.ts";
import { verified } from "../support/differences.ts";
import fc from "../support/fast_check.ts";
import { runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { carryOut, Clock, steps } from "../support/random_tree.ts";
import { sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { type Snapshot, snapshot } from "../support/snapshot.ts";

const RUNS = Number(Deno.env.get("FERRY_RUNS") ?? 10);
const SEED = Number(Deno.env.get("FERRY_SEED") ?? Math.floor(Math.random() * 2 ** 31));
const scratch = makeScratch("ferry-link-dest-");
const mounts = mountAll(scratch);

const inode = (path: string) => Deno.lstatSync(path).ino;
const options = { allowEmptySource: true };

/** Everything of a tree that links to it may not change: all but counts of names, and times of change with them. */
function lasting(path: string): string {
  return sh(
    `find . -printf '%P %y %m %U:%G %i %s %T@ %l\\n' | sort
     find . -type f -exec sha256sum {} + | sort; getfattr -hR -m- -d . 2>/dev/null | sort`,
    path,
  );
}

/** Paths that are links to the earlier copy; only those of which both sides must say the same. */
function linked(tree: Snapshot, earlier: Snapshot, source: Snapshot): string[] {
  const names = Map.groupBy(earlier.values(), ({ inode }) => inode);
  return [...tree].filter(([path, entry]) =>
    source.get(path)?.nlink === 1 && names.get(entry.inode)?.length === 1
  ).map(([path]) => path).sort();
}

testOrSkip(
  `--link-dest: ${RUNS} random trees are linked where rsync links them`,
  needsRoot() ?? needsPrograms("rsync"),
  async () => {
    console.log(`FERRY_SEED=${SEED} FERRY_RUNS=${RUNS}`);
    const jobs = fc.constantFrom(1, 4);
    const property = fc.asyncProperty(steps(30), steps(5), steps(3), jobs, async (...random) => {
      const [tree, changes, more, jobs] = random;
      await withScratch(async (dir) => {
        sh("mkdir s", dir);
        const source = `${dir}/s`;
        const clock = new Clock();
        carryOut(source, tree, clock);
        await mirror(source, `${dir}/1`, options);
        carryOut(source, changes, clock);
        const before = lasting(`${dir}/1`);
        sh("rsync -aHAX --modify-window=-1 --link-dest=../1 s/ r", dir);
        const linking = { ...options, linkDest: ["../1"], jobs };
        const planned = await runLibrary("mirror", source, `${dir}/2`, {
          ...linking,
          dryRun: true,
        });
        const done = await runLibrary("mirror", source, `${dir}/2`, linking);
        const earlier = snapshot(`${dir}/1`), its = snapshot(source);
        assertEquals(operations(planned.events, its), operations(done.events, its));
        const theirs = linked(snapshot(`${dir}/r`), earlier, its);
        assertEquals(linked(snapshot(`${dir}/2`), earlier, its), theirs);
        await isEqual(source, `${dir}/2`);
        // Into a folder that has entries, from two earlier copies; then there is nothing left to do.
        carryOut(source, more, clock);
        const both = { ...linking, linkDest: ["../1", `${dir}/2`] };
        sh("cp -a 1 3", dir);
        await mirror(source, `${dir}/3`, both);
        await isEqual(source, `${dir}/3`);
        const { summary } = await runLibrary("mirror", source, `${dir}/3`, both);
        assertEquals([summary.filesCopied, summary.filesReplaced, summary.linksCreated], [0, 0, 0]);
        assertEquals(lasting(`${dir}/1`), before);
      });
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: false });
  },
);

async function isEqual(source: string, target: string): Promise<void> {
  assertEquals(await judge(source, target), []);
  assertEquals((await verified(source, target)).lines, []);
}

/** Lines of what was done, except for files with several names: which of these is the first one depends on the order. */
function operations(events: readonly { type: string }[], source: Snapshot): string[] {
  return events.filter((event): event is OperationEvent => event.type === "operation")
    .map(({ op, path }) => [op, binaryText(path)] as const)
    .filter(([op, path]) => op === "make-folder" || (source.get(path)?.nlink ?? 1) === 1)
    .map((line) => line.join(" ")).sort();
}

/** Makes a source with a file `f` and a copy `1` of it. */
async function makeCopy(dir: string, script = "mkdir s; echo text > s/f"): Promise<void> {
  sh(script, dir);
  await mirror(`${dir}/s`, `${dir}/1`);
}

Deno.test("--link-dest: what differs in metadata alone is copied, and the earlier copy keeps its own", async () => {
  await withScratch(async (dir) => {
    await makeCopy(dir);
    Deno.chmodSync(`${dir}/s/f`, 0o600);
    await mirror(`${dir}/s`, `${dir}/2`, { linkDest: ["../1"] });
    assertNotEquals(inode(`${dir}/2/f`), inode(`${dir}/1/f`));
    assertEquals(sh("stat -c %a 1/f 2/f", dir), "644\n600\n");
  });
});

Deno.test("--link-dest: a file that differs in DEST is replaced by the link, also with --inplace", async () => {
  for (const inplace of [false, true]) {
    await withScratch(async (dir) => {
      await makeCopy(dir, "mkdir s 2; echo text > s/f; echo other > 2/f; ln 2/f kept");
      const { linksCreated } = await mirror(`${dir}/s`, `${dir}/2`, {
        linkDest: ["../1"],
        inplace,
      });
      assertEquals([linksCreated, inode(`${dir}/2/f`)], [1, inode(`${dir}/1/f`)]);
      assertEquals(Deno.readTextFileSync(`${dir}/kept`), "other\n");
    });
  }
});

Deno.test("--link-dest: two files of SOURCE that were one stay two", async () => {
  await withScratch(async (dir) => {
    await makeCopy(dir, "mkdir s; echo text > s/a; ln s/a s/b");
    sh("cp -p s/a s/c; mv s/c s/a", dir);
    await mirror(`${dir}/s`, `${dir}/2`, { linkDest: ["../1"] });
    assertNotEquals(inode(`${dir}/2/a`), inode(`${dir}/2/b`));
    assertEquals((await verified(`${dir}/s`, `${dir}/2`)).lines, []);
  });
});

Deno.test("--link-dest: a link in an earlier copy is not followed", async () => {
  await withScratch(async (dir) => {
    await makeCopy(dir, "mkdir -p s/d; echo text > s/d/f");
    sh("mv 1/d elsewhere; ln -s ../elsewhere 1/d", dir);
    await mirror(`${dir}/s`, `${dir}/2`, { linkDest: ["../1"] });
    assertNotEquals(inode(`${dir}/2/d/f`), inode(`${dir}/elsewhere/f`));
  });
});

Deno.test("--link-dest: SOURCE itself may be linked", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s; echo text > s/f; ln s/f s/g; ln -s x s/l", dir);
    const { outcome, linksCreated } = await mirror(`${dir}/s`, `${dir}/2`, { linkDest: ["../s"] });
    assertEquals([outcome, linksCreated], ["done", 3]);
    for (const name of ["f", "g", "l"]) {
      assertEquals(inode(`${dir}/s/${name}`), inode(`${dir}/2/${name}`));
    }
  });
});

const { ext4 } = mounts;

testOrSkip(
  "--link-dest: another file system is told once, and what is there is copied",
  ext4.reason,
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir -p s/d; echo text > s/f; echo text > s/d/f", dir);
      await mirror(`${dir}/s`, `${ext4.path}/1`);
      const { summary, events } = await runLibrary("mirror", `${dir}/s`, `${dir}/2`, {
        linkDest: [`${ext4.path}/1`],
      });
      assertEquals([summary.outcome, summary.filesCopied], ["done", 2]);
      const notices = events.flatMap((event) => event.type === "notice" ? [event.message] : []);
      assertEquals(notices.length, 1);
      assert(/--link-dest.*cannot cross file systems/.test(notices[0]), notices[0]);
    });
  },
);

testOrSkip(
  "--link-dest: a file with as many names as it can have is copied",
  ext4.reason,
  async () => {
    const dir = `${ext4.path}/names`;
    sh(`mkdir -p ${dir}/s ${dir}/names; echo text > ${dir}/s/f`);
    await mirror(`${dir}/s`, `${dir}/1`);
    sh(`perl -e 'for (2 .. 65000) { link("1/f", "names/$_") or die $! }'`, dir);
    const options = { linkDest: ["../1"] };
    const planned = await mirror(`${dir}/s`, `${dir}/2`, { ...options, dryRun: true });
    const { outcome, filesCopied, linksCreated } = await mirror(`${dir}/s`, `${dir}/2`, options);
    assertEquals([outcome, filesCopied, linksCreated], ["done", 1, 0]);
    assertEquals([planned.filesCopied, planned.linksCreated], [1, 0]);
  },
);
