// Entries that come, go, move, or become another kind.

import * as make from "../entries.ts";
import { keepingMtime, type Mutation, replaceByFile } from "./mutation.ts";

export const ENTRIES: readonly Mutation[] = [
  {
    name: "file renamed",
    change: (root) => make.rename(`${root}/names/.hidden`, `${root}/names/shown`),
  },
  {
    name: "folder renamed",
    change: (root) => make.rename(`${root}/names/folder -rf`, `${root}/names/folder -fr`),
  },
  {
    name: "file moved to another folder",
    change: (root) => make.rename(`${root}/names/...`, `${root}/sizes/...`),
  },
  {
    name: "file becomes folder",
    change(root) {
      make.unlink(`${root}/sizes/65536`);
      make.makeFolder(`${root}/sizes/65536`);
      make.makeFile(`${root}/sizes/65536/inside`, "x");
    },
  },
  {
    name: "folder with contents becomes file",
    change(root) {
      make.rename(`${root}/modes/folder 4755`, `${root}/symlinks/moved away`);
      make.makeFile(`${root}/modes/folder 4755`, "file now");
    },
  },
  {
    name: "folder becomes symlink to itself moved",
    change(root) {
      make.rename(`${root}/names/folder -rf`, `${root}/names/elsewhere`);
      make.makeSymlink(`${root}/names/folder -rf`, "elsewhere");
    },
  },
  {
    name: "empty folder becomes FIFO",
    change(root) {
      make.removeFolder(`${root}/names/empty`);
      make.makeFifo(`${root}/names/empty`);
    },
  },
  {
    name: "symlink becomes folder",
    change(root) {
      make.unlink(`${root}/symlinks/to a folder`);
      make.makeFolder(`${root}/symlinks/to a folder`, 0o700);
      make.makeFile(`${root}/symlinks/to a folder/inside`, "x");
    },
  },
  {
    name: "symlink becomes file",
    change: (root) => replaceByFile(`${root}/symlinks/relative`, "file now"),
  },
  {
    name: "file becomes symlink",
    change(root) {
      make.unlink(`${root}/sizes/4096`);
      make.makeSymlink(`${root}/sizes/4096`, "4095");
    },
  },
  {
    name: "symlink retargeted, same length and times",
    change(root) {
      keepingMtime(`${root}/symlinks/dangling`, () => {
        make.unlink(`${root}/symlinks/dangling`);
        make.makeSymlink(`${root}/symlinks/dangling`, "NO/SUCH/ENTRY");
      });
    },
  },
  {
    name: "device number",
    change(root) {
      keepingMtime(`${root}/specials/char`, () => {
        make.unlink(`${root}/specials/char`);
        make.makeDevice(`${root}/specials/char`, "char", 1, 5);
      });
    },
  },
  {
    name: "char device becomes block device",
    change(root) {
      keepingMtime(`${root}/specials/char`, () => {
        make.unlink(`${root}/specials/char`);
        make.makeDevice(`${root}/specials/char`, "block", 1, 3);
      });
    },
  },
  {
    name: "FIFO becomes file",
    change: (root) => replaceByFile(`${root}/specials/fifo`, "file now"),
  },
  { name: "new file", change: (root) => make.makeFile(`${root}/sizes/new`, "new") },
  {
    name: "new folders with contents",
    change(root) {
      for (const folder of ["new", "new/x", "new/x/y"]) make.makeFolder(`${root}/${folder}`, 0o750);
      make.makeFile(`${root}/new/x/y/z`, "z");
    },
  },
  {
    name: "new entry in a read-only folder",
    change: (root) => make.makeFile(`${root}/modes/folder 0400/new`, "x"),
  },
  { name: "file deleted", change: (root) => make.unlink(`${root}/sizes/1`) },
  {
    name: "strange names deleted",
    change: (root) => {
      make.unlink(`${root}/names/new\nline`);
      make.unlink(`${root}/names/not utf8 \xff\xfe\x80`);
    },
  },
  {
    name: "special files deleted",
    change: (root) => {
      make.unlink(`${root}/specials/fifo`);
      make.unlink(`${root}/specials/block`);
    },
  },
  {
    name: "tree deleted",
    change(root) {
      make.unlink(`${root}/links/b/deep/three`);
      make.removeFolder(`${root}/links/b/deep`);
    },
  },
];
