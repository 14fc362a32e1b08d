// Renames a finished file to a name that is not taken, on file systems of every kind.

import { EEXIST, EINVAL, ENOENT, ENOSYS, EOPNOTSUPP, EPERM } from "../../../ffi/errno.ts";
import { type CString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { CopyContext } from "../context.ts";

/** Codes with which `renameNew` says that a file system has neither a rename without replacing nor links. */
const CANNOT_HERE = new Set([-EINVAL, -ENOSYS, -EPERM, -EOPNOTSUPP]);

/** Devices without both on which a plain rename worked, per thread. */
const withoutCheck = new Set<number>();
const found = new FileStat();

/**
 * Renames within a target folder and replaces nothing. If no call does that in one step (exFAT by FUSE, cloud storage,
 * cameras), the name is checked first: a file that takes it in between is replaced.
 *
 * @returns 0, -EEXIST where the name is taken, or another negated errno
 */
export function renameNew(
  { fs }: CopyContext,
  pair: FolderPair,
  from: CString,
  to: CString,
): number {
  const { target, targetStat: { dev } } = pair;
  if (!withoutCheck.has(dev)) {
    const error = fs.renameNew(target, from, target, to);
    if (!CANNOT_HERE.has(error)) return error;
  }
  const renamed = renameChecked(fs, target, from, target, to);
  if (renamed === 0) withoutCheck.add(dev);
  return renamed;
}

/** The same from any folder to any other. */
export function moveNew(
  fs: NativeFileSystem,
  fromFolder: number,
  from: CString,
  toFolder: number,
  to: CString,
): number {
  const error = fs.renameNew(fromFolder, from, toFolder, to);
  return CANNOT_HERE.has(error) ? renameChecked(fs, fromFolder, from, toFolder, to) : error;
}

function renameChecked(
  fs: NativeFileSystem,
  fromFolder: number,
  from: CString,
  toFolder: number,
  to: CString,
): number {
  const looked = fs.stat(toFolder, to, found);
  if (looked !== -ENOENT) return looked === 0 ? -EEXIST : looked;
  return fs.rename(fromFolder, from, toFolder, to);
}
