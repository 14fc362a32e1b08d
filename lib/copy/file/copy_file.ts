// Copies one file whole: bytes, then metadata, then the name. Until the last step nothing stands
// under the final name but what stood there before.

import { type CString, type FileStat, WORD } from "../../../ffi/mod.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { GOES_BY_NAME, STOPPED } from "../bytes/answers.ts";
import { fallsThrough } from "../bytes/fall_through.ts";
import type { CopyContext } from "../context.ts";
import { renameDespiteAcl } from "../metadata/despite_acl.ts";
import {
  applyMetadata,
  applyXattrs,
  keepAttributes,
  noteLosses,
  readSourceXattrs,
  settingByHandle,
} from "../metadata/metadata.ts";
import type { Place } from "../place.ts";
import { syncHandle } from "../sync.ts";
import { copyByName, goesByName } from "./by_name.ts";
import { cloneToName, giveUpClone, isCloned } from "./clone.ts";
import { moveResuming } from "./resume.ts";
import { inWritableFolder, TargetFile } from "./target_file.ts";
import { verifyCopy } from "./verify.ts";

const target = new TargetFile();
/** The last file was left unmoved, because the next method takes names. */
let isLeftToSystem = false;

/** What is copied, and where to. */
export interface FileToCopy {
  readonly place: Place;
  readonly name: CString;
  readonly targetName: CString;
  /** Handle of the source. */
  readonly source: number;
  /** Of the source, taken from that handle. */
  readonly stat: FileStat;
  /** What the target's name is taken by and is to be replaced, or null. */
  readonly existing: FileStat | null;
  /** Filled with the new file's metadata where a hard link to it may be needed, else null. */
  readonly result: FileStat | null;
}

/** Copies an open source file to its name in the target folder. Whether it now stands there whole. */
export function copyFile(ctx: CopyContext, file: FileToCopy): boolean {
  const { count } = ctx;
  count[COUNTER.filesFound]++;
  count[COUNTER.bytesFound] += file.stat.size;
  const copied = ctx.clonesToName && isCloned(ctx, file)
    ? copyCloned(ctx, file)
    : ctx.copiesByName && goesByName(ctx, file)
    ? copyWhole(ctx, file)
    : copyOnce(ctx, file) || (target.mustStartOver && copyOnce(ctx, file)) ||
      (isLeftToSystem && copyWhole(ctx, file));
  if (!copied) {
    if (!isStopping(ctx.control)) count[COUNTER.filesFailed]++;
    return false;
  }
  count[file.existing === null ? COUNTER.filesCopied : COUNTER.filesReplaced]++;
  if (ctx.transfer.method !== null) count[COUNTER[ctx.transfer.method]]++;
  file.place.touched = true;
  return true;
}

function copyOnce(ctx: CopyContext, file: FileToCopy): boolean {
  const { place, targetName, stat, existing } = file;
  const createMode = ctx.keeping.mode(stat, existing?.isFile ? existing : null) & 0o777;
  isLeftToSystem = false;
  const opened = inWritableFolder(
    ctx,
    place,
    () => target.open(ctx, place, targetName, createMode, stat.size, existing),
  );
  if (opened < 0) {
    ctx.fail(place, targetName, "target", "create", target.failedCall, opened);
    return false;
  }
  return finish(ctx, file, fill(ctx, file), createMode);
}

/** After the bytes: what belongs to them, then the name. Whether the file stands there whole. */
function finish(
  ctx: CopyContext,
  file: FileToCopy,
  isFilled: boolean,
  createMode: number,
): boolean {
  const { place, targetName } = file;
  const whole = isFilled && dress(ctx, file, createMode) &&
    !ctx.willTryAgain &&
    syncHandle(ctx, place, targetName, target.handle) && install(ctx, file);
  if (whole && isLocked(ctx, file.stat)) {
    keepAttributes(ctx, place, targetName, settingByHandle(ctx, target.handle), file.stat);
  }
  const closed = target.close(ctx, place, targetName, whole);
  if (whole && closed < 0) ctx.fail(place, targetName, "target", "close", "close", closed);
  return whole && closed === 0;
}

