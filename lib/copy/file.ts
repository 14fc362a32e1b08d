// Copies one file whole: bytes, then metadata, then the name. Until the last step nothing stands
// under the final name but what stood there before.

import type { CString, FileStat } from "../../ffi/mod.ts";
import { isStopping } from "../shared/control.ts";
import { COUNTER } from "../shared/counters.ts";
import type { CopyContext } from "./context.ts";
import { STOPPED } from "./data_mover.ts";
import {
  applyMetadata,
  applyXattrs,
  noteLosses,
  readSourceXattrs,
  settingByHandle,
} from "./metadata.ts";
import type { Place } from "./place.ts";
import { syncHandle } from "./sync.ts";
import { inWritableFolder, TargetFile } from "./target_file.ts";
import { verifyCopy } from "./verify.ts";

const target = new TargetFile();

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
  const copied = copyOnce(ctx, file) || (target.mustStartOver && copyOnce(ctx, file));
  if (!copied) {
    if (!isStopping(ctx.control)) count[COUNTER.filesFailed]++;
    return false;
  }
  count[file.existing === null ? COUNTER.filesCopied : COUNTER.filesReplaced]++;
  if (ctx.mover.method !== null) count[COUNTER[ctx.mover.method]]++;
  file.place.touched = true;
  return true;
}

function copyOnce(ctx: CopyContext, file: FileToCopy): boolean {
  const { place, targetName, stat, existing } = file;
  const createMode = ctx.keeping.mode(stat, existing?.isFile ? existing : null) & 0o777;
  const opened = inWritableFolder(
    ctx,
    place,
    () => target.open(ctx, place, targetName, createMode, existing),
  );
  if (opened < 0) {
    ctx.fail(place, targetName, "target", "create", target.failedCall, opened);
    return false;
  }
  const whole = fill(ctx, file) && dress(ctx, file, createMode) &&
    !ctx.willTryAgain &&
    syncHandle(ctx, place, targetName, target.handle) && install(ctx, file);
  const closed = target.close(ctx, place, targetName, whole);
  if (whole && closed < 0) ctx.fail(place, targetName, "target", "close", "close", closed);
  return whole && closed === 0;
}

/** Moves the bytes, looks whether the source held still meanwhile, and verifies if that is asked for. */
function fill(ctx: CopyContext, { place, name, targetName, source, stat }: FileToCopy): boolean {
  const { fs, mover } = ctx;
  // A hole or a shorter source must not let old bytes show through.
  const truncated = target.hadContents ? fs.truncate(target.handle, 0) : 0;
  if (truncated < 0) {
    ctx.fail(place, targetName, "target", "truncate", "ftruncate", truncated);
    return false;
  }
  const moved = mover.move(source, target.handle, stat, place.targetStat.dev);
  if (moved === STOPPED) return false;
  if (moved < 0) {
    const [side, at] = mover.failedCall === "read"
      ? ["source", name] as const
      : ["target", targetName] as const;
    const tried = mover.refusals.length > 0 ? ` (tried ${mover.refusals.join(", ")})` : "";
    ctx.fail(place, at, side, "copy", mover.failedCall, moved, tried);
    return false;
  }
  if (!heldStill(ctx, source, stat)) {
    // The copy is kept, with the old mtime, so that the next run sees a difference and copies again.
    const message = "The file changed while it was being copied";
    ctx.failWith(place, name, "source", "copy", null, "SOURCE_CHANGED", message);
    return true;
  }
  if (!ctx.options.verify) return true;
  const { handle, hadContents: isInPlace } = target;
  return verifyCopy(ctx, { place, name, targetName, source, stat, target: handle, isInPlace });
}

function heldStill({ fs, mover, checkStat }: CopyContext, source: number, stat: FileStat): boolean {
  return fs.statHandle(source, checkStat) === 0 && checkStat.hasSameSize(stat) &&
    checkStat.hasSameMtime(stat) &&
    // The size of a file that occupies nothing is only the most that it may have (sysfs).
    (!mover.endedEarly || stat.allocatedBytes === 0);
}

/** Owner, attributes, mode and times of the new file, with as few calls as give exactly that. */
function dress(
  ctx: CopyContext,
  { place, name, targetName, source, stat, result }: FileToCopy,
  createMode: number,
): boolean {
  const { fs, keeping, xattrPolicy } = ctx;
  const { handle } = target;
  const xattrBytes = xattrPolicy.any ? fs.xattrListSize(source) : 0;
  if (xattrBytes < 0) {
    ctx.fail(place, name, "source", "list extended attributes of", "flistxattr", xattrBytes);
  }
  if (!place.learned) learn(ctx, place, handle, createMode);
  const asCreated = !target.hadContents && xattrBytes === 0 && !place.inherits &&
    keeping.survivesUmask(createMode) && keeping.mode(stat, null) === createMode &&
    keeping.uid(stat, place.newFileUid) === place.newFileUid &&
    keeping.gid(stat, place.newFileGid) === place.newFileGid;
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
    const needsXattrs = xattrPolicy.any && (xattrBytes > 0 || place.inherits || target.hadContents);
    const wanted = needsXattrs
      ? readSourceXattrs(ctx, place, name, settingByHandle(ctx, source).xattrs)
      : null;
    if (!needsXattrs && place.inherits) {
      applyXattrs(ctx, place, targetName, setter.xattrs, new Map(), true);
    }
    applyMetadata(ctx, place, targetName, setter, stat, ctx.checkStat, wanted);
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
  if (target.hadContents || fs.statHandle(handle, checkStat) < 0) return;
  place.learned = true;
  place.newFileUid = checkStat.uid;
  place.newFileGid = checkStat.gid;
  const asAsked = (checkStat.permissions | fs.identity.umask & createMode) === createMode;
  place.inherits = !asAsked || fs.xattrListSize(handle) !== 0;
}

/** Gives the whole file its final name. */
function install(ctx: CopyContext, { place, targetName, existing }: FileToCopy): boolean {
  const replaces = existing !== null;
  const error = target.finish(ctx, place, targetName, replaces);
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
