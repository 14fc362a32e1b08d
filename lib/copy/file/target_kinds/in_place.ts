// Files under their final name from the first byte on: with `--inplace`, unless they have other names, and in a
// folder that nobody can see before it gets its own name.

import { EINVAL } from "../../../../ffi/errno.ts";
import type { Entry } from "../../../entry/entry.ts";
import { OTHERS } from "../../../preserve/private_mode.ts";
import type { CopyContext } from "../../context.ts";
import { setTimesOfTorn } from "../changed_source.ts";
import { removeLeftover } from "../../target/remove_leftover.ts";
import { COPY } from "../outcome.ts";
import { mayWriteInto, TARGET_KIND } from "../target_file.ts";
import { isResumable } from "./partial.ts";
import { NEXT_KIND, type TargetKind } from "./target_kind.ts";

/** Whether the target is to be written in place. */
export function staysInPlace({ options }: CopyContext, entry: Entry): boolean {
  const { pair, replaces, target } = entry;
  if (pair.staged !== null) return true;
  return options.inplace && pair.removeOld === null && (!replaces || mayWriteInto(target));
}

/** Opens it. 0, a negated errno or NEXT_KIND. */
export function openInPlace(ctx: CopyContext, entry: Entry, mode: number): number {
  const { fs, targetFile, checkStat } = ctx;
  const { pair, targetName, replaces } = entry;
  targetFile.reset(TARGET_KIND.inPlace);
  targetFile.failedCall = "openat";
  const handle = replaces
    ? fs.openForWriting(pair.target, targetName)
    : fs.createNamed(pair.target, targetName, mode);
  if (handle < 0) return handle;
  targetFile.handle = handle;
  if (!replaces) return 0;
  if (fs.statHandle(handle, checkStat) === 0 && mayWriteInto(checkStat)) {
    // Permissions that the new mode does not grant are removed before the first byte.
    const narrowed = checkStat.permissions & (mode | ~OTHERS);
    if (narrowed !== checkStat.permissions) fs.setMode(handle, narrowed);
    targetFile.hadContents = true;
    targetFile.oldBytes = checkStat.size;
    if (isResumable(ctx, entry)) targetFile.present = checkStat.size;
    return 0;
  }
  fs.close(handle); // it was swapped since it was looked at, or the listing had no link count
  return checkStat.isFile ? NEXT_KIND : -EINVAL;
}

/**
 * Leaves a file that this run has made and not finished: another run of the shard may have opened or even finished it, and what
 * that one has written would go as well. Its time says that it is not whole, as that of a torn copy does.
 */
function leaveToOthers(ctx: CopyContext, { pair, targetName, source }: Entry): void {
  const { fs, checkStat } = ctx;
  pair.touched = true;
  const handle = fs.openForReading(pair.target, targetName, false);
  if (handle < 0) return;
  const looksWhole = fs.statHandle(handle, checkStat) === 0 && checkStat.hasSameMtime(source);
  if (!looksWhole) setTimesOfTorn(ctx, source, handle);
  fs.close(handle);
}

/** A file that was written over and may have lost bytes does not look whole: the next run copies it. */
function markUnsure(ctx: CopyContext, { pair, targetName, source }: Entry): void {
  const handle = ctx.fs.openForReading(pair.target, targetName, false);
  if (handle < 0) return;
  setTimesOfTorn(ctx, source, handle);
  ctx.fs.close(handle);
}

export const inPlace: TargetKind = {
  commit: () => 0,

  discard(ctx, entry, outcome) {
    const { hadContents, closeError } = ctx.targetFile;
    if (hadContents) return closeError < 0 ? markUnsure(ctx, entry) : undefined;
    const isWrong = outcome === COPY.wrong || outcome === COPY.discarded;
    if (ctx.options.shard !== null && !isWrong) return leaveToOthers(ctx, entry);
    removeLeftover(ctx, entry.pair, entry.targetName);
  },
};
