// Which entries take part, by name, size and age.

import { assert, assertEquals } from "@std/assert";
import { cString } from "../../ffi/mod.ts";
import { DEFAULT_OPTIONS, type Options } from "../../lib/options.ts";
import type { RootPair } from "../../lib/entry/root_pair.ts";
import type { SourceFolder } from "../../lib/plan/rules/folder_rule_reader.ts";
import { Selection } from "../../lib/plan/selection.ts";
import { statWith } from "../support/stats.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function selectionBy(options: Partial<Options>): Selection {
  return new Selection({ ...DEFAULT_OPTIONS, ...options });
}

/** A folder of a source by its path. */
function folderAt(path: Uint8Array): SourceFolder {
  return { root: { index: 0 } as RootPair, path, isOfTree: true };
}

/** Whether a name in a folder is left out. */
function leavesOut(selection: Selection, folder: string, name: string, isFolder = false): boolean {
  return selection.excludesName(folderAt(bytes(folder)), cString(name), isFolder);
}

Deno.test("Selection: without rules nothing is left out and no metadata is looked at", () => {
  const selection = selectionBy({});
  assert(!selection.hasFilters && !selection.looksAtMetadata);
  assert(!leavesOut(selection, "", "a") && !selection.excludesFile(statWith({ size: 5 })));
});

Deno.test("Selection.excludesName: a rule sees the path below the root, whichever folder was asked for before", () => {
  const selection = selectionBy({ filters: [{ include: false, pattern: "/a/x" }] });
  assert(selection.hasFilters && !selection.looksAtMetadata);
  for (let round = 0; round < 2; round++) {
    assert(leavesOut(selection, "a", "x"));
    assert(leavesOut(selection, "a", "x"), "the same folder once more");
    assert(!leavesOut(selection, "ab", "x"));
    assert(leavesOut(selection, "a", "x"), "a folder whose path the last one began with");
    assert(!leavesOut(selection, "", "x"));
    assert(!leavesOut(selection, "b", "x"), "another folder of that length");
    assert(!leavesOut(selection, "a", "y"));
  }
});

Deno.test("Selection.excludesName: a folder's path may change in the buffer that it was given in", () => {
  const selection = selectionBy({ filters: [{ include: false, pattern: "/a/x" }] });
  const folder = bytes("a");
  assert(selection.excludesName(folderAt(folder), cString("x"), false));
  folder[0] = 98;
  assert(!selection.excludesName(folderAt(folder), cString("x"), false));
});

Deno.test("Selection.excludesName: rules for folders leave files alone, and bytes beyond ASCII are their own", () => {
  const folders = selectionBy({ filters: [{ include: false, pattern: "x/" }] });
  assert(leavesOut(folders, "", "x", true) && !leavesOut(folders, "", "x", false));
  const umlaut = selectionBy({ filters: [{ include: false, pattern: "/ü/é" }] });
  assert(leavesOut(umlaut, "ü", "é") && !leavesOut(umlaut, "u", "é"));
});

Deno.test("Selection.excludesFile: sizes are limits that a file may have itself", () => {
  const selection = selectionBy({ minSize: 10, maxSize: 20 });
  assert(selection.looksAtMetadata);
  const taken = [9, 10, 20, 21].filter((size) => !selection.excludesFile(statWith({ size })));
  assertEquals(taken, [10, 20]);
  assert(selectionBy({ maxSize: 0 }).excludesFile(statWith({ size: 1 })));
  assert(!selectionBy({ minSize: 0 }).excludesFile(statWith({ size: 0 })));
});

Deno.test("Selection.looksAtMetadata: each limit by itself needs it", () => {
  for (const limit of ["minSize", "maxSize", "minAge", "maxAge"] as const) {
    assert(selectionBy({ [limit]: 0 }).looksAtMetadata, limit);
  }
});

Deno.test("Selection.excludesFile: ages count from the run's beginning", () => {
  const now = Date.now() / 1000;
  const ages = [0, 50, 150, 1000];
  const taken = (options: Partial<Options>) => {
    const selection = selectionBy(options);
    assert(selection.looksAtMetadata);
    return ages.filter((age) =>
      !selection.excludesFile(statWith({ mtimeSec: Math.floor(now - age) }))
    );
  };
  assertEquals(taken({ minAge: 100 }), [150, 1000]);
  assertEquals(taken({ maxAge: 100 }), [0, 50]);
  assertEquals(taken({ minAge: 20, maxAge: 200 }), [50, 150]);
});

Deno.test("Selection.excludesFile: an age has nanoseconds", () => {
  const selection = selectionBy({ minAge: 0.5 });
  const second = Math.floor(Date.now() / 1000) + 100; // it is in the future either way
  assert(selection.excludesFile(statWith({ mtimeSec: second, mtimeNsec: 0 })));
  const old = selectionBy({ maxAge: 1e9 });
  const limit = Date.now() / 1000 - 1e9;
  const mtimeSec = Math.floor(limit) - 1;
  assert(old.excludesFile(statWith({ mtimeSec, mtimeNsec: 0 })));
  assert(!old.excludesFile(statWith({ mtimeSec: mtimeSec + 2, mtimeNsec: 999_999_999 })));
});
