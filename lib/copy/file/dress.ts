// Owner, attributes, mode and times of a new file, with as few calls as give exactly that: most files
// are right as they were created and want only their times.

import { type CString, FileStat, WORD } from "../../../ffi/mod.ts";
import { isStopping } from "../../shared/control.ts";
import type { CopyContext } from "../context.ts";
import {
  applyMetadata,
  noteLosses,
  readSourceXattrs,
  settingByHandle,
} from "../metadata/metadata.ts";
import { withAclOf } from "../metadata/kept_acl.ts";
import { handsDownAcl, modeOfExisting } from "../metadata/new_mode.ts";
import { isFarTime } from "../metadata/kept.ts";
import type { Flags } from "../metadata/flags.ts";
import { labelsOf } from "../metadata/kept_labels.ts";
import { setFlags } from "../metadata/set_flags.ts";
import type { Xattrs } from "../metadata/xattrs.ts";
import type { Place } from "../place.ts";
import { setTimesOfTorn } from "./changed_source.ts";
import type { FileToCopy } from "./file_to_copy.ts";
import { modeInTheEnd } from "./mode.ts";
import { takeAsModel } from "./model.ts";
import type { TargetFile } from "./target_file.ts";

/** Scratch: what a new file is like. */
const newFile = new FileStat();

/**
 * Gives the open target what belongs to the file beside its bytes.
 *
 * @param createMode the mode that it was created with
 * @returns whether it may have its name
 */
export function dress(
  ctx: CopyContext,
  file: FileToCopy,
  target: TargetFile,
  createMode: number,
): boolean {
  const { place, name, targetName, xattrBytes, result } = file;
  if (ctx.keepsStreams && !target.isCopied) keepStreams(ctx, file, target);
  if (xattrBytes < 0) {
    ctx.fail(place, name, "source", "list extended attributes of", "flistxattr", xattrBytes);
  }
  const kept = ctx.kept.learn(place);
  if (!place.learned && !target.isCopied) learn(ctx, place, target, createMode);
  const mode = modeInTheEnd(ctx, file);
  const labels = target.isUsed ? null : labelsOf(ctx, place, targetName, file.existing);
  const needsNoLook = !target.isUsed && labels === null && xattrBytes === 0 && !kept.isLossy &&
    !isFarTime(file.stat);
  if (needsNoLook && isRightAsCreated(ctx, file, mode)) {
    if (mode !== createMode) setMode(ctx, file, target, mode); // the first one of its folder
    takeAsModel(ctx, file);
    setTimes(ctx, file, target);
  } else if (!setAll(ctx, file, target, { mode, labels })) return false;
  if (target.isTorn) markTorn(ctx, file, target);
  if (result !== null && !lookAt(ctx, place, targetName, target.handle, result)) return false;
  return !isStopping(ctx.control); // a disk that is full for an attribute leaves no file without it
}

/** Whether a file has flags with which it cannot be renamed: it gets them when it has its name. */
export function isLocked({ flags }: CopyContext, stat: FileStat): boolean {
  return flags !== null && flags.locks(stat) !== 0;
}

/** Locks a file that was dressed and has its name. */
export function lock(
  ctx: CopyContext,
  { place, targetName, stat }: FileToCopy,
  handle: number,
): void {
  const { checkStat, flags } = ctx;
  if (!lookAt(ctx, place, targetName, handle, checkStat)) return;
  const setter = settingByHandle(ctx, handle);
  const wanted = flags!.wanted(stat, checkStat);
  if (wanted === checkStat.attributes) return;
  setFlags(ctx, { place, name: targetName, setter, current: checkStat }, wanted);
}

function markTorn(
  ctx: CopyContext,
  { place, targetName, stat }: FileToCopy,
  { handle }: TargetFile,
): void {
  const error = setTimesOfTorn(ctx, stat, handle);
  if (error < 0) ctx.fail(place, targetName, "target", "set times of", "futimens", error);
}

function keepStreams(
  ctx: CopyContext,
  { place, targetName, source }: FileToCopy,
  { handle }: TargetFile,
): void {
  const error = ctx.fs.copyStreams(source, handle);
  if (error < 0) ctx.fail(place, targetName, "target", "keep streams of", "NtWriteFile", error);
}

/** Looks at the first file made in a folder: the others get the same owner and the same surprises. */
function learn(ctx: CopyContext, place: Place, target: TargetFile, createMode: number): void {
  const { fs, checkStat } = ctx;
  const { handle } = target;
  if (target.isUsed || fs.statHandle(handle, checkStat) < 0) return;
  place.learned = true;
  place.newFileUid = checkStat.uid;
  place.newFileGid = checkStat.gid;
  place.newFileAttributes = checkStat.attributes;
  place.newFileAttributesMask = checkStat.attributesMask;
  const asAsked = (checkStat.permissions | fs.identity.umask & createMode) === createMode;
  // What an ACL takes from the mode does not show in a file that was made with less.
  place.inherits = !asAsked || (ctx.xattrPolicy.any && fs.xattrListSize(handle) !== 0) ||
    handsDownAcl(ctx, place);
}

