// The codes with which one method gives way to the next.

import {
  EACCES,
  EBADF,
  EEXIST,
  EINVAL,
  ENOSYS,
  ENOTTY,
  EOPNOTSUPP,
  EPERM,
  ETXTBSY,
  EXDEV,
} from "../../../ffi/errno.ts";

/**
 * Codes that mean "this call cannot do it for this pair": the next method is tried. Everything else
 * (EIO, ENOMEM, ENOSPC, EDQUOT, …) is a real error and ends the file: taking one for "unsupported"
 * has corrupted files before (coreutils 9.2, NEWS).
 */
const FALLS_THROUGH = new Set([
  ENOSYS, // the kernel has no such call, or a filter hides it
  ENOTTY, // FICLONE: the file system has no such ioctl
  EOPNOTSUPP, // the file system cannot
  EINVAL, // this kind of file, an alignment, or a range that the call does not take
  EBADF, // copy_file_range on an append-only target; FICLONE on some FUSE file systems
  EXDEV, // two file systems
  ETXTBSY, // FICLONE and copy_file_range refuse a swap file
  EPERM, // a seccomp filter, or an immutable file that a plain write reports more exactly
  EACCES, // some network file systems refuse the call but not the write
]);

/**
 * The same for a clone that makes a file of its own (clonefile(2)), whose refusals are exact: the file
 * system cannot, the two are on different ones, or somebody took the temporary name.
 */
const CLONE_FALLS_THROUGH = new Set([EOPNOTSUPP, EXDEV, EEXIST]);

/** True if the next method may be tried after `error`, a negated errno. */
export function fallsThrough(error: number): boolean {
  return FALLS_THROUGH.has(-error);
}

/** The same for `clonefile`. */
export function cloneFallsThrough(error: number): boolean {
  return CLONE_FALLS_THROUGH.has(-error);
}
