// Backups that would take a place that something else has, or is to have, are refused before anything is touched.

import { assertEquals } from "@std/assert";
import { copy, mirror, move, type RunOptions } from "../support/runs.ts";
import { sh, withScratch } from "../support/safety.ts";
import { snapshot } from "../support/snapshot.ts";
import { essences } from "./backup_trees.ts";

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

Deno.test("--backup: where t/f~ is a folder, that of t/f is refused for what becomes of f~~", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s t/f~; echo 1 > s/f; echo old > t/f; echo 22 > s/f~~; cp s/f~~ s/f~", dir);
    for (const second of ["f~~", "f~"]) {
      const typed = ["f", second].map((name) => `${dir}/s/${name}`);
      const error = await copy(typed, `${dir}/t`, { backup: true }).catch((error) => error);
      assertEquals([error.code, sh("ls t; cat t/f", dir)], ["BACKUP_IN_THE_WAY", "f\nf~\nold\n"]);
    }
    const { outcome } = await copy([`${dir}/s/f`], `${dir}/t`, { backup: true });
    assertEquals([outcome, sh("cat t/f t/f~~", dir)], ["done", "1\nold\n"]);
  });
});

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
