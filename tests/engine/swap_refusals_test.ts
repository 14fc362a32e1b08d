// `mirror --swap`: what it cannot be combined with, which DEST cannot be exchanged, and what is said of it.

import { assert, assertEquals } from "@std/assert";
import { FerryError } from "../../lib/errors.ts";
import { mirror, type RunOptions } from "../support/runs.ts";
import { needsRoot } from "../support/mounts.ts";
import { look, sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

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

testOrSkip(
  "mirror --swap: a --backup-dir that cannot take the old tree is refused while there is none, too",
  needsRoot(),
  async () => {
    await withScratch(async (dir) => {
      sh("mkdir s mnt; echo a >s/a; mount -t tmpfs t mnt", dir);
      const refusalOf = (backupDir: string) =>
        mirror(`${dir}/s`, `${dir}/d`, { swap: true, backupDir })
          .then(() => "", (error) => `${error.code}: ${error.advice}`);
      const refused = ["old", "./old", `${dir}/d/old`, "../d/old", "../mnt/old", "../none/old"];
      const absent = await Promise.all(refused.map(refusalOf));
      assertEquals(sh("ls", dir), "mnt\ns\n");
      sh("mkdir d", dir);
      assertEquals(absent, await Promise.all(refused.map(refusalOf)));
      assertEquals(absent.includes(""), false, absent.join("\n"));
      assert(absent[0].includes("'../NAME' is beside it"), absent[0]);
      // What is there takes no old tree, and without one need not.
      sh("rmdir d; mkdir old", dir);
      assertEquals(await refusalOf("../old"), "");
      assertEquals(sh("ls d old", dir), "d:\na\n\nold:\n");
    });
  },
);
