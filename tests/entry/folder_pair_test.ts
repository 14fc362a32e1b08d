// Paths as reports and messages show them, and what a folder hands down.

import { assert, assertEquals } from "@std/assert";
import { cString } from "../../ffi/mod.ts";
import { FolderPair, joinPath, labelledPath, reportPath } from "../../lib/entry/folder_pair.ts";
import { isWithin } from "../../lib/entry/guarded_paths.ts";
import { pathOf, sourceOf, targetOf } from "../../lib/entry/subject.ts";
import { rootPair } from "../support/root_pair.ts";
import { statWith } from "../support/stats.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (path: Uint8Array) => new TextDecoder().decode(path);

Deno.test("joinPath: a slash between folder and name, none at the root; the name ends at its NUL", () => {
  assertEquals(text(joinPath(bytes("a/b"), cString("c"))), "a/b/c");
  assertEquals(text(joinPath(bytes(""), cString("c"))), "c");
  assertEquals(text(joinPath(bytes("a"), bytes("c\0more"))), "a/c");
});

Deno.test("joinPath: the path is a copy: the name's bytes are used again", () => {
  const name = cString("c");
  const joined = joinPath(bytes(""), name);
  name[0] = 0x78;
  assertEquals(text(joined), "c");
});

Deno.test("labelledPath: as a user would type it", () => {
  const cases = [["src", "a", "src/a"], ["src/", "a", "src/a"], ["/", "a", "/a"], ["", "a", "a"]];
  for (const [label, path, expected] of cases) {
    assertEquals(text(labelledPath(bytes(label), bytes(path))), expected);
  }
  assertEquals(text(labelledPath(bytes("src/"), bytes(""))), "src/");
  assertEquals(text(labelledPath(bytes(""), bytes(""))), ".");
});

Deno.test("reportPath: below the name that SOURCE has got in DEST, where it has one", () => {
  assertEquals(text(reportPath(rootPair(), bytes("a"))), "a");
  assertEquals(text(reportPath(rootPair({ reportPrefix: bytes("src/") }), bytes("a"))), "src/a");
});

Deno.test("pathOf: an entry or the folder itself, on the side that failed", () => {
  const pair = new FolderPair();
  pair.reset(rootPair(), bytes("sub"), false);
  assertEquals(text(pathOf(sourceOf(pair, cString("a")))), "src/sub/a");
  assertEquals(text(pathOf(targetOf(pair, cString("a")))), "dst/sub/a");
  assertEquals(text(pathOf(sourceOf(pair, null))), "src/sub");
});

Deno.test("isWithin: a folder, what lies below it, and no neighbour whose name begins alike", () => {
  for (const path of ["a/b", "a/b/c", "a/b/c/d"]) assert(isWithin(path, "a/b"));
  for (const path of ["a", "a/bc", "a/c", ""]) assert(!isWithin(path, "a/b"), path);
  assert(isWithin("", "") && isWithin("anything/at all", ""));
});

Deno.test("FolderPair.reset: nothing of the folder before is left", () => {
  const fresh = new FolderPair(), used = new FolderPair();
  const root = rootPair();
  Object.assign(used, {
    source: 7,
    target: 8,
    isOnOtherMount: true,
    touched: true,
    replacesConflicts: true,
    removeOld: () => true,
    isOfTree: true,
    lockedMode: 0o500,
    mount: 9,
    staged: { bytes: 5 },
    subfolders: [cString("x")],
    matched: 3,
    expectsLinks: true,
    linkFolders: [{ root: 0, path: bytes("x"), handle: 6 }],
    hasNoLabels: true,
    learned: true,
    fastMethod: "reflink",
    granted: 0o755,
    inherits: true,
  });
  fresh.reset(root, bytes("p"), true);
  used.reset(root, bytes("p"), true);
  assertEquals({ ...used }, { ...fresh });
  const { source, target, lockedMode, granted, mount, matched } = used;
  assertEquals([source, target, lockedMode, granted, mount, matched], [-1, -1, -1, -1, 0, 0]);
  const { isOnOtherMount, touched, replacesConflicts, isOfTree, learned } = used;
  assert(![isOnOtherMount, touched, replacesConflicts, isOfTree, learned].includes(true));
  const { expectsLinks, inherits, hasNoLabels, fastMethod, staged, removeOld, linkFolders } = used;
  assert(![expectsLinks, inherits, hasNoLabels].includes(true));
  assertEquals([fastMethod, staged, removeOld, linkFolders], [null, null, null, []]);
});

Deno.test("FolderPair.learnFrom: what files made above have taught, and not where the folder stands", () => {
  const above = new FolderPair(), below = new FolderPair();
  Object.assign(above, {
    learned: true,
    newFileUid: 5,
    newFileGid: 6,
    newFileAttributes: 1,
    newFileAttributesMask: 3,
    inherits: true,
    granted: 0o750,
    fastMethod: "read_write",
    isOfTree: true,
    mount: 4,
  });
  above.template.copyFrom(statWith({ size: 99 }));
  below.learnFrom(above);
  const { learned, newFileUid, newFileGid, newFileAttributes, newFileAttributesMask } = below;
  assertEquals([learned, newFileUid, newFileGid, newFileAttributes, newFileAttributesMask], [
    ...[true, 5, 6],
    ...[1, 3],
  ]);
  assertEquals([below.inherits, below.granted, below.fastMethod], [true, 0o750, "read_write"]);
  assertEquals([below.template.size, below.isOfTree, below.mount], [99, false, 0]);
});
