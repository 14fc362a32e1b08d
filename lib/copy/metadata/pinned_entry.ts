// Sets metadata of an entry in a folder that others can write to: a handle pins the entry, which is checked first, so
// that nobody can redirect the change to another entry by swapping names.

import { EOPNOTSUPP } from "../../../ffi/errno.ts";
import { type CString, cString, type FileStat } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import { targetOf } from "../../entry/subject.ts";
import type { CopyContext } from "../context.ts";
import { syncHandle } from "../target/sync.ts";
import { type MetadataSetter, settingByHandle, settingByName } from "./setter.ts";

/** The name of a pinned handle's own entry. */
const ITSELF = cString("");

/**
 * Pins a target entry that must not be opened, checks it and calls `apply`.
 *
 * @param at the name that it has by now
 * @param isExpected true if the pinned entry, in `checkStat`, is the expected one
 * @returns false if that failed, which was reported
 */
export function withPinned(
  ctx: CopyContext,
  entry: Entry,
  isExpected: (stat: FileStat) => boolean,
  apply: (setter: MetadataSetter) => void,
  at: CString = entry.targetName,
): boolean {
  const { fs, checkStat } = ctx;
  const { pair } = entry;
  const pin = fs.pin(pair.target, at);
  const canPin = pin !== -EOPNOTSUPP;
  const error = !canPin
    ? fs.stat(pair.target, at, checkStat)
    : pin < 0
    ? pin
    : fs.statHandle(pin, checkStat);
  const isMeant = isStillMeant(ctx, entry, error, isExpected);
  if (isMeant) {
    apply(canPin ? settingByName(ctx, pin, ITSELF) : settingByName(ctx, pair.target, at));
  }
  if (pin >= 0) fs.close(pin);
  return isMeant;
}

/** The same for an open entry; closes `handle`. */
export function withOpened(
  ctx: CopyContext,
  entry: Entry,
  handle: number,
  isExpected: (stat: FileStat) => boolean,
  apply: (setter: MetadataSetter) => void,
): boolean {
  const { fs, checkStat } = ctx;
  const isMeant = isStillMeant(ctx, entry, fs.statHandle(handle, checkStat), isExpected);
  if (isMeant) {
    apply(settingByHandle(ctx, handle));
    syncHandle(ctx, entry.pair, entry.targetName, handle);
  }
  fs.close(handle);
  return isMeant;
}

/** True if `checkStat` was read and is the expected entry; otherwise that is reported. */
function isStillMeant(
  ctx: CopyContext,
  { pair, targetName: name }: Entry,
  error: number,
  isExpected: (stat: FileStat) => boolean,
): boolean {
  if (error < 0) ctx.fail(targetOf(pair, name), "read metadata of", "statx", error);
  else if (isExpected(ctx.checkStat)) return true;
  else {
    const message = "The entry was swapped for another one";
    ctx.failWith(targetOf(pair, name), "update", "TARGET_CHANGED", message);
  }
  return false;
}
