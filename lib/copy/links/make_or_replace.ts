// Makes names without data: links, FIFOs and devices. A name that is taken is replaced in one step, by a temporary name
// and a rename.

import { EEXIST, EPERM } from "../../../ffi/errno.ts";
import { type CString, FileStat } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import type { CopyContext } from "../context.ts";
import { despiteLock } from "../metadata/set_flags.ts";
import { isAppendOnly } from "../target/append_only.ts";
import { keepReplaced } from "../target/keep_replaced.ts";
import { displace } from "../target/displace.ts";
import { removeLeftover } from "../target/remove_leftover.ts";
import { despiteOthers, inWritableFolder } from "../target/writable_folder.ts";

/**
 * Makes an entry in the target by `make`, through a temporary name where it replaces another one.
 * Returns 0 or a negated errno.
 */
export function makeOrReplace(
  ctx: CopyContext,
  entry: Entry,
  make: (name: CString) => number,
): number {
  const { fs } = ctx;
  const { pair, pair: { removeOld }, targetName: name, replaces } = entry;
  return inWritableFolder(ctx, pair, () => {
    if (!replaces && removeOld === null) return make(name);
    if (isAppendOnly(fs, pair.targetStat)) return -EPERM;
    const temporary = ctx.temporaryNames.next();
    const made = make(temporary);
    if (made < 0) {
      // Some file systems report a failure and have made an entry all the same.
      if (made !== -EEXIST) removeLeftover(ctx, pair, temporary);
      return made;
    }
    const kept = keepReplaced(ctx, entry);
    if (kept < 0) {
      removeLeftover(ctx, pair, temporary);
      return kept;
    }
    const rename = () =>
      removeOld !== null
        ? displace(ctx, pair, temporary, name, removeOld)
        : fs.rename(pair.target, temporary, pair.target, name);
    const first = despiteOthers(ctx, pair, rename);
    const renamed = despiteLockOf(ctx, pair.target, name, first, rename);
    // Also after success: renaming one link of an inode over another leaves both (rename(2)).
    const unlink = () => fs.unlink(pair.target, temporary);
    removeLeftover(ctx, pair, temporary, () => despiteOthers(ctx, pair, unlink));
    return renamed;
  });
}

/** Retries a call that the lock of an entry forbade, if the current source is locked as well. */
export function despiteLockOf(
  ctx: CopyContext,
  folder: number,
  name: CString,
  error: number,
  again: () => number,
): number {
  if (error !== -EPERM) return error;
  const current = new FileStat();
  if (ctx.fs.stat(folder, name, current) < 0) return error;
  return despiteLock(ctx, { folder, name, current, source: ctx.entry.source }, error, again);
}
