// Sets flags beside the mode, and lifts for a moment those that lock an entry.

import { ENOTTY, EOPNOTSUPP, EPERM } from "../../../ffi/errno.ts";
import { type CString, FileStat, WORD } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { targetOf } from "../../entry/subject.ts";
import type { CopyContext } from "../context.ts";
import { flagNames, noteFlagLoss } from "./losses.ts";

/** Codes with which a file system or kernel says that it has no such flags, or not for this process. */
const NOT_TO_BE_HAD = new Set([-EOPNOTSUPP, -ENOTTY, -EPERM]);

/** An entry of the target that gets flags. */
interface FlagTarget {
  readonly pair: FolderPair;
  /** Null for the pair's folder itself. */
  readonly name: CString | null;
  readonly setter: { setAttributes(from: FileStat): number };
  /** Its present metadata. */
  readonly current: FileStat;
}

/** Sets exactly these flags on an entry; those that it cannot have are reported. */
export function setFlags(ctx: CopyContext, target: FlagTarget, flags: number): void {
  const error = trySetFlags(ctx, target, flags);
  if (error === 0) return;
  const { pair, name, current } = target;
  const isRequired = ctx.options.required.flags === true;
  if (!isRequired && NOT_TO_BE_HAD.has(error)) {
    return noteFlagLoss(ctx, target, flags & ~current.attributes, "flagsUnsupported");
  }
  const names = flagNames(ctx.fs.can, flags ^ current.attributes);
  ctx.fail(targetOf(pair, name), `keep flags (${names}) of`, "fchflags", error);
}

function trySetFlags(
  { flagsStat }: CopyContext,
  { setter, current }: Pick<FlagTarget, "setter" | "current">,
  flags: number,
): number {
  flagsStat.copyFrom(current);
  flagsStat.words[WORD.attributes] = flags;
  return setter.setAttributes(flagsStat);
}

/**
 * Unlocks a pair's target folder before a change in it, if the source folder is locked as well. Finalizing the folder's
 * metadata locks it again.
 */
export function liftFolder(ctx: CopyContext, pair: FolderPair): void {
  const { flags, fs } = ctx;
  const { sourceStat, targetStat: current } = pair;
  if (flags === null || flags.locks(current) === 0 || !pair.isOfTree) return;
  if (!flags.mayLift(sourceStat, current)) return;
  const setter = { setAttributes: (from: FileStat) => fs.setAttributes(pair.target, from) };
  const open = current.attributes & ~flags.locking;
  if (trySetFlags(ctx, { setter, current }, open) < 0) return;
  current.words[WORD.attributes] = open;
  pair.touched = true;
}

/** Unlocks it after another shard has locked it in the meantime; whether that was so. A third one may have unlocked it since. */
export function liftAgain(ctx: CopyContext, pair: FolderPair): boolean {
  const { flags, fs } = ctx;
  const now = new FileStat();
  if (flags === null || fs.statHandle(pair.target, now) < 0) return false;
  if (flags.locks(now) === 0) return flags.locks(pair.sourceStat) !== 0;
  for (const word of [WORD.attributes, WORD.attributesMask]) {
    pair.targetStat.words[word] = now.words[word];
  }
  liftFolder(ctx, pair);
  return flags.locks(pair.targetStat) === 0;
}

/** A target entry whose lock may forbid a change. */
export interface LockedEntry {
  /** The target folder that it is in. */
  readonly folder: number;
  readonly name: CString;
  /** Its metadata when it was looked at. */
  readonly current: FileStat;
  readonly source: FileStat;
  /** True if it stays unlocked after a success, because it is changed further. */
  readonly staysOpen?: boolean;
}

/**
 * Retries a call that an entry's lock forbade, without that lock. The entry is locked again even if it lost its name: it
 * may have others.
 *
 * @param error the answer of the first attempt
 * @returns the answer of the last attempt
 */
export function despiteLock(
  ctx: CopyContext,
  entry: LockedEntry | null,
  error: number,
  again: () => number,
): number {
  const { fs, flags } = ctx;
  if (error !== -EPERM || flags === null || entry === null) return error;
  const { folder, name, current, source, staysOpen = false } = entry;
  if (!flags.mayLift(source, current)) return error;
  const handle = fs.openForReading(folder, name, false);
  if (handle < 0) return error;
  let result = error;
  const lockStat = new FileStat();
  const isIt = fs.statHandle(handle, lockStat) === 0 && lockStat.hasSameInode(current);
  const setter = { setAttributes: (from: FileStat) => fs.setAttributes(handle, from) };
  const target = { setter, current: lockStat };
  if (isIt && trySetFlags(ctx, target, lockStat.attributes & ~flags.locking) === 0) {
    result = again();
    if (result < 0 || !staysOpen) trySetFlags(ctx, target, lockStat.attributes);
  }
  fs.close(handle);
  return result;
}

/** Retries the removal of a locked extra entry, if the user asked for flags by name. */
export function despiteLockOfExtra(
  ctx: CopyContext,
  { folder, name }: { readonly folder: number; readonly name: CString },
  error: number,
  again: () => number,
): number {
  if (error !== -EPERM || ctx.options.required.flags !== true) return error;
  const current = new FileStat();
  if (ctx.fs.stat(folder, name, current) < 0) return error;
  return despiteLock(ctx, { folder, name, current, source: current }, error, again);
}

/** Unlocks an extra folder that is to be emptied; likewise. */
export function liftExtra(ctx: CopyContext, handle: number, current: FileStat): void {
  const { flags, fs, options } = ctx;
  if (flags === null || options.required.flags !== true) return;
  if (flags.locks(current) === 0) return;
  const setter = { setAttributes: (from: FileStat) => fs.setAttributes(handle, from) };
  trySetFlags(ctx, { setter, current }, current.attributes & ~flags.locking);
}
