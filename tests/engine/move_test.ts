// `move` and --remove-source-files on whole trees: what arrives is what there was, what stays is what rsync leaves, and a
// dry run says beforehand what goes. FERRY_SEED repeats a run, FERRY_RUNS sets its length.

import { assert, assertEquals } from "@std/assert";
import { decodeLossy } from "../../lib/cli/text.ts";
import fc from "../support/fast_check.ts";
import { type LibraryRun, runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { carryOut, Clock, steps } from "../support/random_tree.ts";
import { leftovers, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";
import { differences, snapshot } from "../support/snapshot.ts";
import { buildTree } from "../support/tree.ts";

const RUNS = Number(Deno.env.get("FERRY_RUNS") ?? 6);
const SEED = Number(Deno.env.get("FERRY_SEED") ?? Math.floor(Math.random() * 2 ** 31));

/** Lends a folder with another file system mounted on `other`. */
async function withOther(use: (dir: string) => Promise<void>): Promise<void> {
  await withScratch(async (dir) => {
    sh("mkdir other; mount -t tmpfs -o mode=755 t other", dir);
    await use(dir);
  });
}

/** What a run did: each operation, in the order of paths. */
function operationsOf({ events }: LibraryRun): string[] {
  return events.flatMap((event) =>
    event.type === "operation" ? [`${event.op} ${decodeLossy(event.path)}`] : []
  ).sort();
}

for (const jobs of [1, 3]) {
  testOrSkip(`move: a whole tree to another file system, by ${jobs}`, needsRoot(), async () => {
    await withOther(async (dir) => {
      buildTree(`${dir}/s`, 2000);
      const before = snapshot(`${dir}/s`);
      const { summary } = await runLibrary("move", `${dir}/s`, `${dir}/other/d`, { jobs });
      assertEquals([summary.outcome, summary.errorCount, summary.command], ["done", 0, "move"]);
      assertEquals(differences(before, snapshot(`${dir}/other/d`)), []);
      assertEquals(sh("ls; find other -name '.ferry*'", dir), "other\n");
      assert(summary.sourcesRemoved >= before.size && summary.renamed === 0);
    });
  });
}

testOrSkip(
  `move: ${RUNS} random trees arrive whole, as the dry run says`,
  needsRoot() ?? needsPrograms("rsync"),
  async () => {
    console.log(`FERRY_SEED=${SEED} FERRY_RUNS=${RUNS}`);
    const property = fc.asyncProperty(steps(40), fc.nat(2), async (tree, jobs) => {
      await withOther(async (dir) => {
        sh("mkdir s", dir);
        carryOut(`${dir}/s`, tree, new Clock());
        sh("cp -a s before", dir);
        const [source, target] = [`${dir}/s`, `${dir}/other/d`];
        const dry = await runLibrary("move", source, target, { dryRun: true, jobs });
        assertEquals(await judge(`${dir}/before`, source), []);
        const real = await runLibrary("move", source, target, { jobs });
        assertEquals([real.summary.outcome, await judge(`${dir}/before`, target)], ["done", []]);
        assertEquals(sh("ls -A . other", dir), ".:\nbefore\nother\n\nother:\nd\n");
        assertEquals(leftovers(dir), "");
        const { sourcesRemoved } = dry.summary;
        assertEquals(sourcesRemoved, real.summary.sourcesRemoved);
        const removed = (run: LibraryRun) =>
          operationsOf(run).filter((line) => line.startsWith("remove-source"));
        assertEquals(removed(dry), removed(real));
      });
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  },
);

testOrSkip(
  `copy --remove-source-files: ${RUNS} random trees, as rsync`,
  needsRoot() ?? needsPrograms("rsync"),
  async () => {
    console.log(`FERRY_SEED=${SEED} FERRY_RUNS=${RUNS}`);
    const property = fc.asyncProperty(steps(40), steps(6), async (tree, changes) => {
      await withScratch(async (dir) => {
        sh("mkdir s", dir);
        const clock = new Clock();
        carryOut(`${dir}/s`, tree, clock);
        sh("cp -a s d", dir);
        const kept = changes.filter((step) => ["touch", "write", "mode"].includes(step.do));
        carryOut(`${dir}/s`, kept, clock);
        // rsync gives folders the times that they have after the removal.
        sh(
          "cp -a s before; cp -a s s2; cp -a d d2; rsync -aHAX --remove-source-files s2/ d2/",
          dir,
        );
        const options = { removeSource: "files" } as const;
        const dry = await runLibrary("copy", `${dir}/s`, `${dir}/d`, { ...options, dryRun: true });
        const real = await runLibrary("copy", `${dir}/s`, `${dir}/d`, options);
        assertEquals([real.summary.outcome, await judge(`${dir}/before`, `${dir}/d`)], [
          "done",
          [],
        ]);
        const left = (name: string) => sh("find . | sort", `${dir}/${name}`);
        assertEquals(left("s"), left("s2"));
        assertEquals(dry.summary.sourcesRemoved, real.summary.sourcesRemoved);
      });
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  },
);

testOrSkip("move: into a folder of that name, which keeps the rest", needsRoot(), async () => {
  await withOther(async (dir) => {
    sh(
      `mkdir -p s/a/b other/d/a; echo 1 >s/a/same; echo 2 >s/a/new; echo 3 >s/a/b/deep
       cp -a s/a/same other/d/a; echo old >other/d/a/new; echo only >other/d/a/only`,
      dir,
    );
    const { summary } = await runLibrary("move", `${dir}/s`, `${dir}/other/d`);
    assertEquals([summary.outcome, summary.sourcesRemoved], ["done", 6]);
    assertEquals(sh("ls", dir), "other\n");
    assertEquals(
      sh("cd other/d; grep -r . | sort", dir),
      "a/b/deep:3\na/new:2\na/only:only\na/same:1\n",
    );
  });
});

/** What is left out, and which files and empty folders then stay. */
const LEFT_OUT = [
  { what: { filters: [{ include: false, pattern: "*.o" }] }, stays: "s/a/b/2.o s/e/2.o" },
  { what: { filters: [{ include: false, pattern: "x/" }] }, stays: "s/x/y/4" },
  { what: { maxDepth: 2 }, stays: "s/a/b/1 s/a/b/2.o s/x/y/4" },
  { what: { pruneEmptyDirs: true }, stays: "s/none" },
  { what: { minSize: 1 }, stays: "s/a/b/1 s/a/b/2.o s/c/3 s/e/2.o" },
  { what: { onlyPaths: ["c", "x/y/4"] }, stays: "s/a/b/1 s/a/b/2.o s/e/2.o s/none" },
] as const;

for (const { what, stays } of LEFT_OUT) {
  testOrSkip(
    `move: what ${Object.keys(what)} leave out stays, with the folders above it: ${stays}`,
    needsRoot(),
    async () => {
      await withOther(async (dir) => {
        sh(
          "mkdir -p s/{a/b,c,x/y,e,none}; touch s/a/b/{1,2.o} s/c/3 s/e/2.o; echo 4 >s/x/y/4",
          dir,
        );
        const dry = await runLibrary("move", `${dir}/s`, `${dir}/other/d`, {
          ...what,
          dryRun: true,
        });
        const real = await runLibrary("move", `${dir}/s`, `${dir}/other/d`, what);
        assertEquals(real.summary.outcome, "done");
        const left = sh("find s -type f -o -type d -empty | sort", dir).trim().split("\n");
        assertEquals(left.join(" "), stays);
        assertEquals(operationsOf(dry), operationsOf(real));
      });
    },
  );
}

testOrSkip(
  "move: what folders of SOURCE leave out stays, whatever is removed first",
  needsRoot(),
  async () => {
    const filters = [{ gitignore: true }, { marker: "nomove" }, { ruleFile: ".rules" }] as const;
    for (const [jobs, folders] of [[1, 20], [3, 200]]) {
      await withOther(async (dir) => {
        sh(
          `mkdir -p s/{1..${folders}}/{deep/er,build/in,marked}; printf '*.o\\nbuild/\\n' >s/.gitignore
         for d in s/*; do touch $d/{a,b.o} $d/deep/{a,b.o} $d/deep/er/{a,b.o,c} $d/build/{a,in/a} $d/marked/{nomove,x}
           echo '- c' >$d/.rules; done; mkdir -p other/d/1/build/in`,
          dir,
        );
        const [source, target] = [`${dir}/s`, `${dir}/other/d`];
        const dry = await runLibrary("move", source, target, { filters, jobs, dryRun: true });
        const { summary, ...real } = await runLibrary("move", source, target, { filters, jobs });
        assertEquals([summary.outcome, summary.errorCount], ["done", 0]);
        assertEquals(operationsOf(dry), operationsOf({ summary, ...real }));
        assertEquals(
          sh("find s -type f -o -type d -empty | sed 's|s/[0-9]*/||' | sort | uniq -c", dir),
          ["b.o", "build/a", "build/in/a", "deep/b.o", "deep/er/b.o", "deep/er/c", "marked/x"]
            .map((path) => `${`${folders}`.padStart(7)} ${path}\n`).join(""),
        );
      });
    }
  },
);

// The files of rules that others take in stayed once those were gone; so did what a `.git` that is a file keeps from outer
// rules.
testOrSkip("move: files of rules go, the deepest first", needsRoot(), async () => {
  const ruled = [{ ruleFile: ".rules" }, { ruleFile: ".more" }];
  const filters = [...ruled, { gitignore: true }, {
    include: false,
    pattern: "/**/.[rm]*",
  }] as const;
  await withOther(async (dir) => {
    sh(
      `mkdir -p s/{1..90}/{in/deep,repo/{1..9}}; echo '*.o' >s/.gitignore
         for d in s/*; do echo '+ .*' >$d/.rules; touch $d/.more $d/in/{a,.more,.rules} $d/in/deep/.rules; touch $d/repo/{.git,{1..9}/x.o}; done`,
      dir,
    );
    const [source, target] = [`${dir}/s`, `${dir}/other/d`];
    const { summary } = await runLibrary("move", source, target, { filters, jobs: 3 });
    assertEquals([summary.outcome, summary.errorCount], ["done", 0]);
    assertEquals(sh("find s -type f | head", dir), "");
  });
});

testOrSkip(
  "move: -u and --ignore-existing leave what they leave in DEST in SOURCE",
  needsRoot(),
  async () => {
    for (const options of [{ update: true }, { ignoreExisting: true }, { existingOnly: true }]) {
      await withOther(async (dir) => {
        sh(
          "mkdir s other/d; echo new >s/a; echo old >s/b; echo now >other/d/b; touch -d @9 s/b",
          dir,
        );
        const { summary } = await runLibrary("move", `${dir}/s`, `${dir}/other/d`, {
          ...options,
          ...(options.existingOnly ? { update: true } : {}),
        });
        assertEquals([summary.outcome, summary.errorCount], ["done", 0]);
        const isKept = options.existingOnly === true;
        assertEquals(sh("cat s/* other/d/*", dir), isKept ? "new\nold\nnow\n" : "old\nnew\nnow\n");
      });
    }
  },
);

testOrSkip("move: names that are one file stay one", needsRoot(), async () => {
  for (const jobs of [1, 3]) {
    await withOther(async (dir) => {
      sh(
        `mkdir -p s/{1..9}; for d in {1..9}; do for i in {1..60}; do echo $i >s/$d/$i; done; done
         for d in {2..9}; do for i in {1..9}; do ln -f s/1/$i s/$d/$i; done; done; cp -a s before`,
        dir,
      );
      const { summary } = await runLibrary("move", `${dir}/s`, `${dir}/other/d`, { jobs });
      assertEquals(summary.outcome, "done");
      assertEquals([await judge(`${dir}/before`, `${dir}/other/d`), sh("ls", dir)], [
        [],
        "before\nother\n",
      ]);
    });
  }
});
