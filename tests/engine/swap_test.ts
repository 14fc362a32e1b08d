// `mirror --swap`: the tree that takes DEST's place is what a mirror makes of it, by rsync's judgement; the dry run says what
// is done, the second run lists nothing, and no file that DEST had is changed. FERRY_SEED repeats a run, FERRY_RUNS sets
// its length.

import { assert, assertEquals } from "@std/assert";
import { FerryError } from "../../lib/errors.ts";
import { decodeLossy } from "../../lib/cli/text.ts";
import { cString } from "../../ffi/mod.ts";
import { nameHash } from "../../lib/copy/target/name_hash.ts";
import { MADE_BY } from "../../lib/copy/target/temporary_names.ts";
import { copy, mirror, type RunOptions } from "../support/runs.ts";
import fc from "../support/fast_check.ts";
import { makeDenier } from "../support/deny.ts";
import { ferryUnder, type LibraryRun, runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { needsPrograms, needsRoot } from "../support/mounts.ts";
import { cannotSwitchUser, runAsUser } from "../support/ordinary_user.ts";
import { carryOut, Clock, steps } from "../support/random_tree.ts";
import { leftovers, look, sh, withScratch } from "../support/safety.ts";
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

/** With what a swap cannot be combined. */
const REFUSED: readonly (readonly [string, RunOptions])[] = [
  ["--no-delete", { delete: false }],
  ["--files-from", { onlyPaths: ["a"] }],
  ["--update", { update: true }],
  ["--inplace", { inplace: true }],
  ["--backup without --backup-dir", { backup: true }],
  ["filters", { filters: [{ include: false, pattern: "x" }] }],
  ["filters", {
    filters: [{ include: false, pattern: "x", side: "target" }],
    deleteExcluded: true,
  }],
  ["filters", { filters: [{ ruleFile: ".rules" }], deleteExcluded: true }],
  ["filters", { maxSize: 9 }],
  ["filters", { maxDepth: 1 }],
];

Deno.test("mirror --swap: refuses what keeps something in DEST", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s d; touch s/a d/x", dir);
    for (const [named, options] of REFUSED) {
      const refusal = await mirror(`${dir}/s`, `${dir}/d`, { swap: true, ...options })
        .then(() => null, (error) => error);
      assert(refusal instanceof FerryError && refusal.kind === "usage", named);
      assert(refusal.message.includes(named), `${named}: ${refusal.message}`);
    }
    assertEquals(sh("ls d", dir), "x\n");
    const filters = [{ include: false, pattern: "x" }];
    await mirror(`${dir}/s`, `${dir}/d`, { swap: true, filters, deleteExcluded: true });
    assertEquals(sh("ls d", dir), "a\n");
    // None of these keeps anything in DEST then; they were refused.
    sh(
      "mkdir s/no; touch s/x s/no/{in,.no} d/{x,y,z}; echo x >s/.gitignore; echo z >s/.rules",
      dir,
    );
    const ruled = [{ gitignore: true }, { marker: ".no" }, {
      ruleFile: ".rules",
      syntax: "excludes",
    }] as const;
    await mirror(`${dir}/s`, `${dir}/d`, { swap: true, filters: ruled, deleteExcluded: true });
    assertEquals(sh("find d | sort | xargs", dir), "d d/.gitignore d/.rules d/a d/no d/no/.no\n");
  });
});

testOrSkip("mirror --swap: refuses a DEST that cannot be exchanged", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s mnt holds/mnt ro; touch s/a; mount -t tmpfs t mnt; mount -t tmpfs t holds/mnt
       mount -t tmpfs t ro; mkdir ro/d; mount -o remount,ro ro; ln -s holds link`,
      dir,
    );
    const before = look(dir);
    for (const name of ["mnt", "holds", "ro/d", "ro/new", "link", "s/../holds/."]) {
      const refusal = await mirror(`${dir}/s`, `${dir}/${name}`, { swap: true })
        .then(() => null, (error) => error);
      // As with any command, a read-only target is no mistake of the one who types.
      const kind = name.startsWith("ro/") ? "stopped" : "usage";
      assert(refusal instanceof FerryError && refusal.kind === kind, name);
    }
    const here = Deno.cwd();
    try {
      sh("mkdir -p d/below", dir);
      Deno.chdir(`${dir}/d/below`);
      const refusal = await mirror(`${dir}/s`, `${dir}/d`, { swap: true }).then(
        () => null,
        (e) => e,
      );
      assert(/working folder/.test(refusal.message));
    } finally {
      Deno.chdir(here);
    }
    sh("rm -r d", dir);
    assertEquals(
      look(dir).replace(/ [\d.]+ [\d.]+ (?=\n)/g, ""),
      before.replace(/ [\d.]+ [\d.]+ (?=\n)/g, ""),
    );
  });
});

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

testOrSkip("mirror --swap: where anything fails, DEST stays as it was", needsRoot(), async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s small; mount -t tmpfs -o size=1m,mode=755 t small; mkdir small/d; echo old >small/d/a
       echo newer >s/a; head -c 3M /dev/urandom >s/large`,
      dir,
    );
    const before = look(`${dir}/small/d`);
    const full = await mirror(`${dir}/s`, `${dir}/small/d`, { swap: true });
    assertEquals([full.outcome, full.filesCopied, full.deleted], ["stopped", 0, 0]);
    sh("rm s/large; touch small/d/{1..9}; rm small/d/{1..9}", dir);
    const limited = await mirror(`${dir}/s`, `${dir}/small/d`, {
      swap: true,
      maxDelete: { amount: 0, unit: "entries" },
    });
    assertEquals(limited.outcome, "done");
    sh("touch small/d/extra", dir);
    const refused = await mirror(`${dir}/s`, `${dir}/small/d`, {
      swap: true,
      maxDelete: { amount: 0, unit: "entries" },
    });
    assertEquals([refused.outcome, refused.deleted], ["stopped", 0]);
    assertEquals(sh("cat small/d/a; ls small/d; ls -A small", dir), "newer\na\nextra\nd\n");
    assert(before.includes("a f"));
  });
});

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

