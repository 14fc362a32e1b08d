// Metadata made up for tests of what compares or decides.

import { FileStat, INODE_NUMBER, S_IFDIR, S_IFIFO, S_IFLNK, S_IFREG, WORD } from "../../ffi/mod.ts";

/** What a test says of an entry; the rest is that of a plain file of root's. */
export interface StatFields {
  readonly type?: "file" | "folder" | "symlink" | "fifo";
  readonly permissions?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly size?: number;
  /** Seconds since 1970, negative before. */
  readonly mtimeSec?: number;
  readonly mtimeNsec?: number;
  readonly ino?: number;
  readonly dev?: number;
  readonly nlink?: number;
  readonly attributes?: number;
  /** When it was made, in seconds. */
  readonly btimeSec?: number;
}

const TYPES = { file: S_IFREG, folder: S_IFDIR, symlink: S_IFLNK, fifo: S_IFIFO };

export function statWith(fields: StatFields = {}): FileStat {
  const { type = "file", permissions = 0o644, mtimeSec = 1e9, size = 0 } = fields;
  const stat = new FileStat();
  const { words } = stat;
  words[WORD.mode] = TYPES[type] | permissions;
  words[WORD.uid] = fields.uid ?? 0;
  words[WORD.gid] = fields.gid ?? 0;
  words[WORD.size] = size % 2 ** 32;
  words[WORD.size + 1] = Math.floor(size / 2 ** 32);
  words[WORD.mtime] = mtimeSec % 2 ** 32;
  words[WORD.mtime + 1] = Math.floor(mtimeSec / 2 ** 32);
  words[WORD.mtimeNsec] = fields.mtimeNsec ?? 0;
  words[INODE_NUMBER[0]] = fields.ino ?? 1;
  words[WORD.devMinor] = fields.dev ?? 1;
  words[WORD.nlink] = fields.nlink ?? 1;
  words[WORD.attributes] = fields.attributes ?? 0;
  words[WORD.btime] = fields.btimeSec ?? 0;
  return stat;
}
