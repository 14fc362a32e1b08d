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

testOrSkip("SOURCE and DEST are one by the case of a name", needsOddMount("exfat"), async () => {
  await withScratch(async (scratch) => {
    const { path, reason } = mountOdd(scratch, "exfat");
    assertEquals(reason, null);
    const dir = `${path}/in`;
    sh(`mkdir '${dir}'; cd '${dir}'; ${TREE}`);
    sh(`ln -s '${dir}/u' link`, scratch);
    const held = () => sh("find . -type f | LC_ALL=C sort | xargs head -v", dir);
    const before = held();
    for (const [line, told] of REFUSED) {
      const { code, stderr } = await runFerry(line.split(" "), dir);
      assertStringIncludes(stderr, told, line);
      assertEquals([code, held()], [2, before], line);
    }
    assertEquals((await runFerry(["move", "u/f", "U/F"], dir)).code, 0);
    assertEquals(sh("ls u; cat u/F", dir), "F\nd\n1\n");
  });
});

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
