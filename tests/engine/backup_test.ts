// `--backup`: nothing that a run replaces or deletes is lost. rsync keeps the same beside it, on random trees, and a killed
// run loses nothing either. FERRY_SEED repeats a run, FERRY_RUNS sets its length.

import { assert, assertEquals } from "@std/assert";
import type { RunEvent } from "../../lib/mod.ts";
import { copy, mirror, move, type RunOptions } from "../support/runs.ts";
import { verified } from "../support/differences.ts";
import fc from "../support/fast_check.ts";
import { ferryCommand, runLibrary } from "../support/ferry.ts";
import { judge } from "../support/judge.ts";
import { mountAll, needsPrograms, needsRoot } from "../support/mounts.ts";
import { carryOut, Clock, type Step, steps } from "../support/random_tree.ts";
import { sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { type Entry, type Snapshot, snapshot } from "../support/snapshot.ts";

const RUNS = Number(Deno.env.get("FERRY_RUNS") ?? 10);
const SEED = Number(Deno.env.get("FERRY_SEED") ?? Math.floor(Math.random() * 2 ** 31));
const mounts = mountAll(makeScratch("ferry-backup-"));

const isFolder = ({ mode }: Entry) => (mode & 0o170000) === 0o040000;

/** What makes an entry what it is; of a folder that it is there. */
function essence(entry: Entry): string {
  const { mode, uid, gid, size, mtime, device, contents, xattrs } = entry;
  return isFolder(entry)
    ? "folder"
    : [mode, uid, gid, size, mtime, device, contents, xattrs].join(" ");
}

function essences(tree: Snapshot): string[] {
  return [...tree].map(([path, entry]) => `${path}: ${essence(entry)}`).sort();
}

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

/** What one of the places does not have of an old target; metadata alone may be new. */
function lost(old: Snapshot, places: readonly (readonly [Snapshot, (path: string) => string])[]) {
  return [...old].filter(([path, entry]) =>
    !isFolder(entry) && !places.some(([tree, nameOf]) => {
      const found = tree.get(nameOf(path));
      return found !== undefined && found.contents === entry.contents &&
        found.size === entry.size && found.device === entry.device &&
        (found.mode & 0o170000) === (entry.mode & 0o170000);
    })
  ).map(([path]) => path);
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

function deleted(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === "operation" && event.op === "delete" ? [`${event.path}`] : []
  ).sort();
}

/** Runs in a folder with `s/f`, which is new, and an old `t/f`; the target's names and what they hold. */
async function keepsOf(options: RunOptions, script = "true"): Promise<string> {
  let listed = "";
  await withScratch(async (dir) => {
    sh(`mkdir s t; echo new > s/f; echo old > t/f; touch -d 2001-01-01 t/f; ${script}`, dir);
    const { errors } = await mirror(`${dir}/s`, `${dir}/t`, options);
    const codes = errors.map(({ op, code }) => `${op}: ${code}\n`).join("");
    listed = codes + sh("find . -path ./s -prune -o -type f -print | sort | xargs grep -H ''", dir);
  });
  return listed;
}

const CASES: readonly (readonly [string, RunOptions, string, string])[] = [
  ["--backup", { backup: true }, "true", "./t/f:new\n./t/f~:old\n"],
  ["--suffix", { suffix: ".o" }, "true", "./t/f:new\n./t/f.o:old\n"],
  ["--backup-dir", { backupDir: "../b/c" }, "true", "./b/c/f:old\n./t/f:new\n"],
  [
    "--backup-dir --suffix",
    { backupDir: "../b", suffix: "-1" },
    "true",
    "./b/f-1:old\n./t/f:new\n",
  ],
  [
    "--backup-dir goes through folders that are not there, and up again",
    { backupDir: "../x//y/../../b/c" },
    "true",
    "./b/c/f:old\n./t/f:new\n",
  ],
  [
    "an older backup is replaced",
    { backup: true },
    "echo older > t/f~",
    "./t/f:new\n./t/f~:old\n",
  ],
  [
    "a backup of that name is one file with what it keeps",
    { backup: true },
    "ln t/f t/f~",
    "./t/f:new\n./t/f~:old\n",
  ],
  [
    "what is deleted replaces an older backup, also one that is the very file",
    { backup: true },
    "echo x > t/gone; echo y > t/gone~; echo z > t/same; ln t/same t/same~",
    "./t/f:new\n./t/f~:old\n./t/gone~:x\n./t/same~:z\n",
  ],
  [
    "--inplace",
    { backup: true, inplace: true },
    "ln t/f kept",
    "./kept:old\n./t/f:new\n./t/f~:old\n",
  ],
  [
    "--backup-dir inside DEST: nothing in it is deleted",
    { backupDir: "a/b" },
    "mkdir -p t/a/b t/a/c; echo x > t/a/b/x; echo y > t/a/c/y",
    "./t/a/b/a/c/y:y\n./t/a/b/f:old\n./t/a/b/x:x\n./t/f:new\n",
  ],
  [
    "a folder of the backup's name: the entry stays as it is",
    { backup: true },
    "mkdir t/f~; echo x > t/f~/x",
    "back up: EISDIR\n./t/f:old\n./t/f~/x:x\n",
  ],
  [
    "a file where the backup's folder would be: what is in there stays as it is",
    { backupDir: "../b" },
    "mkdir t/d b; echo x > t/d/x; echo y > b/d",
    "back up: ENOTDIR\n./b/d:y\n./b/f:old\n./t/d/x:x\n./t/f:new\n",
  ],
  [
    "SOURCE has an entry of the backup's name",
    { backup: true },
    "echo own > s/f~",
    "back up: EEXIST\n./t/f:old\n./t/f~:own\n",
  ],
  [
    "SOURCE has an entry of the backup's name, which takes no part",
    { backup: true, filters: [{ include: false, pattern: "*~" }] },
    "echo own > s/f~",
    "./t/f:new\n./t/f~:old\n",
  ],
  [
    "a folder of the backup's name stands in the way of what is deleted, too",
    { backup: true },
    "mkdir t/g~; echo x > t/g",
    "back up: EISDIR\n./t/f:new\n./t/f~:old\n./t/g:x\n",
  ],
  [
    "--backup-dir is a link in DEST",
    { backupDir: "b" },
    "mkdir b; ln -s ../b t/b; echo x > t/x",
    "./b/f:old\n./b/x:x\n./t/f:new\n",
  ],
  [
    "a folder gives way to a file",
    { backup: true },
    "rm t/f; mkdir t/f; echo x > t/f/x",
    "./t/f:new\n./t/f~/x:x\n",
  ],
  [
    "a folder gives way to a file, and another folder has its backup's name",
    { backup: true },
    "rm t/f; mkdir t/f t/f~; echo x > t/f/x; echo y > t/f~/y",
    "back up: ENOTEMPTY\ncreate: ENOTEMPTY\n./t/f/x:x\n./t/f~/y:y\n",
  ],
  [
    "a file gives way to a folder",
    { backup: true },
    "rm s/f; mkdir s/f; echo x > s/f/x",
    "./t/f/x:x\n./t/f~:old\n",
  ],
  [
    "metadata alone are no reason",
    { backup: true },
    "rm t/f; cp -p s/f t/f; chmod 600 t/f; ln t/f t/g; ln s/f s/g",
    "./t/f:new\n./t/g:new\n",
  ],
  [
    "--delete-excluded",
    {
      backup: true,
      deleteExcluded: true,
      filters: [{ include: false, pattern: "x" }],
    },
    "echo x > t/x; echo y > t/y~",
    "./t/f:new\n./t/f~:old\n./t/x~:x\n./t/y~:y\n",
  ],
];

for (const [name, options, script, listed] of CASES) {
  Deno.test(`backups: ${name}`, async () => assertEquals(await keepsOf(options, script), listed));
}

Deno.test("backups: a folder of --backup-dir lets in whom the target's lets in", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s t/d/e; echo x > t/d/e/x; chmod 711 s t; chmod 2750 t/d; chmod 1777 t/d/e", dir);
    await mirror(`${dir}/s`, `${dir}/t`, { backupDir: "../b", allowEmptySource: true });
    assertEquals(sh("stat -c %a b b/d b/d/e", dir), "711\n2750\n1777\n");
  });
});

