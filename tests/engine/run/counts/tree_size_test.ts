// How large a tree is said to be by those of its folders that were listed.

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { goElsewhere, TreeSize } from "../../../../lib/engine/run/counts/tree_size.ts";

/** A root with 100 folders, each with three that have no others. */
const FOLDERS = 100, BELOW = 3;

/** Lists the root, and so many of its folders with what is below these. */
function listed(folders: number, filesOf: (folder: number) => number): TreeSize {
  const tree = new TreeSize();
  const note = (depth: number, subfolders: number, others: number) => {
    tree.note(depth, subfolders, others);
    tree.expectedOthers(false);
  };
  note(0, FOLDERS, 5);
  for (let i = 0; i < folders; i++) {
    note(1, BELOW, filesOf(i));
    for (let k = 0; k < BELOW; k++) note(2, 0, 20);
  }
  return tree;
}

Deno.test("TreeSize: as many folders as on average at each depth, each with as many entries", () => {
  const all = 5 + FOLDERS * (10 + BELOW * 20);
  assertAlmostEquals(listed(10, () => 10).expectedOthers(false)!, all, 1e-6);
  assertEquals(listed(10, () => 10).levels(), [
    { folders: 1, listed: 1, others: 5 },
    { folders: FOLDERS, listed: 10, others: 10 },
    { folders: FOLDERS * BELOW, listed: 10 * BELOW, others: 20 },
  ]);
});

Deno.test("TreeSize: nothing is said by a few folders, or while each look says more than the last", () => {
  assertEquals(listed(4, () => 10).expectedOthers(false), null);
  assertEquals(listed(20, (folder) => 2 ** folder).expectedOthers(false), null);
});

Deno.test("TreeSize: what is said so far is told where a rough number is better than none, but not by a few folders", () => {
  assertEquals(listed(4, () => 10).expectedOthers(true), null);
  const rough = listed(20, (folder) => 2 ** folder).expectedOthers(true)!;
  assert(rough > FOLDERS * 2 ** 10, `${rough}`);
});

Deno.test("goElsewhere: any of those that wait comes next, and each of them once", () => {
  const first = new Set<number>();
  for (let times = 0; times < 300; times++) {
    const waiting = [1, 2, 3, 4];
    goElsewhere(waiting);
    first.add(waiting.at(-1)!);
    assertEquals(waiting.toSorted(), [1, 2, 3, 4]);
  }
  assertEquals(first.size, 4);
});

Deno.test("goElsewhere: of many, those at the front come soon", () => {
  const isFront = () => {
    const waiting = Array.from({ length: 1000 }, (_, i) => i);
    goElsewhere(waiting);
    return waiting.at(-1)! < 10;
  };
  const times = Array.from({ length: 200 }, isFront).filter((is) => is).length;
  assert(times > 20 && times < 150, `${times} of 200`);
});
