// Owner, attributes, mode and times of a new file, in as few calls as possible: most files are right as created and
// need only their times.

import { FileStat, WORD } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";
import { isFarTime } from "../../preserve/device_limits.ts";
import type { FlagPolicy } from "../../preserve/flag_policy.ts";
import { isStopping } from "../../shared/control.ts";
import type { CopyContext } from "../context.ts";
import { withAclOf } from "../metadata/existing_acl.ts";
import { labelsOf } from "../metadata/existing_labels.ts";
import {
  applyMetadata,
  noteLosses,
  readSourceXattrs,
  settingByHandle,
} from "../metadata/metadata.ts";
import { handsDownAcl, modeOfExisting } from "../metadata/new_mode.ts";
import { setFlags } from "../metadata/set_flags.ts";
import type { Xattrs } from "../metadata/xattrs.ts";
import { setTimesOfTorn } from "./changed_source.ts";
import { modeInTheEnd } from "./mode.ts";
import { COPY } from "./outcome.ts";
import { rememberTemplate } from "./template.ts";

/** Scratch: metadata of a new file. */
const newFile = new FileStat();

/**
 * Gives the open target all metadata of the file.
 *
 * @param filled what became of the bytes; one of COPY
 * @param createMode the mode that it was created with
 * @returns whether it may get its name
 */
export function applyFileMetadata(
  ctx: CopyContext,
  entry: Entry,
  filled: number,
  createMode: number,
): boolean {
  const { targetFile } = ctx;
  const { pair, name, targetName, source, xattrListBytes, isClaimed, finished } = entry;
  if (ctx.keepsStreams && !targetFile.isMadeBySystem) keepStreams(ctx, entry);
  if (xattrListBytes < 0) {
    ctx.fail(sourceOf(pair, name), "list extended attributes of", "flistxattr", xattrListBytes);
  }
  const kept = ctx.limits.learn(pair);
  if (!pair.learned && !targetFile.isMadeBySystem) learn(ctx, pair, createMode);
  const mode = modeInTheEnd(ctx, entry);
  const labels = targetFile.isUsed ? null : labelsOf(ctx, pair, targetName, entry.replaced);
  const needsNoLook = !targetFile.isUsed && labels === null && xattrListBytes === 0 &&
    !kept.isLossy &&
    !isFarTime(source);
  if (needsNoLook && isRightAsCreated(ctx, entry, mode)) {
    if (mode !== createMode) setMode(ctx, entry, mode); // the first one of its folder
    rememberTemplate(ctx, entry, mode);
    setTimes(ctx, entry);
  } else if (!setAll(ctx, entry, mode, labels)) return false;
  if (filled === COPY.torn) markTorn(ctx, entry);
  if (isClaimed && !lookAt(ctx, entry, finished)) return false;
  return !isStopping(ctx.control); // a disk that is full for an attribute leaves no file without it
}

/** True if a file has flags with which it cannot be renamed: it gets them after its name. */
export function isLocked({ flags }: CopyContext, stat: FileStat): boolean {
  return flags !== null && flags.locks(stat) !== 0;
}

/** Locks a file that has its metadata and its name. */
export function lock(ctx: CopyContext, entry: Entry): void {
  const { checkStat, flags } = ctx;
  const { pair, targetName, source } = entry;
  if (!lookAt(ctx, entry, checkStat)) return;
  const setter = settingByHandle(ctx, ctx.targetFile.handle);
  const wanted = flags!.wanted(source, checkStat);
  if (wanted === checkStat.attributes) return;
  setFlags(ctx, { pair, name: targetName, setter, current: checkStat }, wanted);
}

function markTorn(ctx: CopyContext, { pair, targetName, source }: Entry): void {
  const error = setTimesOfTorn(ctx, source, ctx.targetFile.handle);
  if (error < 0) ctx.fail(targetOf(pair, targetName), "set times of", "futimens", error);
}

function keepStreams(ctx: CopyContext, { pair, targetName, sourceHandle }: Entry): void {
  const error = ctx.fs.copyStreams(sourceHandle, ctx.targetFile.handle);
  if (error < 0) ctx.fail(targetOf(pair, targetName), "keep streams of", "NtWriteFile", error);
}

/** Learns from the first file made in a folder what owner, attributes and ACL new files get there. */
function learn(ctx: CopyContext, pair: FolderPair, createMode: number): void {
  const { fs, checkStat, targetFile, targetFile: { handle } } = ctx;
  if (targetFile.isUsed || fs.statHandle(handle, checkStat) < 0) return;
  pair.learned = true;
  pair.newFileUid = checkStat.uid;
  pair.newFileGid = checkStat.gid;
  pair.newFileAttributes = checkStat.attributes;
  pair.newFileAttributesMask = checkStat.attributesMask;
  const asAsked = (checkStat.permissions | fs.identity.umask & createMode) === createMode;
  // An ACL that restricts the mode does not show in a file that was made with a stricter one.
  pair.inherits = !asAsked || (ctx.xattrPolicy.any && fs.xattrListSize(handle) !== 0) ||
    handsDownAcl(ctx, pair);
}

