// What can change in a tree between two mirrors, each alone, on the entries that `buildTree` makes.
// Every one of them is seen by the judge or by the strict comparison before it is mirrored.

import { ACL, acl, CAPABILITY, capability, DEFAULT_ACL } from "./acl.ts";
import * as make from "./entries.ts";

/** One change. */
export interface Mutation {
  readonly name: string;
  /** @param root folder that `buildTree` made */
  change(root: string): void;
}

const NOON: make.Time = [1_700_000_000, 111_222_333];
const ALL = 0o7777;

/** Changes a file or folder that keeps its modification time. */
function keepingMtime(path: string, change: () => void): void {
  const { mtimeSec, mtimeNsec } = make.statOf(path);
  change();
  make.setTimes(path, [mtimeSec, mtimeNsec]);
}

function replaceByFile(path: string, contents: string): void {
  make.unlink(path);
  make.makeFile(path, contents);
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: "contents, same size",
    change: (root) => make.writeInto(`${root}/sizes/4096`, 100, "other"),
  },
  { name: "a file grows", change: (root) => make.writeInto(`${root}/sizes/65536`, 65536, "more") },
  {
    name: "size alone, same mtime",
    change: (root) =>
      keepingMtime(`${root}/sizes/4095`, () => make.writeInto(`${root}/sizes/4095`, 4095, "+")),
  },
  {
    name: "an empty file gets contents",
    change: (root) => make.writeInto(`${root}/sizes/0`, 0, "no more"),
  },
  { name: "mode of a file", change: (root) => make.setMode(`${root}/sizes/1`, 0o600) },
  { name: "setuid added", change: (root) => make.setMode(`${root}/modes/file 0755`, 0o4755) },
  { name: "setuid removed", change: (root) => make.setMode(`${root}/modes/file 4755`, 0o755) },
  { name: "mode of a folder", change: (root) => make.setMode(`${root}/modes/folder 0755`, 0o1700) },
  { name: "mode of a FIFO", change: (root) => make.setMode(`${root}/specials/fifo`, 0o600) },
  { name: "owner of a file", change: (root) => make.setOwner(`${root}/sizes/65535`, 1001, 1002) },
  {
    name: "owner of a setuid file",
    change(root) {
      const path = `${root}/owners/setuid 1000 1000`;
      const mode = make.statOf(path).mode & ALL;
      make.setOwner(path, 1001, 1001);
      make.setMode(path, mode);
    },
  },
  {
    name: "owner of a file with a capability",
    change(root) {
      make.setOwner(`${root}/attributes/capability of another`, 1001, 1001);
      make.setXattr(`${root}/attributes/capability of another`, CAPABILITY, capability(13));
    },
  },
  {
    name: "owner of a symlink",
    change: (root) => make.setOwner(`${root}/symlinks/relative`, 5, 6),
  },
  { name: "group of a folder", change: (root) => make.setOwner(`${root}/names/empty`, 0, 1000) },
  { name: "mtime of a file", change: (root) => make.setTimes(`${root}/sizes/1048577`, NOON) },
  {
    name: "mtime of a file by a nanosecond",
    change: (root) => make.setTimes(`${root}/times/file 1970`, [0, 1]),
  },
  { name: "mtime of a folder", change: (root) => make.setTimes(`${root}/names/empty`, NOON) },
  { name: "mtime of the root", change: (root) => make.setTimes(root, NOON) },
  {
    name: "mtime of a symlink",
    change: (root) => make.setTimes(`${root}/symlinks/dangling`, NOON),
  },
  { name: "mtime of a device", change: (root) => make.setTimes(`${root}/specials/char`, NOON) },
  {
    name: "attribute changed",
    change: (root) => make.setXattr(`${root}/attributes/several`, "user.one", "2"),
  },
  {
    name: "attribute added",
    change: (root) => make.setXattr(`${root}/attributes/several`, "user.new", "new"),
  },
  {
    name: "attribute removed",
    change: (root) => make.removeXattr(`${root}/attributes/several`, "user.empty"),
  },
  {
    name: "the only attribute removed",
    change: (root) => make.removeXattr(`${root}/attributes/large file`, "user.one"),
  },
  {
    name: "the first attribute",
    change: (root) => make.setXattr(`${root}/sizes/1`, "user.first", "1"),
  },
  {
    name: "attribute of a folder",
    change: (root) => make.setXattr(`${root}/attributes/folder`, "user.one", "2"),
  },
  {
    name: "attribute of a read-only file",
    change: (root) => make.setXattr(`${root}/attributes/read-only`, "user.one", "2"),
  },
  {
    name: "capability changed",
    change: (root) => make.setXattr(`${root}/attributes/capability`, CAPABILITY, capability(12)),
  },
  {
    name: "capability removed",
    change: (root) => make.removeXattr(`${root}/attributes/capability`, CAPABILITY),
  },
  {
    name: "ACL changed",
    change: (root) =>
      make.setXattr(`${root}/acls/file`, ACL, acl(6, 4, 0, { uid: 1000, gid: 1001, may: 4 })),
  },
  {
    name: "ACL changed, same mode",
    change: (root) =>
      make.setXattr(`${root}/acls/file`, ACL, acl(6, 4, 0, { uid: 1002, gid: 1001, may: 6 })),
  },
  { name: "ACL removed", change: (root) => make.removeXattr(`${root}/acls/file`, ACL) },
  {
    name: "ACL of a folder",
    change: (root) =>
      make.setXattr(`${root}/acls/folder`, ACL, acl(7, 5, 1, { uid: 1003, gid: 1001, may: 7 })),
  },
  {
    name: "default ACL changed",
    change: (root) =>
      make.setXattr(
        `${root}/acls/default`,
        DEFAULT_ACL,
        acl(7, 0, 0, { uid: 1000, gid: 1001, may: 1 }),
      ),
  },
  {
    name: "default ACL added",
    change: (root) =>
      make.setXattr(`${root}/acls/folder`, DEFAULT_ACL, acl(7, 5, 5, { uid: 1, gid: 1, may: 5 })),
  },
  {
    name: "default ACL removed",
    change: (root) => make.removeXattr(`${root}/acls/default`, DEFAULT_ACL),
  },
  {
    name: "new entries under a default ACL",
    change(root) {
      make.makeFile(`${root}/acls/default/new`, "inherits");
      make.makeFile(`${root}/acls/default/new and plain`, "does not");
      make.removeXattr(`${root}/acls/default/new and plain`, ACL);
      make.makeFolder(`${root}/acls/default/new folder`);
      make.makeFolder(`${root}/acls/default/new plain folder`);
      make.removeXattr(`${root}/acls/default/new plain folder`, ACL);
      make.removeXattr(`${root}/acls/default/new plain folder`, DEFAULT_ACL);
      make.makeFile(`${root}/acls/default/new plain folder/inside`, "x");
      make.makeFifo(`${root}/acls/default/new fifo`);
    },
  },
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
  {
    name: "hard link broken",
    change: (root) => replaceByFile(`${root}/links/a/two`, "three names"),
  },
  {
    name: "hard link broken, and changed",
    change(root) {
      replaceByFile(`${root}/links/b/large too`, "small");
      make.writeInto(`${root}/links/large`, 5, "changed");
    },
  },
  {
    name: "hard link added",
    change: (root) => make.makeHardLink(`${root}/links/a/one`, `${root}/links/four`),
  },
  {
    name: "single file gets a second name",
    change: (root) => make.makeHardLink(`${root}/sizes/4095`, `${root}/sizes/again`),
  },
  {
    name: "equal files become links",
    change(root) {
      make.unlink(`${root}/modes/folder 0755/inside`);
      make.makeHardLink(`${root}/modes/folder 2755/inside`, `${root}/modes/folder 0755/inside`);
    },
  },
  { name: "first name of a link goes", change: (root) => make.unlink(`${root}/links/a/one`) },
  {
    name: "contents behind three names",
    change: (root) => make.writeInto(`${root}/links/a/one`, 0, "THREE"),
  },
  { name: "mode behind three names", change: (root) => make.setMode(`${root}/links/a/one`, 0o600) },
  {
    name: "attribute behind three names",
    change: (root) => make.setXattr(`${root}/links/a/one`, "user.x", "x"),
  },
  {
    name: "hole filled",
    change: (root) => make.writeInto(`${root}/holes/at start`, 0, new Uint8Array(1 << 19)),
  },
  {
    name: "data in a hole",
    change: (root) => make.writeInto(`${root}/holes/nothing else`, 1 << 20, "data"),
  },
  {
    name: "hole at the end grows",
    change: (root) => make.writeInto(`${root}/holes/at end`, 2 << 20, "far"),
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

/** Applies all of them; those for which an earlier one left no ground are passed over. How many took effect. */
export function mutateEverything(root: string): number {
  let applied = 0;
  for (const { change } of MUTATIONS) {
    try {
      change(root);
      applied++;
    } catch (error) {
      if (!/ENOENT|EEXIST|ENOTDIR|ENODATA/.test((error as Error).message)) throw error;
    }
  }
  return applied;
}
