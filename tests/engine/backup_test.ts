// `--backup`, `--suffix`, `--backup-dir`: what is kept under which name, with each option.

import { assertEquals } from "@std/assert";
import { copy, mirror, type RunOptions } from "../support/runs.ts";
import { runLibrary } from "../support/ferry.ts";
import { mountAll } from "../support/mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { makeScratch } from "../support/scratch.ts";
import { testOrSkip } from "../support/skip.ts";
import { snapshot } from "../support/snapshot.ts";
import { deleted, essences } from "./backup_trees.ts";

const mounts = mountAll(makeScratch("ferry-backup-"));

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
    "folders of the backup's name stay, and its suffix is there once more",
    { backup: true },
    "mkdir t/f~ t/f~~; echo x > t/f~/x; echo older > t/f~~~",
    "./t/f:new\n./t/f~/x:x\n./t/f~~~:old\n",
  ],
  [
    "a folder of the backup's name in --backup-dir stays",
    { backupDir: "../b" },
    "mkdir -p b/f b/g; echo x > b/f/x; echo y > t/g",
    "./b/f/x:x\n./b/f~:old\n./b/g~:y\n./t/f:new\n",
  ],
  [
    "a folder of the backup's name in --backup-dir, and another entry's backup has the next one",
    { backupDir: "../b" },
    "mkdir -p b/f b/g; echo x > b/f/x; echo tilde > t/f~; echo 'new tilde' > s/f~; echo y > t/g; echo z > t/g~",
    "./b/f/x:x\n./b/f~:tilde\n./b/f~~:old\n./b/g~:z\n./b/g~~:y\n./t/f:new\n./t/f~:new tilde\n",
  ],
  [
    "a folder of the backup's name, and SOURCE has the next one",
    { backup: true },
    "mkdir t/f~; echo own > s/f~~; echo x > t/f~/x",
    "./t/f:new\n./t/f~/x:x\n./t/f~~:own\n./t/f~~~:old\n",
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
    "a folder of the backup's name of what is deleted stays, too",
    { backup: true },
    "mkdir t/g~; echo x > t/g; echo y > t/g~/y",
    "./t/f:new\n./t/f~:old\n./t/g~/y:y\n./t/g~~:x\n",
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
    "./t/f:new\n./t/f~/y:y\n./t/f~~/x:x\n",
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

// The name that comes first stays, and which one that is the file system's order of names decides.
for (const options of [{ backup: true }, { backupDir: "../b" }, { backup: true, jobs: 4 }]) {
  Deno.test(`backups: an unchanged file becomes a link to another one, ${JSON.stringify(options)}`, async () => {
    await withScratch(async (dir) => {
      sh("mkdir s t; echo new > s/f; ln s/f s/g; echo one > t/f; echo two > t/g", dir);
      sh("touch -r s/f t/f t/g", dir);
      const { errors, linksCreated } = await mirror(`${dir}/s`, `${dir}/t`, options);
      assertEquals([errors, linksCreated], [[], 1]);
      assertEquals(sh("find t b -type f -exec cat {} + 2>&- | sort -u", dir), "one\ntwo\n");
      assertEquals((await mirror(`${dir}/s`, `${dir}/t`, options)).linksCreated, 0);
      assertEquals(sh("find t b -type f -exec cat {} + 2>&- | sort -u", dir), "one\ntwo\n");
    });
  });
}

Deno.test("backups: a file of several names gets metadata by a copy, and its contents were others", async () => {
  await withScratch(async (dir) => {
    sh("mkdir s t; echo new > s/f; echo old > t/f; touch -r s/f t/f; chmod 600 t/f", dir);
    sh("ln s/f s/g; ln t/f t/g", dir);
    assertEquals((await mirror(`${dir}/s`, `${dir}/t`, { backup: true })).errors, []);
    assertEquals(sh("cat t/f~ t/g~", dir), "old\nold\n");
  });
});

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