/** Leaves the copy to the system, or goes the other way where it cannot. */
function copyWhole(ctx: CopyContext, file: FileToCopy): boolean {
  const { place, targetName, stat } = file;
  const error = copyByName(ctx, file, target);
  if (error === STOPPED) return false;
  if (error < 0 && fallsThrough(error)) return copyOnce(ctx, file);
  if (error < 0) {
    ctx.fail(place, targetName, "target", "copy", target.failedCall, error);
    return false;
  }
  return finish(ctx, file, isRight(ctx, file), ctx.keeping.mode(stat, null) & 0o777);
}

/** Has a clone make the file, or copies it where it cannot be cloned. */
function copyCloned(ctx: CopyContext, file: FileToCopy): boolean {
  const error = cloneToName(ctx, file, target);
  if (error < 0 && target.failedCall === "clonefile" && giveUpClone(ctx, error)) {
    return copyOnce(ctx, file);
  }
  if (error < 0) {
    ctx.fail(file.place, file.targetName, "target", "copy", target.failedCall, error);
    return false;
  }
  return finish(ctx, file, isRight(ctx, file), file.stat.permissions & 0o777);
}

/** Moves the bytes, looks whether the source held still meanwhile, and verifies if that is asked for. */
function fill(ctx: CopyContext, file: FileToCopy): boolean {
  const { fs, mover, transfer, options } = ctx;
  const { place, name, targetName, source, stat } = file;
  const reader = target.present > 0 ? target.reader(ctx, place, targetName) : -1;
  // A hole or a shorter source must not let old bytes show through.
  const startsOver = reader < 0 && (target.hadContents || target.present > 0);
  const truncated = startsOver ? fs.truncate(target.handle, 0) : 0;
  if (truncated < 0) {
    ctx.fail(place, targetName, "target", "truncate", "ftruncate", truncated);
    return false;
  }
  if (fs.can.attributes && (stat.storage !== 0 || options.sparse === "always")) {
    fs.prepare(target.handle, stat, options.sparse === "always");
  }
  const { handle, present } = target, targetDev = place.targetStat.dev;
  const moved = reader < 0
    ? mover.move(source, handle, stat, targetDev)
    : moveResuming(ctx, { source, stat, target: handle, reader, targetDev, present });
  isLeftToSystem = moved === GOES_BY_NAME;
  if (moved === STOPPED || isLeftToSystem) return false;
  if (moved < 0) {
    const [side, at] = transfer.failedCall === "read"
      ? ["source", name] as const
      : ["target", targetName] as const;
    const tried = transfer.refusals.length > 0 ? ` (tried ${transfer.refusals.join(", ")})` : "";
    ctx.fail(place, at, side, "copy", transfer.failedCall, moved, tried);
    return false;
  }
  return isRight(ctx, file);
}

/** Reports a source that did not hold still, and verifies the copy of one that did if that is asked for. Whether the copy is to be kept. */
function isRight(ctx: CopyContext, file: FileToCopy): boolean {
  const { place, name, targetName, source, stat } = file;
  if (!heldStill(ctx, source, stat)) {
    // A part of a file that has its size still is no version of it. Else the copy is kept, with the old
    // mtime, so that the next run sees a difference and copies again.
    const isCut = ctx.transfer.endedEarly && ctx.checkStat.hasSameSize(stat);
    const message = isCut
      ? "The file ended before its size"
      : "The file changed while it was being copied";
    ctx.failWith(place, name, "source", "copy", null, "SOURCE_CHANGED", message);
    return !isCut;
  }
  if (!ctx.options.verify) return true;
  target.isWrong = !verifyCopy(ctx, { place, name, targetName, source, stat }, target);
  return !target.isWrong;
}

function heldStill(
  { fs, transfer, checkStat }: CopyContext,
  source: number,
  stat: FileStat,
): boolean {
  return fs.statHandle(source, checkStat) === 0 && checkStat.hasSameSize(stat) &&
    checkStat.hasSameMtime(stat) &&
    // The size of a file that occupies nothing is only the most that it may have (sysfs).
    (!transfer.endedEarly || stat.allocatedBytes === 0);
}

