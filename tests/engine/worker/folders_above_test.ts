// Whether a folder lies above the one in hand, told by inodes: on a made-up tree whose folders' numbers are
// their names.

import { assertEquals } from "@std/assert";
import type { FileStat } from "../../../ffi/mod.ts";
import { FoldersAbove, loopOf } from "../../../lib/engine/worker/folders_above.ts";
import type { FolderPair } from "../../../lib/entry/folder_pair.ts";
import type { RootPair } from "../../../lib/entry/root_pair.ts";
import { statWith } from "../../support/stats.ts";

const ROOT_HANDLE = 100;

/** The tree's numbers by path below the root, which is empty; where a path is missing, it cannot be opened. */
type Tree = Readonly<Record<string, number>>;

const TREE: Tree = { "": 1, "a": 2, "a/b": 3, "a/b/c": 4, "ab": 5, "x": 6 };

/** What `FoldersAbove` needs of a context, on such a tree; notes which folders are opened, and how. */
function contextOf(tree: Tree) {
  const opened: string[] = [];
  const closed: number[] = [];
  const numbers = Object.values(tree);
  const ctx = {
    folders: {
      open(_top: number, path: Uint8Array, follows: boolean): number {
        const text = new TextDecoder().decode(path);
        opened.push(follows ? text : `${text} unfollowed`);
        return tree[text] ?? -2;
      },
    },
    fs: {
      statHandle(handle: number, stat: FileStat): number {
        if (!numbers.includes(handle)) return -5;
        stat.copyFrom(statWith({ ino: handle }));
        return 0;
      },
      close: (handle: number) => closed.push(handle),
    },
  } as unknown as ConstructorParameters<typeof FoldersAbove>[1];
  return { ctx, opened, closed };
}

/** A pair at a path below a root. */
function pairAt(path: string, root: Partial<RootPair> = {}): FolderPair {
  return {
    root: { index: 0, source: ROOT_HANDLE, target: ROOT_HANDLE, ...root },
    path: new TextEncoder().encode(path),
    sourceStat: statWith({ ino: TREE[path] ?? 99 }),
  } as unknown as FolderPair;
}

Deno.test("FoldersAbove.include: the folder itself, each above it and the root, and no other", () => {
  const { ctx } = contextOf(TREE);
  const above = new FoldersAbove("source", ctx);
  const found = Object.entries(TREE).filter(([, ino]) =>
    above.include(pairAt("a/b"), statWith({ ino }))
  );
  assertEquals(found.map(([path]) => path), ["", "a", "a/b"]);
});

Deno.test("FoldersAbove.include: looks only at what does not lie on the way to the last one; a longer name is another", () => {
  const { ctx, opened, closed } = contextOf(TREE);
  const above = new FoldersAbove("source", ctx);
  const steps = ["a/b", "a/b", "a/b/c", "a", "ab", "x", "x"].map((path) => {
    opened.length = 0;
    above.include(pairAt(path), statWith({ ino: 77 }));
    return opened.join();
  });
  assertEquals(steps, [",a,a/b", "", "a/b/c", "", "ab", "x", ""]);
  assertEquals(closed.length, 6, "each handle is closed again");
  above.include(pairAt("a"), statWith({ ino: 77 }));
  assertEquals(above.include(pairAt("ab"), statWith({ ino: TREE["a"] })), false);
});

Deno.test("FoldersAbove.include: another root is looked at anew", () => {
  const { ctx, opened } = contextOf(TREE);
  const above = new FoldersAbove("source", ctx);
  above.include(pairAt("a"), statWith({ ino: 77 }));
  above.include(pairAt("a", { index: 1 }), statWith({ ino: 77 }));
  assertEquals(opened, ["", "a", "", "a"]);
});

Deno.test("FoldersAbove.include: links are followed in the source and not in the target; no target is looked at that is not there", () => {
  const { ctx, opened } = contextOf(TREE);
  const above = new FoldersAbove("target", ctx);
  assertEquals(above.include(pairAt("a", { target: -1 }), statWith({ ino: 1 })), false);
  assertEquals(opened, []);
  assertEquals(above.include(pairAt("a", { index: 1 }), statWith({ ino: 1 })), true);
  assertEquals(opened, [" unfollowed", "a unfollowed"]);
});

Deno.test("FoldersAbove.include: a folder that cannot be opened is none that others are compared with", () => {
  const { ctx } = contextOf({ "": 1, "a/b": 3 });
  const above = new FoldersAbove("source", ctx);
  assertEquals(above.include(pairAt("a/b"), statWith({ ino: 0 })), false);
  assertEquals(above.include(pairAt("a/b"), statWith({ ino: 3 })), true);
});

Deno.test("loopOf: the pair's own source folder, one above it, or one above its target", () => {
  const source = contextOf(TREE), target = contextOf({ "": 21, "a": 22 });
  const both = {
    foldersAbove: new FoldersAbove("source", source.ctx),
    targetsAbove: new FoldersAbove("target", target.ctx),
  };
  const pair = pairAt("a");
  const answers = [2, 1, 21, 22, 3, 6].map((ino) => loopOf(both, pair, statWith({ ino })));
  assertEquals(answers, ["source", "source", "target", "target", null, null]);
});
