// Makes the results of trials.

import { EDQUOT, EFBIG, EMFILE, ENOMEM, ENOSPC, ENOSYS, EPERM } from "../../ffi/errno.ts";
import type { NativeFileSystem } from "../../ffi/mod.ts";
import { fallsThrough } from "../copy/bytes/fall_through.ts";
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

const TELL_NOTHING = new Set([-ENOSPC, -EDQUOT, -EFBIG, -ENOMEM, -EMFILE]);

/** Whether a code says nothing of the call: there is no room, no memory, or a limit of this process is in the way. */
export function tellsNothing(error: number): boolean {
  return TELL_NOTHING.has(error);
}

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
  const isKnown = !tellsNothing(error);
  return {
    works: isKnown ? false : null,
    code: fs.errorName(error),
    note: NOTES[error] ?? fs.errorText(error),
  };
}

/** By the answer of a method: only what makes a run go on with the next one says that it does not work. */
export function byRefusal(fs: NativeFileSystem, error: number): Trial {
  const trial = byAnswer(fs, error);
  return fallsThrough(error) ? trial : { ...trial, works: null };
}