Deno.test("backups: a folder and a file that are copied into DEST have their paths there", async () => {
  await withScratch(async (dir) => {
    sh(
      "mkdir -p s/d t/s/d; echo new > s/d/f; echo old! > t/s/d/f; echo n > g; echo old > t/g",
      dir,
    );
    await copy([`${dir}/s`, `${dir}/g`], `${dir}/t`, { backupDir: "../b" });
    await copy(`${dir}/g`, `${dir}/t/s/d/f`, { backupDir: ".old" });
    assertEquals(
      sh("cd b; grep -r . . | sort; cat ../t/s/d/.old/f", dir),
      "./g:old\n./s/d/f:old!\nnew\n",
    );
  });
});

Deno.test("backups: what stands beside a file that is copied is no part of SOURCE", async () => {
  await withScratch(async (dir) => {
    sh("mkdir t; echo new > f; echo old! > t/f; echo x > f~; echo older > g", dir);
    await copy(`${dir}/f`, `${dir}/t`, { backup: true });
    await copy(`${dir}/f`, `${dir}/g`, { backup: true });
    const { errors } = await copy(`${dir}/f`, `${dir}/g`, { backup: true, comparison: "always" });
    assertEquals([errors, sh("cat t/f~ g g~", dir)], [[], "old!\nnew\nnew\n"]);
  });
});

