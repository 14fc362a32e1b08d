// Files: opening, making, naming, locking and closing them.

import type { CString } from "../c_string.ts";

export interface FileCalls {
  /** Opens without blocking on a FIFO; a link at the name is an error unless `follow`. */
  openForReading(parent: number, name: CString, follow: boolean): number;
  openForWriting(parent: number, name: CString): number;
  /**
   * Opens the entry itself, of whatever type, without reading, blocking or following a link (O_PATH). The
   * handle is for `statHandle` and, with an empty name, for the `…At` calls of metadata and attributes.
   * -EOPNOTSUPP where there is no such call.
   */
  pin(parent: number, name: CString): number;
  /** Makes a file without a name in `folder`, open for reading and writing; -EOPNOTSUPP and its like where that is impossible. */
  createUnnamed(folder: number, mode: number): number;
  /** Makes a file, open for reading and writing; -EEXIST if the name is taken. */
  createNamed(folder: number, name: CString, mode: number): number;
  /** Gives an unnamed file its name; -EEXIST if the name is taken. */
  nameUnnamed(file: number, folder: number, name: CString): number;
  /** Takes an exclusive advisory lock, or fails at once. */
  tryLock(file: number): number;
  close(handle: number): number;
}
