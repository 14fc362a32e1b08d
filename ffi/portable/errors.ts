// Deno's errors as the numbers that the interface returns. Deno throws, and tells the name of the system's
// error in `code`, or only the class of the error; both are translated into Linux's numbers. The texts are
// ferry's own: without FFI there is no strerror(3).

import * as errno from "../errno.ts";
import { ERRNO_NAMES, errnoName as systemName } from "../errno_names.ts";
import { MOST_INTERRUPTIONS } from "../posix/failure.ts";

/** EACCES of Deno's own, for what its permissions do not cover; no system has these numbers. */
const NEEDS_ALL = 10_000 + errno.EACCES;
const NEEDS_WRITE = 20_000 + errno.EACCES;
export const NEEDS_UNSCOPED = 30_000 + errno.EACCES;
const NEEDS = [NEEDS_ALL, NEEDS_WRITE, NEEDS_UNSCOPED];

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(ERRNO_NAMES).map(([number, name]) => [name, Number(number)] as const),
  // Second names of the same numbers.
  ["EWOULDBLOCK", errno.EAGAIN],
  ["ENOTSUP", errno.EOPNOTSUPP],
]);

/** For errors without a code: raised by Deno itself, or by a system whose code it does not know. */
const NUMBERS_BY_CLASS = [
  [Deno.errors.NotFound, errno.ENOENT],
  // A path that Deno's own permissions do not cover.
  [Deno.errors.NotCapable, errno.EACCES],
  [Deno.errors.PermissionDenied, errno.EACCES],
  [Deno.errors.AlreadyExists, errno.EEXIST],
  [Deno.errors.NotADirectory, errno.ENOTDIR],
  [Deno.errors.IsADirectory, errno.EISDIR],
  [Deno.errors.FilesystemLoop, errno.ELOOP],
  [Deno.errors.NotSupported, errno.EOPNOTSUPP],
  [Deno.errors.Interrupted, errno.EINTR],
  [Deno.errors.WouldBlock, errno.EAGAIN],
  [Deno.errors.Busy, errno.EBUSY],
  [Deno.errors.BadResource, errno.EBADF],
  // Text that is not UTF-8, such as where a symlink points to.
  [Deno.errors.InvalidData, errno.EILSEQ],
] as const;

const TEXTS: Readonly<Record<number, string>> = {
  [NEEDS_ALL]: "Deno opens /dev, /proc and /sys only with --allow-all (-A)",
  [NEEDS_WRITE]: "Deno was not started with --allow-write for it",
  [NEEDS_UNSCOPED]: "Deno makes symlinks only with --allow-read and --allow-write for all paths",
  [errno.EPERM]: "Operation not permitted",
  [errno.ENOENT]: "No such file or folder",
  [errno.EINTR]: "Interrupted",
  [errno.EIO]: "Input/output error",
  [errno.ENXIO]: "Not a regular file or folder",
  [errno.EBADF]: "File not open for this",
  [errno.EAGAIN]: "Temporarily unavailable",
  [errno.ENOMEM]: "Out of memory",
  [errno.EACCES]: "Permission denied",
  [errno.EBUSY]: "Device or resource busy",
  [errno.EEXIST]: "File exists",
  [errno.EXDEV]: "Leads out of this folder or file system",
  [errno.ENOTDIR]: "Not a folder",
  [errno.EISDIR]: "Is a folder",
  [errno.EINVAL]: "Invalid argument",
  [errno.EMFILE]: "Too many open files",
  [errno.ETXTBSY]: "Program is running",
  [errno.ENOSPC]: "No space left on device",
  [errno.EROFS]: "Read-only file system",
  [errno.EMLINK]: "Too many links",
  [errno.ENAMETOOLONG]: "Name too long",
  [errno.ENOTEMPTY]: "Folder not empty",
  [errno.ELOOP]: "Symlink not followed",
  [errno.EILSEQ]: "Not valid UTF-8",
  [errno.EOPNOTSUPP]: "Not supported without FFI",
  [errno.EDQUOT]: "Disk quota exceeded",
};

/** Makes a call of Deno's, again if a signal interrupted it; what it throws becomes a negated error number. */
export function attempt(call: () => number | void): number {
  for (let tries = 0;; tries++) {
    try {
      return call() ?? 0;
    } catch (thrown) {
      const error = errnoOf(thrown);
      if (error !== errno.EINTR || tries === MOST_INTERRUPTIONS) return -error;
    }
  }
}

/** The error number of an error of Deno's; EIO if it tells nothing. */
export function errnoOf(error: unknown): number {
  const { code } = error as { code?: string };
  const number = code === undefined ? undefined : NUMBERS.get(code);
  if (number !== undefined) return number;
  if (error instanceof Deno.errors.NotCapable) {
    const { message } = error;
    if (/\ball access\b/.test(message)) return NEEDS_ALL;
    if (/\bunscoped\b/.test(message)) return NEEDS_UNSCOPED;
    if (/\bwrite access\b/.test(message)) return NEEDS_WRITE;
  }
  return NUMBERS_BY_CLASS.find(([type]) => error instanceof type)?.[1] ?? errno.EIO;
}

/** `ENOSPC` and its like for an error number, positive or negated. */
export function errnoName(error: number): string {
  return systemName(NEEDS.includes(Math.abs(error)) ? errno.EACCES : error);
}

/** A text for an error number, positive or negated. */
export function errnoText(error: number): string {
  return TEXTS[Math.abs(error)] ?? errnoName(error);
}