for (const sources of [["f~"], ["f", "f~"]]) {
  Deno.test(`--backup of t/f is refused for what becomes of ${sources.join(" and ")}`, async () => {
    await withScratch(async (dir) => {
      sh("mkdir s t; echo 1 > s/f; echo old > t/f; echo 22 > s/f~; ln s/f~ t/f~", dir);
      const [dest, from] = sources.length === 1 ? ["t/f", "t"] : ["t", "s"];
      const typed = sources.map((name) => `${dir}/${from}/${name}`);
      const error = await copy(typed, `${dir}/${dest}`, { backup: true }).catch((error) => error);
      assertEquals([error.code, sh("cat t/f t/f~", dir)], ["BACKUP_IN_THE_WAY", "old\n22\n"]);
    });
  });
}

const { ext4 } = mounts;

testOrSkip("backups: on another file system they are whole copies", ext4.reason, async () => {
  await withScratch(async (dir) => {
    sh(
      `mkdir -p s t/d; echo new > s/f; echo old > t/f; echo x > t/d/x; ln -s y t/d/l; mkfifo t/d/p
       setfattr -n user.a -v b t/d/x; chmod 4711 t/d/x; chown -h 7:9 t/d/x t/d/l; touch -d 2001-01-01 t/f t/d/*`,
      dir,
    );
    const old = essences(snapshot(`${dir}/t`));
    const options = {
      backupDir: `${ext4.path}/b`,
      keep: { owner: false, perms: false, times: false },
    };
    const { errors, filesCopied } = await mirror(`${dir}/s`, `${dir}/t`, options);
    assertEquals([errors, filesCopied], [[], 0]);
    assertEquals(essences(snapshot(`${ext4.path}/b`)), old);
    assertEquals(sh("find t", dir), "t\nt/f\n");
  });
});

testOrSkip(
  "backups: a disk for them that is full ends the run, and nothing is lost",
  ext4.reason,
  async () => {
    await withScratch(async (dir) => {
      sh(
        "mkdir s t small; mount -t tmpfs -o size=64k none small; head -c 200k /dev/urandom > t/f; cp t/f f; echo > s/f",
        dir,
      );
      const { outcome } = await mirror(`${dir}/s`, `${dir}/t`, { backupDir: "../small/b" });
      assertEquals([outcome, sh("cmp t/f f; find small -type f", dir)], ["stopped", ""]);
    });
  },
);

/** A relative one starts at `t/d`. */
const REFUSED: readonly (readonly [string, string, RunOptions?])[] = [
  [".", "SAME_FILE"],
  ["../../s/b", "BACKUP_DIR_IN_SOURCE"],
  ["../..", "SOURCE_IN_BACKUP_DIR"],
  ["../../s/f", "ENOTDIR"],
  ["", "EINVAL"],
  ["../../dangling", "ENOENT"],
  ["own", "BACKUP_DIR_IS_COPIED"],
  ["own/x", "", { filters: [{ include: false, pattern: "/own" }] }],
  ["x", ""],
  ["..", "TARGET_IN_BACKUP_DIR"],
  ["../../1", "BACKUP_DIR_IN_LINK_DEST", { linkDest: ["../../1"] }],
  ["../../1/x", "BACKUP_DIR_IN_LINK_DEST", { linkDest: ["../../1"] }],
  ["../../2", "BACKUP_DIR_IN_LINK_DEST", { linkDest: ["../../2/f"] }],
  ["../../2", "", { linkDest: ["../../2/e"] }],
];

