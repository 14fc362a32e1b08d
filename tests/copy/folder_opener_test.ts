// Folders opened by long paths: some on the way stay open, few, and none that is not on the way any more.

import { assert, assertEquals } from "@std/assert";
import { EMFILE, ENOENT } from "../../ffi/errno.ts";
import { type NativeFileSystem, textOf } from "../../ffi/mod.ts";
import { FolderOpener } from "../../lib/copy/folder_opener.ts";

const MOST_OPEN = 2 * 5 + 2;

/** A made-up tree in which every folder is there, and which tells what is opened below what. */
class Tree {
  /** The path of each open folder. */
  readonly open = new Map<number, string>();
  readonly opened: string[] = [];
  most = 0;
  failing: (path: string) => number = () => 0;
  #next = 100;

  fs(stableHandles = true): NativeFileSystem {
    return {
      can: { stableHandles },
      openFolderBeneath: (above: number, name: Uint8Array) => {
        const parent = this.open.get(above) ?? "";
        const path = `${parent}${parent === "" ? "" : "/"}${textOf(name)}`;
        this.opened.push(textOf(name));
        const error = this.failing(path);
        if (error < 0) return error;
        this.open.set(this.#next, path);
        this.most = Math.max(this.most, this.open.size);
        return this.#next++;
      },
      close: (handle: number) => {
        assert(this.open.delete(handle), "closed twice");
        return 0;
      },
    } as unknown as NativeFileSystem;
  }
}

const bytes = (path: string) => new TextEncoder().encode(path);
/** A path of so many folders. */
const deep = (levels: number, name = "folder") =>
  Array.from({ length: levels }, (_, i) => `${name}${i}`).join("/");

/** Opens a path; the folder that it led to. */
function lead(opener: FolderOpener, tree: Tree, path: string, root = 3, follows = false): string {
  const handle = opener.open(root, bytes(path), follows);
  const led = tree.open.get(handle)!;
  tree.open.delete(handle); // the caller's to close
  return led;
}

Deno.test("FolderOpener: a short path is opened from the root, and nothing stays open", () => {
  const tree = new Tree();
  const opener = new FolderOpener(tree.fs());
  assertEquals(lead(opener, tree, "a/b"), "a/b");
  assertEquals([tree.opened, tree.open.size], [["a/b"], 0]);
});

Deno.test("FolderOpener: where a handle follows its folder's renames a long path is opened from the root, too", () => {
  const tree = new Tree();
  const opener = new FolderOpener(tree.fs(false));
  assertEquals(lead(opener, tree, deep(200)), deep(200));
  assertEquals(tree.opened, [deep(200)]);
});

Deno.test("FolderOpener: a long path leads where it says, and neighbours begin near their ends", () => {
  const tree = new Tree();
  const opener = new FolderOpener(tree.fs());
  const path = deep(1000);
  assertEquals(lead(opener, tree, path), path);
  const before = tree.opened.length;
  for (const last of ["x", "y", "z"]) {
    assertEquals(lead(opener, tree, `${path}/${last}`), `${path}/${last}`);
  }
  const components = tree.opened.slice(before).flatMap((opened) => opened.split("/"));
  assert(components.length < 3 * 40, `${components.length} components`);
  opener.clear();
  assertEquals(tree.open.size, 0);
});

Deno.test("FolderOpener: few folders are open at a time, whatever comes", () => {
  const tree = new Tree();
  const opener = new FolderOpener(tree.fs());
  for (const levels of [1000, 30, 500, 999, 64, 2000]) {
    for (const root of [3, 4, 5]) {
      const path = deep(levels, `r${root}-`);
      assertEquals(lead(opener, tree, path, root), path);
    }
  }
  assert(tree.most <= MOST_OPEN, `${tree.most} open`);
  opener.clear();
  assertEquals(tree.open.size, 0);
});

Deno.test("FolderOpener: a path that branches off, or whose folder only begins alike, goes its own way", () => {
  const tree = new Tree();
  const opener = new FolderOpener(tree.fs());
  const common = deep(100);
  for (
    const path of [`${common}/a/${deep(50)}`, `${common}/ab/${deep(50)}`, `${common}/a`, common]
  ) {
    assertEquals(lead(opener, tree, path), path);
  }
  const shorter = common.slice(0, -1);
  assertEquals(lead(opener, tree, shorter), shorter);
  assertEquals(lead(opener, tree, common), common);
});

Deno.test("FolderOpener: links are followed for those who say so, and their ways are apart", () => {
  const tree = new Tree();
  const opener = new FolderOpener(tree.fs());
  lead(opener, tree, deep(100), 3, false);
  const before = tree.opened.length;
  lead(opener, tree, deep(100), 3, true);
  assert(tree.opened.slice(before).some((opened) => opened.startsWith("folder0/")));
});

Deno.test("FolderOpener: what fails on the way is asked once more from the root, which alone says what is so", () => {
  const tree = new Tree();
  const opener = new FolderOpener(tree.fs());
  const path = deep(300);
  lead(opener, tree, path);
  tree.failing = (opened) => opened === `${path}/x` ? -EMFILE : 0;
  const before = tree.opened.length;
  assertEquals(opener.open(3, bytes(`${path}/x`), false), -EMFILE);
  assertEquals(tree.opened.slice(before).at(-1), `${path}/x`);
  assertEquals(tree.open.size, 0, "all are closed: there may be too many");
  tree.failing = () => -ENOENT;
  assertEquals(opener.open(3, bytes(deep(300, "other")), false), -ENOENT);
});
