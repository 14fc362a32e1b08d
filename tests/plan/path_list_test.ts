// The list of paths that a run is restricted to, alone and with rsync as the judge.

import { assertEquals } from "@std/assert";
import { compileFilter } from "../../lib/plan/filter.ts";
import { PathList } from "../../lib/plan/path_list.ts";
import fc from "../support/fast_check.ts";
import { testOrSkip } from "../support/skip.ts";
import { rounds } from "../support/torture.ts";
import { entriesOf, listing, noRsync, rsyncListing, withTree } from "./filtered_tree.ts";

Deno.test("PathList: an entry, all below it, and the folders above it", () => {
  const list = new PathList(["a/b/c", "d"]);
  const included = ["a", "a/b", "a/b/c", "a/b/c/x", "d", "d/e/f"];
  for (const path of included) assertEquals(list.includes(path, true), true, path);
  for (const path of ["b", "a/c", "a/b/cc", "c", "dd", "D"]) {
    assertEquals(list.includes(path, true), false, path);
  }
  for (const path of ["a", "a/b"]) assertEquals(list.includes(path, false), false, path);
  assertEquals([list.names("d"), list.names("d/e"), list.names("a")], [true, false, false]);
});

Deno.test("PathList: the root is everything, and an empty list nothing", () => {
  assertEquals(new PathList([""]).includes("a/b", false), true);
  assertEquals(new PathList([]).includes("a", true), false);
});

Deno.test("compileFilter: rules choose from the listed paths", () => {
  const filter = compileFilter([{ include: false, pattern: "*.o" }], new PathList(["a"]))!;
  assertEquals(["a/x", "a/x.o", "b/x"].map((path) => filter.excludes(path, false)), [
    false,
    true,
    true,
  ]);
});

const NAME = fc.constantFrom("a", "b", "ab", "é", "[a]", "a b");
const PATH = fc.array(NAME, { minLength: 1, maxLength: 4 });
const TREE = fc.array(PATH, { minLength: 1, maxLength: 14 });

testOrSkip("PathList: keeps what rsync --files-from keeps, in random trees", noRsync, async () => {
  const listed = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(TREE, listed, async (paths, chosen) => {
      const entries = entriesOf(paths);
      const list = [
        ...new Set(chosen.map((at) => entries[at % entries.length].replace(/\/$/, ""))),
      ];
      await withTree(entries, async (tree) => {
        await Deno.writeTextFile(`${tree}/list`, list.join("\n"));
        assertEquals(
          listing(entries, [], list),
          await rsyncListing(tree, [`--files-from=${tree}/list`]),
          list.join(),
        );
      });
    }),
    { numRuns: rounds(40, 300) },
  );
});
