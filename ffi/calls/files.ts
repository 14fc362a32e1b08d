// Handles of files: made, named, locked and closed.

import type { CString } from "../c_string.ts";

export interface FileCalls {
  /** Opens without blocking on a FIFO; a link at the name is an error unless `follow`. */
  openForReading(parent: number, name: CString, follow: boolean): number;
  openForWriting(parent: number, name: CString): number;
  /**
   * A handle on the entry itself, of whatever type: reads nothing, waits for nothing, follows no link. It
   * serves `statHandle` and, with an empty name, the `…At` calls of metadata and attributes. -EOPNOTSUPP
   * where there is no such thing.
   */
  pin(parent: number, name: CString): number;
  /** A file without a name in `folder`, open for reading and writing, or -EOPNOTSUPP and its like where there is none. */
  createUnnamed(folder: number, mode: number): number;
  /** Open for reading and writing; fails with -EEXIST where the name is taken. */
  createNamed(folder: number, name: CString, mode: number): number;
  /** Gives an unnamed file its name; fails with -EEXIST where it is taken. */
  nameUnnamed(file: number, folder: number, name: CString): number;
  /** Takes an exclusive advisory lock without waiting. */
  tryLock(file: number): number;
  close(handle: number): number;
}