for (const [backupDir, code, options] of REFUSED) {
  const outcome = code === "" ? "taken" : `refused with ${code}`;
  Deno.test(`--backup-dir '${backupDir}' is ${outcome}${options ? " here" : ""}`, async () => {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s/own/x t/d/d 1 2/f 2/e; ln -s x dangling; echo new > s/f; echo old! > t/d/d/f; mkdir t/d/f; echo x > t/d/f/x
         echo y > 2/f/x; ln t/d/d/f 1/f`,
        dir,
      );
      const before = essences(snapshot(dir));
      const error = await mirror(`${dir}/s`, `${dir}/t/d`, { ...options, backupDir })
        .catch((error) => error);
      if (code === "") return assertEquals(error.errors, []);
      assertEquals([error.kind, error.code], ["usage", code]);
      assertEquals(essences(snapshot(dir)), before);
    });
  });
}

Deno.test("--backup-dir: where another SOURCE goes it is refused, and only there", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p b s/old t/s; echo new > f; echo kept > b/f; echo old! > t/f; echo 1 > s/f", dir);
    const before = essences(snapshot(dir));
    for (
      const [sources, backupDir] of [[["f", "b"], "b"], [["s"], "s/old"], [
        ["b", "s"],
        "s",
      ]] as const
    ) {
      const typed = sources.map((name) => `${dir}/${name}`);
      for (const run of [copy, move]) {
        const error = await run(typed, `${dir}/t`, { backupDir }).catch((error) => error);
        assertEquals([error.kind, error.code], ["usage", "BACKUP_DIR_IS_COPIED"], backupDir);
      }
    }
    assertEquals(essences(snapshot(dir)), before);
    // What SOURCE has of that name goes elsewhere.
    const { errors } = await copy([`${dir}/s`, `${dir}/f`], `${dir}/t`, { backupDir: "old" });
    assertEquals([errors, sh("cat t/old/f t/f t/s/f; ls t/s", dir)], [
      [],
      "old!\nnew\n1\nf\nold\n",
    ]);
  });
});

Deno.test("backups: a second run has nothing to do, and a dry run lists what goes", async () => {
  const all: RunOptions[] = [{ backup: true }, { backupDir: "a/b/c" }, { backupDir: "../b" }];
  for (const options of all) {
    await withScratch(async (dir) => {
      sh(
        `mkdir -p s/a t/d/e/f t/d/g; echo x > t/d/e/x; echo x > t/d/x; echo new > s/f; echo old > t/f
         cp -a s/a t; touch -d 2001-01-01 t/f; touch -r s t; touch -r s/a t/a`,
        dir,
      );
      const run = (dryRun: boolean) =>
        runLibrary("mirror", `${dir}/s`, `${dir}/t`, { ...options, dryRun });
      const planned = await run(true), done = await run(false), again = await run(false);
      assertEquals(deleted(planned.events), deleted(done.events));
      const { filesReplaced, metadataUpdated, deleted: gone } = again.summary;
      assertEquals([filesReplaced, metadataUpdated, gone], [0, 0, 0]);
    });
  }
});

/** Scripts that make what is replaced, what gives way and what is deleted. */
const KILLED: readonly (readonly [string, string])[] = [
  [
    "files that are replaced",
    "for f in $(seq 60); do echo old $f > t/$f; echo new $f + > s/$f; done",
  ],
  [
    "a folder that gives way",
    "mkdir t/k; echo > s/k; for f in $(seq 60); do echo $f > t/k/$f; done",
  ],
  [
    "a folder that is deleted",
    "mkdir t/k; for f in $(seq 60); do echo $f > t/k/$f; done; echo > s/x",
  ],
];
const CHANGES_OF_NAMES = "rename,renameat,renameat2,link,linkat,unlink,unlinkat";

for (const [name, script] of KILLED) {
  const reason = needsRoot() ?? needsPrograms("rsync", "strace");
  testOrSkip(`--backup-dir: killed runs lose nothing of ${name}`, reason, async () => {
    await withScratch(async (dir) => {
      sh(`mkdir s t; ${script}`, dir);
      const old = snapshot(`${dir}/t`);
      const same = (path: string) => path;
      let killed = 0;
      for (let i = 0; i < 2; i++) {
        const when = 1 + Math.floor(Math.random() * 40);
        const prefix = ["-fqq", "-o", "/dev/null", "-e", `trace=${CHANGES_OF_NAMES}`];
        const kill = ["-e", `inject=${CHANGES_OF_NAMES}:signal=SIGKILL:when=${when}`];
        const run = ["mirror", "-q", "-j1", "--backup-dir=../b", `${dir}/s`, `${dir}/t`];
        const args = [...prefix, ...kill, ...ferryCommand(), ...run];
        const { success } = await new Deno.Command("strace", { args, stderr: "null" }).output();
        if (!success) killed++;
        const places = [`${dir}/t`, `${dir}/b`].filter((path) => exists(path)).map((path) =>
          [snapshot(path), same] as const
        );
        assertEquals(lost(old, places), [], `killed at the ${when}th change`);
      }
      assert(killed > 0);
      await mirror(`${dir}/s`, `${dir}/t`, { backupDir: "../b" });
      assertEquals(await judge(`${dir}/s`, `${dir}/t`), []);
      assertEquals(lost(old, [[snapshot(`${dir}/b`), same]]), []);
    });
  });
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