testOrSkip("mirror --swap: no run removes the only tree of its kind", needsRoot(), async () => {
  const nameOf = (maker: number) =>
    `.ferry-3fff9-${nameHash(cString("d")).slice(0, 8)}-${maker.toString(16)}-0.tmp`;
  for (const maker of [MADE_BY.aside, MADE_BY.kept, MADE_BY.keptAside]) {
    await withScratch(async (dir) => {
      const left = nameOf(maker);
      sh(
        `mkdir -p s p/${left}/x; echo old >p/${left}/x/f; echo new >s/a; cp -a p/${left} before`,
        dir,
      );
      // A copy into the folder above, and a backup of that folder.
      assertEquals((await copy(`${dir}/s`, `${dir}/p`, { placement: "exact" })).outcome, "done");
      assertEquals(await judge(`${dir}/before`, `${dir}/p/${left}`), []);
      await mirror(`${dir}/p`, `${dir}/backup`);
      assertEquals(await judge(`${dir}/before`, `${dir}/backup/${left}`), []);
      // With DEST in place again, only one that was to be kept is missed.
      sh("mkdir p/d", dir);
      const { events } = await runLibrary("mirror", `${dir}/s`, `${dir}/p/d`, { swap: true });
      const isNamed = events.some((event) =>
        event.type === "notice" && event.message.includes(left)
      );
      const isThere = sh(`ls -A p`, dir).includes(left);
      assertEquals([isNamed, isThere], maker === MADE_BY.aside ? [false, false] : [true, true]);
    });
  }
  // Where names are not exchanged in one step and DEST has none, it gets its own back.
  for (const maker of [MADE_BY.aside, MADE_BY.keptAside]) {
    await withScratch(async (dir) => {
      sh(`mkdir -p s p/${nameOf(maker)}; echo old >p/${nameOf(maker)}/f; echo new >s/a`, dir);
      const run = await mirror(`${dir}/s`, `${dir}/p/d`, { swap: true, backupDir: "../old" });
      assertEquals([run.outcome, sh("ls -A p p/*", dir)], [
        "done",
        "p:\nd\nold\n\np/d:\na\n\np/old:\nf\n",
      ]);
    });
  }
});

testOrSkip(
  "mirror --swap: what stays of an old tree is named, by the next run as well",
  cannotSwitchUser,
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir -p s d/sub; echo o >d/sub/o; echo a >s/a; chmod 777 .; chown -R 65534:65534 s d; chown 0 d/sub",
        dir,
      );
      const { code, stderr } = await runAsUser(["mirror", "--swap", "s", "d"], dir);
      const name = sh("ls -dA .ferry*", dir).trim();
      assertEquals([code, sh("cat d/a", dir)], [1, "a\n"], stderr);
      assert(stderr.includes(`stays beside 'd' as '${name}'`), stderr);
      const again = await runAsUser(["mirror", "--swap", "s", "d"], dir);
      assertEquals(again.code, 0, again.stderr);
      assert(again.stderr.includes(name), again.stderr);
    });
  },
);

testOrSkip(
  "mirror --swap: where DEST cannot be exchanged, it is said why",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s low/d layers m; mount -t tmpfs t layers; mkdir layers/up layers/work; echo a >s/a; echo o >low/d/o
       mount -t overlay -o lowerdir=low,upperdir=layers/up,workdir=layers/work o m`,
        dir,
      );
      const image = await mirror(`${dir}/s`, `${dir}/m/d`, { swap: true });
      assertEquals([image.outcome, image.errors[0].code], ["partial", "EXDEV"]);
      assert(image.errors[0].message.includes("without --swap"));
      assertEquals(sh("ls -A m m/d", dir), "m:\nd\n\nm/d:\no\n");
    });
  },
);