/** True if owner, attributes and, once set, the mode are those of a new file in this folder. */
function isRightAsCreated(
  { policy, flags, options }: CopyContext,
  { pair, source, replaces }: Entry,
  mode: number,
): boolean {
  return !pair.inherits && (!replaces || options.keep.perms) &&
    policy.survivesUmask(mode) &&
    policy.uid(source, pair.newFileUid) === pair.newFileUid &&
    policy.gid(source, pair.newFileGid) === pair.newFileGid &&
    (flags === null || hasFlagsAsCreated(flags, pair, source));
}

/** True if a file has exactly the flags of a new file in this folder, and none whose loss is to be reported. */
function hasFlagsAsCreated(flags: FlagPolicy, pair: FolderPair, stat: FileStat): boolean {
  newFile.words[WORD.attributes] = pair.newFileAttributes;
  newFile.words[WORD.attributesMask] = pair.newFileAttributesMask;
  return flags.differing(stat, newFile) === 0 &&
    flags.unsupported(stat, pair.newFileAttributesMask) === 0 && flags.outOfReach(stat) === 0;
}

function setMode(ctx: CopyContext, { pair, targetName }: Entry, mode: number): void {
  const error = ctx.fs.setMode(ctx.targetFile.handle, mode);
  if (error < 0) ctx.fail(targetOf(pair, targetName), "keep mode of", "fchmod", error);
}

function setTimes(ctx: CopyContext, { pair, targetName, source }: Entry): void {
  const { fs, policy, options, targetFile: { handle } } = ctx;
  if (options.keep.times) {
    const error = fs.setTimes(handle, source);
    if (error < 0) ctx.fail(targetOf(pair, targetName), "keep times of", "futimens", error);
  }
  if (policy.loses(source)) noteLosses(ctx, pair, targetName, source);
}

/** Compares all metadata and sets those that differ; false if the target's cannot be read. */
function setAll(
  ctx: CopyContext,
  entry: Entry,
  mode: number,
  labels: Xattrs | null,
): boolean {
  const { fs, xattrPolicy, targetFile, targetFile: { handle } } = ctx;
  const { pair, name, targetName, source, xattrListBytes } = entry;
  noteLosses(ctx, pair, targetName, source);
  const setter = settingByHandle(ctx, handle);
  if (!lookAt(ctx, entry, ctx.checkStat)) return false;
  // A clone also gets the ACL that its folder hands down.
  const mayHaveSome = pair.inherits || targetFile.isUsed ||
    (targetFile.isMadeBySystem && ctx.clonesToName && fs.xattrListSize(handle) !== 0);
  const needsXattrs = xattrPolicy.any && (xattrListBytes > 0 || mayHaveSome);
  const own = needsXattrs
    ? readSourceXattrs(ctx, pair, name, source, settingByHandle(ctx, entry.sourceHandle).xattrs)
    : null;
  const wanted = labels === null ? own : new Map([...labels, ...own ?? []]);
  const keepsMode = entry.replaces && entry.target.isFile && !ctx.options.keep.perms;
  const locksLater = isLocked(ctx, source) && isLockable(ctx, source);
  const unlocked = locksLater ? withoutLocks(ctx, source) : source;
  applyMetadata(ctx, pair, targetName, setter, {
    source: unlocked,
    current: ctx.checkStat,
    mode: keepsMode ? modeOfExisting(ctx, source, entry.target, ctx.checkStat) : mode,
    xattrs: keepsMode && !targetFile.hadContents
      ? withAclOf(ctx, pair, targetName, setter.xattrs, wanted)
      : wanted,
  });
  return true;
}

/** Reads the new file's metadata; false if that failed, which was reported. */
function lookAt(ctx: CopyContext, { pair, targetName }: Entry, stat: FileStat): boolean {
  const error = ctx.fs.statHandle(ctx.targetFile.handle, stat);
  if (error < 0) ctx.fail(targetOf(pair, targetName), "read metadata of", "statx", error);
  return error === 0;
}

/** True if the target in `checkStat` can have the source's locks; otherwise their loss is reported. */
function isLockable({ flags, checkStat }: CopyContext, stat: FileStat): boolean {
  return (flags!.locks(stat) & checkStat.attributesMask) !== 0;
}

function withoutLocks({ flags, unlockedStat }: CopyContext, stat: FileStat): FileStat {
  unlockedStat.copyFrom(stat);
  unlockedStat.words[WORD.attributes] = stat.attributes & ~flags!.locking;
  return unlockedStat;
}
