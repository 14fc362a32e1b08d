// A file in a folder of the target by which that is recognised elsewhere (lib/engine/roots/target_marks.ts).

import { EACCES, ENOENT, EPERM } from "../../../ffi/errno.ts";
import { type CString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import { PRIVATE_MODE } from "../../preserve/private_mode.ts";
import { isAppendOnly } from "./append_only.ts";
import { keepFolderTimes } from "./keep_folder_times.ts";
import { whileWritable } from "./writable_folder.ts";

/** A mark that this run has made or found. */
export interface Mark {
  readonly name: CString;
  /** Holds the lock; -1 where nothing does. */
  handle: number;
}

/** Makes it, and gives the folder its times again. A handle, or a negated errno; none where it could not be removed. */
export function makeMark(fs: NativeFileSystem, folder: number, name: CString): number {
  const before = new FileStat();
  const handle = createMark(fs, folder, name, before);
  if (handle >= 0) fs.setTimes(folder, before);
  return handle;
}

/**
 * Closes and removes a mark and gives the folder its times again; false if it stays. Of a file that is open, FUSE changes
 * the name, and removes it when it is closed: that would change the times once more.
 */
export function removeMark(fs: NativeFileSystem, folder: number, mark: Mark): boolean {
  const { name } = mark;
  if (mark.handle >= 0) fs.close(mark.handle);
  mark.handle = -1;
  const unlink = () => fs.unlink(folder, name);
  const error = keepFolderTimes(fs, folder, () => {
    const first = unlink();
    // The folder has its source's mode by now.
    return first === -EACCES ? whileWritable({ fs }, folder, unlink) : first;
  });
  return error === 0 || error === -ENOENT;
}

/** Makes it, and leaves to the caller to give the folder the times that it had before. */
export function createMark(
  fs: NativeFileSystem,
  folder: number,
  name: CString,
  before: FileStat,
): number {
  const error = fs.statHandle(folder, before);
  if (error < 0) return error;
  if (isAppendOnly(fs, before)) return -EPERM;
  const create = () => fs.createNamed(folder, name, PRIVATE_MODE);
  const handle = create();
  // The folder may have its source's mode by now.
  return handle === -EACCES ? whileWritable({ fs }, folder, create) : handle;
}
