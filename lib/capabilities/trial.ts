// Makes the results of trials.

import { ENOSYS, EPERM } from "../../ffi/errno.ts";
import type { NativeFileSystem } from "../../ffi/mod.ts";
import type { Trial } from "./types.ts";

export function works(note: string | null = null): Trial {
  return { works: true, code: null, note };
}

/** Something that does not work although no call failed. */
export function worksNot(note: string): Trial {
  return { works: false, code: null, note };
}

export function notTried(note: string): Trial {
  return { works: null, code: null, note };
}

/** What is said of codes that the system's text does not explain here. */
const NOTES: Readonly<Record<number, string>> = {
  [-ENOSYS]:
    "the kernel has no such call, a filter of calls hides it, or a FUSE file system lacks it",
  [-EPERM]: "not permitted: by the file system, a filter of calls, or for want of a privilege",
};

/**
 * By the answer of a call.
 *
 * @param error 0 or more, or a negated errno
 * @param note where it works
 */
export function byAnswer(
  fs: NativeFileSystem,
  error: number,
  note: string | null = null,
): Trial {
  if (error >= 0) return works(note);
  return { works: false, code: fs.errorName(error), note: NOTES[error] ?? fs.errorText(error) };
}