/** Owner, attributes, mode and times of the new file, with as few calls as give exactly that. */
function dress(
  ctx: CopyContext,
  { place, name, targetName, source, stat, result }: FileToCopy,
  createMode: number,
): boolean {
  const { fs, keeping, xattrPolicy } = ctx;
  const { handle } = target;
  if (ctx.keepsStreams && !target.isCopied) {
    const error = fs.copyStreams(source, handle);
    if (error < 0) {
      ctx.fail(place, targetName, "target", "keep streams of", "NtWriteFile", error);
    }
  }
  const xattrBytes = xattrPolicy.any ? fs.xattrListSize(source) : 0;
  if (xattrBytes < 0) {
    ctx.fail(place, name, "source", "list extended attributes of", "flistxattr", xattrBytes);
  }
  if (!place.learned && !target.isCopied) learn(ctx, place, handle, createMode);
  const asCreated = !target.isUsed && xattrBytes === 0 && !place.inherits &&
    keeping.survivesUmask(createMode) && keeping.mode(stat, null) === createMode &&
    keeping.uid(stat, place.newFileUid) === place.newFileUid &&
    keeping.gid(stat, place.newFileGid) === place.newFileGid &&
    (!ctx.keepsAttributes || stat.attributes === place.newFileAttributes);
  if (asCreated) {
    if (ctx.options.keep.times) {
      const error = fs.setTimes(handle, stat);
      if (error < 0) ctx.fail(place, targetName, "target", "keep times of", "futimens", error);
    }
    if (keeping.losesOwner(stat) || keeping.losesSpecialBits(stat)) {
      noteLosses(ctx, place, targetName, stat);
    }
  } else {
    noteLosses(ctx, place, targetName, stat);
    const setter = settingByHandle(ctx, handle);
    if (!lookAt(ctx, place, targetName, handle, ctx.checkStat)) return false;
    // A clone gets the ACL that its folder hands down, beside what it was cloned from.
    const mayHaveSome = place.inherits || target.isUsed ||
      (target.isCopied && ctx.clonesToName && fs.xattrListSize(handle) !== 0);
    const needsXattrs = xattrPolicy.any && (xattrBytes > 0 || mayHaveSome);
    const wanted = needsXattrs
      ? readSourceXattrs(ctx, place, name, settingByHandle(ctx, source).xattrs)
      : null;
    if (!needsXattrs && place.inherits) {
      applyXattrs(ctx, place, targetName, setter.xattrs, new Map(), true);
    }
    const unlocked = isLocked(ctx, stat) ? withoutLocks(ctx, stat) : stat;
    applyMetadata(ctx, place, targetName, setter, unlocked, ctx.checkStat, wanted);
  }
  if (result !== null && !lookAt(ctx, place, targetName, handle, result)) return false;
  return !isStopping(ctx.control); // a disk that is full for an attribute leaves no file without it
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

/** Looks at the first file made in a folder: the others get the same owner and the same surprises. */
function learn(ctx: CopyContext, place: Place, handle: number, createMode: number): void {
  const { fs, checkStat } = ctx;
  if (target.isUsed || fs.statHandle(handle, checkStat) < 0) return;
  place.learned = true;
  place.newFileUid = checkStat.uid;
  place.newFileGid = checkStat.gid;
  place.newFileAttributes = checkStat.attributes;
  const asAsked = (checkStat.permissions | fs.identity.umask & createMode) === createMode;
  place.inherits = !asAsked || (ctx.xattrPolicy.any && fs.xattrListSize(handle) !== 0);
}

/** Whether a file has flags with which it cannot be renamed: it gets them when it has its name. */
function isLocked({ fs, keepsAttributes }: CopyContext, stat: FileStat): boolean {
  return keepsAttributes && (stat.attributes & fs.can.lockingAttributes) !== 0;
}

function withoutLocks({ fs, unlockedStat }: CopyContext, stat: FileStat): FileStat {
  unlockedStat.copyFrom(stat);
  unlockedStat.words[WORD.attributes] = stat.attributes & ~fs.can.lockingAttributes;
  return unlockedStat;
}

/** Gives the whole file its final name. */
function install(ctx: CopyContext, { place, targetName, existing }: FileToCopy): boolean {
  const replaces = existing !== null;
  let error = target.finish(ctx, place, targetName, replaces);
  if (error < 0) {
    const again = () => target.finish(ctx, place, targetName, replaces);
    error = renameDespiteAcl(ctx, place, targetName, target.handle, error, again);
  }
  if (error < 0 && !target.mustStartOver) {
    ctx.fail(
      place,
      targetName,
      "target",
      replaces ? "replace" : "create",
      target.failedCall,
      error,
    );
  }
  return error === 0;
}
