// Modes, owners and times.

import { CAPABILITY, capability } from "../acl.ts";
import * as make from "../entries.ts";
import type { Mutation } from "./mutation.ts";

const NOON: make.Time = [1_700_000_000, 111_222_333];
const ALL = 0o7777;

export const METADATA: readonly Mutation[] = [
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
];
