// A file system that takes names in another case for one, and tells another inode number for each spelling: SOURCE and
// DEST that are one there, or lie one in the other, are refused as everywhere.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { mountOdd, needsOddMount } from "../support/odd_mounts.ts";
import { sh, withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

const TREE = "mkdir -p u/d o; echo 1 >u/f; echo 2 >u/d/g; echo 3 >o/p";

/** The command line, and what is said of it. */
const REFUSED = [
  ["move -T u U", "are the same folder"],
  ["move u U", "is inside source"],
  ["move -T U/d u", "is inside target"],
  ["copy --remove-source-files -T u U", "are the same folder"],
  ["copy --remove-source-files u/f U", "are the same file"],
  ["copy --remove-source-files u/f u/F", "are the same file"],
  ["move --verify -b u/f u/F", "are the same file"],
  ["copy u U/d", "is inside source"],
  ["copy -T u U/new", "is inside source"],
  ["copy -T ../../link/ U/new", "is inside source"],
  ["copy -L -T ../../link U/new", "is inside source"],
  ["copy --dereference-args -T ../../link U/new", "is inside source"],
  ["mirror u U", "are the same folder"],
  ["mirror U/d u", "is inside target"],
  ["mirror -n u U/d", "is inside source"],
  ["mirror --swap U/d u", "is inside target"],
  ["mirror --no-delete --remove-source-files . ../IN/u", "is inside source"],
] as const;

/** Each of the command lines is refused with what is said of it, and nothing changes. */
async function assertRefused(
  dir: string,
  lines: readonly (readonly [line: string, told: string])[],
): Promise<void> {
  const held = () => sh("find . -type f | LC_ALL=C sort | xargs head -v", dir);
  const before = held();
  for (const [line, told] of lines) {
    const { code, stderr } = await runFerry(line.split(" "), dir);
    assertStringIncludes(stderr, told, line);
    assertEquals([code, held()], [2, before], line);
  }
}

testOrSkip("SOURCE and DEST are one by the case of a name", needsOddMount("exfat"), async () => {
  await withScratch(async (scratch) => {
    const { path, reason } = mountOdd(scratch, "exfat");
    assertEquals(reason, null);
    const dir = `${path}/in`;
    sh(`mkdir '${dir}'; cd '${dir}'; ${TREE}`);
    sh(`ln -s '${dir}/u' link`, scratch);
    await assertRefused(dir, REFUSED);
    assertEquals((await runFerry(["move", "u/f", "U/F"], dir)).code, 0);
    assertEquals(sh("ls u; cat u/F", dir), "F\nd\n1\n");
  });
});

/** The same of what options name. */
const NAMED_REFUSED = [
  ["mirror --backup-dir ../D s d", "is target 'd' itself"],
  ["mirror --backup-dir ../S s d", "is inside source 's'"],
  ["mirror --backup-dir ../S/new s d", "is inside source 's'"],
  ["mirror --backup-dir ../S s/k d", "is inside --backup-dir"],
  ["copy --backup-dir S s d", "is where source 's' goes"],
  ["copy --backup-dir ../D/S/K s d", "is where 'K' of 's' goes"],
  ["mirror --link-dest ../D s d", "is target 'd' itself"],
  ["mirror --link-dest ../D/bak s d", "is inside target 'd'"],
  ["mirror --link-dest ../o --backup-dir ../O/b s d", "would change --link-dest"],
  ["mirror --log-file D/extra s d", "lies in 'd'"],
  ["mirror --log-file D/new s d", "lies in 'd'"],
  ["mirror --log-file S/new s d", "lies in 's'"],
  ["mirror --log-file S/f s d", "lies in 's'"],
  ["copy --log-file D/F -T s d", "lies in 'd'"],
  ["copy --log-file s/F s/f d", "one of the files"],
  ["copy --log-file d/F -T s/f d/f", "one of the files"],
  ["mirror --errors-to D/new s d", "lies in 'd'"],
  ["verify --manifest D/new s d", "lies in 'd'"],
  ["verify --manifest S/f s d", "lies in 's'"],
  ["copy -b --suffix x s/FX s/f", "is source 's/FX'"],
] as const;

testOrSkip("options name SOURCE or DEST in another case", needsOddMount("exfat"), async () => {
  await withScratch(async (scratch) => {
    const { path, reason } = mountOdd(scratch, "exfat");
    assertEquals(reason, null);
    const dir = `${path}/in`;
    sh(
      `mkdir -p '${dir}'; cd '${dir}'; mkdir -p s/k d/bak o; echo 1 >s/f; echo 2 >s/k/g; echo 3 >s/fx
       echo old >d/f; echo keep >d/bak/p; echo x >d/extra`,
    );
    await assertRefused(dir, NAMED_REFUSED);
  });
});

for (const backups of ["BAK", "../D/bak", "../D/BAK/new", "../D/new"]) {
  const title = `mirror --backup-dir ${backups}: no backup of itself for being spelled otherwise`;
  testOrSkip(title, needsOddMount("exfat"), async () => {
    await withScratch(async (scratch) => {
      const { path, reason } = mountOdd(scratch, "exfat");
      assertEquals(reason, null);
      sh("mkdir -p s d/bak; echo 1 >s/f; echo old >d/f; echo keep >d/bak/p; echo x >d/extra", path);
      const line = `mirror --backup-dir ${backups} s d`;
      assertEquals((await runFerry(line.split(" "), path)).code, 0);
      // What lies beside a new folder for backups is extra, and backed up there.
      const isNew = backups.endsWith("new");
      const place = `d/${backups.replace("../D/", "").replace("BAK", "bak")}`;
      assertEquals(
        sh(
          `cat ${place}${isNew ? "/bak" : ""}/p ${place}/f ${place}/extra d/f; ls d | wc -l`,
          path,
        ),
        `keep\nold\nx\n1\n2\n`,
      );
    });
  });
}

Deno.test("folders whose names differ in case alone are two elsewhere", async () => {
  await withScratch(async (dir) => {
    sh(`${TREE}; mkdir -p U/u; cp -a u/. U; echo old >U/d/x`, dir);
    if (sh("ls u/u 2>/dev/null | wc -l", dir) !== "0\n") return;
    for (const line of ["mirror u U", "copy u U", "mirror -n U/u u", "move -T u U"]) {
      const { code, stderr } = await runFerry(line.split(" "), dir);
      assertEquals([code, stderr], [0, ""], line);
    }
    assertEquals(sh("ls; cat U/f U/d/g", dir), "U\no\n1\n2\n");
  });
});

Deno.test("what options name in another case is another elsewhere", async () => {
  await withScratch(async (dir) => {
    sh("mkdir -p s d/bak D S; echo 1 >s/f; echo old >d/f; echo keep >d/bak/p", dir);
    if (sh("ls d/BAK 2>/dev/null || echo none", dir) !== "none\n") return;
    const line = "mirror --link-dest ../D --link-dest ../S --backup-dir BAK --log-file D/log s d";
    const { code, stderr } = await runFerry(line.split(" "), dir);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(sh("ls d; cat d/BAK/bak/p d/BAK/f", dir), "BAK\nf\nkeep\nold\n");
  });
});
