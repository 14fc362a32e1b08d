// Whether another run has removed an entry, once a call has answered that it is not there: what still stands must not be
// passed over in silence.

import { ENOENT } from "../../../ffi/errno.ts";
import { type CString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";

const stat = new FileStat();

/** Asks a second time, by another call. */
export function isGone(fs: NativeFileSystem, folder: number, name: CString): boolean {
  return fs.stat(folder, name, stat) === -ENOENT;
}
