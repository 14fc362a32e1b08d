// Names of entries: making, changing and removing them.

import type { CString } from "../c_string.ts";

export interface NameCalls {
  link(fromFolder: number, from: CString, toFolder: number, to: CString): number;
  rename(fromFolder: number, from: CString, toFolder: number, to: CString): number;
  /** As `rename`, but -EEXIST if the new name is taken. */
  renameNew(fromFolder: number, from: CString, toFolder: number, to: CString): number;
  /** Exchanges the entries of two names of one folder, of whatever kind, in one step. */
  exchange(folder: number, name: CString, other: CString): number;
  unlink(folder: number, name: CString): number;
  /** 0 if this process may give and take away names in a folder, else a negated errno; 0 also where the system does not tell. */
  mayChangeNames(folder: number): number;
  /** Whether the folder answers to a name because another entry has that as a second, short name (`PROGRA~1`), which is not listed. */
  isShortName(folder: number, name: CString): boolean;
  makeSymlink(target: CString, folder: number, name: CString): number;
  /** Writes the link's text into `buffer`; its length. */
  readSymlink(folder: number, name: CString, buffer: Uint8Array): number;
  /** Makes a FIFO, a socket or a device, by the type bits of `mode`. */
  makeSpecial(
    folder: number,
    name: CString,
    mode: number,
    rdevMajor: number,
    rdevMinor: number,
  ): number;
}
