// The lock by which whoever makes an entry under a temporary name tells others that it is in use.

import type { CString, FileStat, NativeFileSystem } from "../../../ffi/mod.ts";

/** Seconds in which a living process locks a new entry: others could lock it before. */
export const LOCKED_WITHIN = 10;

/**
 * Locks a file or folder, and unlocks it at once.
 *
 * @returns 0, or -EAGAIN where it is locked, or another negated errno; null for what is neither, or cannot be opened
 */
export function tryLockOf(
  fs: NativeFileSystem,
  folder: number,
  name: CString,
  { isFile, isFolder }: FileStat,
): number | null {
  if (!isFile && !isFolder) return null;
  const handle = isFolder
    ? fs.openFolderBeneath(folder, name, false)
    : fs.openForReading(folder, name, false);
  if (handle < 0) return null;
  const locked = fs.tryLock(handle);
  fs.close(handle);
  return locked;
}
