// Setting metadata of an entry that stands in a folder to which others can write: it is held by a
// handle and looked at first, so that nobody can have it set on another entry by swapping names.

import { EOPNOTSUPP } from "../../../ffi/errno.ts";
import { type CString, cString, type FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { syncHandle } from "../target/sync.ts";
import { type MetadataSetter, settingByHandle, settingByName } from "./metadata.ts";
import { targetOf } from "../../entry/subject.ts";

/** The name of a pinned handle's own entry. */
const ITSELF = cString("");

/**
 * Pins down an entry that must not be opened, so that whoever can write to the folder cannot have its
 * metadata set on another one, and sets what `apply` sets.
 *
 * @param isExpected whether what is there, in `checkStat`, is what was meant
 * @returns false when that failed, which was reported
 */
export function withPinned(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  isExpected: (stat: FileStat) => boolean,
  apply: (setter: MetadataSetter) => void,
): boolean {
  const { fs, checkStat } = ctx;
  const pin = fs.pin(pair.target, name);
  const canPin = pin !== -EOPNOTSUPP;
  const error = !canPin
    ? fs.stat(pair.target, name, checkStat)
    : pin < 0
    ? pin
    : fs.statHandle(pin, checkStat);
  const isMeant = isStillMeant(ctx, pair, name, error, isExpected);
  if (isMeant) {
    apply(canPin ? settingByName(ctx, pin, ITSELF) : settingByName(ctx, pair.target, name));
  }
  if (pin >= 0) fs.close(pin);
  return isMeant;
}

/** The same for an entry that is open; `handle` is closed. */
export function withOpened(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  handle: number,
  isExpected: (stat: FileStat) => boolean,
  apply: (setter: MetadataSetter) => void,
): boolean {
  const { fs, checkStat } = ctx;
  const isMeant = isStillMeant(ctx, pair, name, fs.statHandle(handle, checkStat), isExpected);
  if (isMeant) {
    apply(settingByHandle(ctx, handle));
    syncHandle(ctx, pair, name, handle);
  }
  fs.close(handle);
  return isMeant;
}

/** Whether `checkStat` was read without an error and is what was meant; else that is reported. */
function isStillMeant(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
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