/** Whether owner, attributes and, when it is set, the mode are what a new file in this folder has. */
function isRightAsCreated(
  { keeping, flags, options }: CopyContext,
  { place, stat, existing }: FileToCopy,
  mode: number,
): boolean {
  return !place.inherits && (existing === null || options.keep.perms) &&
    keeping.survivesUmask(mode) &&
    keeping.uid(stat, place.newFileUid) === place.newFileUid &&
    keeping.gid(stat, place.newFileGid) === place.newFileGid &&
    (flags === null || hasFlagsAsCreated(flags, place, stat));
}

/** Whether a file has the flags of a new file in this folder and no others, not even some that must be told of. */
function hasFlagsAsCreated(flags: Flags, place: Place, stat: FileStat): boolean {
  newFile.words[WORD.attributes] = place.newFileAttributes;
  newFile.words[WORD.attributesMask] = place.newFileAttributesMask;
  return flags.differing(stat, newFile) === 0 &&
    flags.unsupported(stat, place.newFileAttributesMask) === 0 && flags.outOfReach(stat) === 0;
}

function setMode(
  ctx: CopyContext,
  { place, targetName }: FileToCopy,
  { handle }: TargetFile,
  mode: number,
): void {
  const error = ctx.fs.setMode(handle, mode);
  if (error < 0) ctx.fail(place, targetName, "target", "keep mode of", "fchmod", error);
}

function setTimes(
  ctx: CopyContext,
  { place, targetName, stat }: FileToCopy,
  { handle }: TargetFile,
): void {
  const { fs, keeping, options } = ctx;
  if (options.keep.times) {
    const error = fs.setTimes(handle, stat);
    if (error < 0) ctx.fail(place, targetName, "target", "keep times of", "futimens", error);
  }
  if (keeping.losesOwner(stat) || keeping.losesSpecialBits(stat)) {
    noteLosses(ctx, place, targetName, stat);
  }
}

/** Compares everything and sets what differs; false where the target cannot be looked at. */
function setAll(
  ctx: CopyContext,
  file: FileToCopy,
  target: TargetFile,
  { mode, labels }: { readonly mode: number; readonly labels: Xattrs | null },
): boolean {
  const { fs, xattrPolicy } = ctx;
  const { place, name, targetName, source, stat, xattrBytes } = file;
  const { handle } = target;
  noteLosses(ctx, place, targetName, stat);
  const setter = settingByHandle(ctx, handle);
  if (!lookAt(ctx, place, targetName, handle, ctx.checkStat)) return false;
  // A clone gets the ACL that its folder hands down, beside what it was cloned from.
  const mayHaveSome = place.inherits || target.isUsed ||
    (target.isCopied && ctx.clonesToName && fs.xattrListSize(handle) !== 0);
  const needsXattrs = xattrPolicy.any && (xattrBytes > 0 || mayHaveSome);
  const own = needsXattrs
    ? readSourceXattrs(ctx, place, name, settingByHandle(ctx, source).xattrs)
    : null;
  const wanted = labels === null ? own : new Map([...labels, ...own ?? []]);
  const existing = file.existing?.isFile && !ctx.options.keep.perms ? file.existing : null;
  const locksLater = isLocked(ctx, stat) && isLockable(ctx, stat);
  const unlocked = locksLater ? withoutLocks(ctx, stat) : stat;
  applyMetadata(ctx, place, targetName, setter, {
    source: unlocked,
    current: ctx.checkStat,
    mode: existing === null ? mode : modeOfExisting(ctx, stat, existing, ctx.checkStat),
    xattrs: existing === null || target.hadContents
      ? wanted
      : withAclOf(ctx, place, targetName, setter.xattrs, wanted),
  });
  return true;
}

/** Reads the new file's metadata; false when that failed, which was reported. */
function lookAt(
  ctx: CopyContext,
  place: Place,
  targetName: CString,
  handle: number,
  stat: FileStat,
): boolean {
  const error = ctx.fs.statHandle(handle, stat);
  if (error < 0) ctx.fail(place, targetName, "target", "read metadata of", "statx", error);
  return error === 0;
}

/** Whether the target in `checkStat` can be locked as a file is; else it loses that, which is told. */
function isLockable({ flags, checkStat }: CopyContext, stat: FileStat): boolean {
  return (flags!.locks(stat) & checkStat.attributesMask) !== 0;
}

function withoutLocks({ flags, unlockedStat }: CopyContext, stat: FileStat): FileStat {
  unlockedStat.copyFrom(stat);
  unlockedStat.words[WORD.attributes] = stat.attributes & ~flags!.locking;
  return unlockedStat;
}
