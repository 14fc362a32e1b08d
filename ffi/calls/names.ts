// Names of entries: linked, moved and removed.

import type { CString } from "../c_string.ts";

export interface NameCalls {
  link(fromFolder: number, from: CString, toFolder: number, to: CString): number;
  rename(fromFolder: number, from: CString, toFolder: number, to: CString): number;
  /** As `rename`, but fails with -EEXIST where the new name is taken. */
  renameNew(fromFolder: number, from: CString, toFolder: number, to: CString): number;
  /** Two names of one folder take each other's entries, of whatever kind, in one step; an error where there is no such call. */
  exchange(folder: number, name: CString, other: CString): number;
  unlink(folder: number, name: CString): number;
  makeSymlink(target: CString, folder: number, name: CString): number;
  /** Writes the link's text into `buffer` and returns its length. */
  readSymlink(folder: number, name: CString, buffer: Uint8Array): number;
  /** FIFO, socket or device of `mode`'s type bits. */
  makeSpecial(
    folder: number,
    name: CString,
    mode: number,
    rdevMajor: number,
    rdevMinor: number,
  ): number;
}
