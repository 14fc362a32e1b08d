// A mark in the new name of a folder that is moved by copying, as long as that is under way. Without it the same command
// again, after the first was killed, would find DEST as a folder that is there and put SOURCE into it. The mark is an
// empty file with a temporary name, made from the source's inode; it is locked, so that no run sweeps it meanwhile.

import { EACCES, EEXIST, EINVAL, ENOENT } from "../../../ffi/errno.ts";
import { type CString, cString, FileStat, type NativeFileSystem, WORD } from "../../../ffi/mod.ts";
import { partialName } from "../../copy/file/partial_file.ts";
import { isAppendOnly } from "../../copy/target/append_only.ts";
import { keepFolderTimes } from "../../copy/target/keep_folder_times.ts";
import { moveNew } from "../../copy/target/rename_new.ts";
import { whileWritable } from "../../copy/target/writable_folder.ts";
import { PRIVATE_MODE } from "../../preserve/private_mode.ts";

/** A mark that this run has made or found. */
export interface MoveMark {
  readonly name: CString;
  /** Holds the lock; -1 when it was removed. */
  handle: number;
}

/** The name of the mark of a source. Its time of birth tells another folder that has got its inode number since. */
function markName({ dev, words }: FileStat): CString {
  const inode = `${words[WORD.ino + 1]}:${words[WORD.ino]}`;
  const born = `${words[WORD.btime + 1]}:${words[WORD.btime]}:${words[WORD.btimeNsec]}`;
  return partialName(cString(`move of ${dev}:${inode}:${born}`));
}

/** Whether the folder `dest` is the new name of a source whose move was broken off. */
export function isMarked(fs: NativeFileSystem, dest: string, source: FileStat): boolean {
  if (!source.hasInode) return false;
  const folder = fs.openFolder(cString(dest));
  if (folder < 0) return false;
  const stat = new FileStat();
  const isThere = fs.stat(folder, markName(source), stat) === 0 && stat.isFile &&
    stat.uid === fs.identity.uid;
  fs.close(folder);
  return isThere;
}

/**
 * Makes a folder that has the mark from the start: under a temporary name, which the same command again finds if this one
 * is killed before the folder gets its own. 0 or a negated errno.
 */
export function makeMarkedFolder(
  fs: NativeFileSystem,
  folder: number,
  name: CString,
  mode: number,
  source: FileStat,
): number {
  const parent = new FileStat();
  const isFixed = fs.statHandle(folder, parent) < 0 || isAppendOnly(fs, parent);
  if (!source.hasInode || isFixed) return fs.makeFolder(folder, name, mode);
  const temporary = markName(source);
  const made = fs.makeFolder(folder, temporary, mode);
  const handle = made === 0 || made === -EEXIST
    ? fs.openFolderBeneath(folder, temporary, false)
    : made;
  const marked = handle >= 0 && isOwnFolder(fs, handle) ? mark(fs, handle, source) : null;
  if (marked !== null) fs.close(marked.handle);
  const renamed = marked === null ? -EINVAL : moveNew(fs, folder, temporary, folder, name);
  if (renamed < 0 && marked !== null) fs.unlink(handle, temporary);
  if (handle >= 0) fs.close(handle);
  if (renamed < 0 && made === 0) fs.removeFolder(folder, temporary);
  // Where a folder takes no mark, or no other name, it is made without.
  return renamed === 0 || renamed === -EEXIST ? renamed : fs.makeFolder(folder, name, mode);
}

/** What somebody else has made is not filled. */
function isOwnFolder(fs: NativeFileSystem, handle: number): boolean {
  const stat = new FileStat();
  return fs.statHandle(handle, stat) === 0 && stat.uid === fs.identity.uid;
}

/** Makes the mark in an open folder, or takes over the one that is there; null where that is impossible. */
export function mark(fs: NativeFileSystem, folder: number, source: FileStat): MoveMark | null {
  if (!source.hasInode) return null;
  const name = markName(source);
  const found = fs.openForWriting(folder, name);
  const handle = found >= 0 ? found : fs.createNamed(folder, name, PRIVATE_MODE);
  if (handle < 0) return null;
  if (fs.tryLock(handle) >= 0) return { name, handle };
  fs.close(handle);
  return null;
}

/**
 * Closes and removes a mark and gives the folder its times again; false if it stays. Of a file that is open, FUSE changes
 * the name, and removes it when it is closed: that would change the times once more.
 */
export function removeMark(fs: NativeFileSystem, folder: number, mark: MoveMark): boolean {
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
