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
import { inWritableFolder, TargetFile } from "./target_file.ts";

const target = new TargetFile();

/**
 * Copies an open source file to `targetName` in the place's target folder.
 *
 * @param source handle of the source
 * @param stat of the source, taken from that handle
 * @param existing the target file that is replaced, or null
 * @param result filled with the new file's metadata where a hard link to it may be needed
 * @returns whether the file now stands there whole
 */
export function copyFile(
  ctx: CopyContext,
  place: Place,
  name: CString,
  targetName: CString,
  source: number,
  stat: FileStat,
  existing: FileStat | null,
  result: FileStat | null,
): boolean {
  const { count } = ctx;
  count[COUNTER.filesFound]++;
  count[COUNTER.bytesFound] += stat.size;
  let copied = copyInto(ctx, place, name, targetName, source, stat, existing, result);
  if (!copied && target.mustStartOver) {
    copied = copyInto(ctx, place, name, targetName, source, stat, existing, result);
  }
  if (!copied) {
    if (!isStopping(ctx.control)) count[COUNTER.filesFailed]++;
    return false;
  }
  count[existing === null ? COUNTER.filesCopied : COUNTER.filesReplaced]++;
  if (ctx.mover.method !== null) count[COUNTER[ctx.mover.method]]++;
  place.touched = true;
  return true;
}

function copyInto(
  ctx: CopyContext,
  place: Place,
  name: CString,
  targetName: CString,
  source: number,
  stat: FileStat,
  existing: FileStat | null,
  result: FileStat | null,
): boolean {
  const replaces = existing !== null;
  const wantedMode = ctx.keeping.mode(stat, existing?.isFile ? existing : null);
  const createMode = wantedMode & 0o777;
  const opened = inWritableFolder(
    ctx,
    place,
    () => target.open(ctx, place, targetName, createMode, existing),
  );
  if (opened < 0) {
    ctx.fail(place, targetName, "target", "create", target.failedCall, opened);
    return false;
  }
  const whole = fill(ctx, place, name, targetName, source, stat) &&
    dress(ctx, place, name, targetName, source, stat, createMode, result) &&
    install(ctx, place, targetName, replaces);
  const closed = target.close(ctx, place, targetName, whole);
  if (whole && closed < 0) ctx.fail(place, targetName, "target", "close", "close", closed);
  return whole && closed === 0;
}

/** Moves the bytes and looks whether the source held still meanwhile. */
function fill(
  ctx: CopyContext,
  place: Place,
  name: CString,
  targetName: CString,
  source: number,
  stat: FileStat,
): boolean {
  const { fs, mover, checkStat } = ctx;
  // A hole or a shorter source must not let old bytes show through.
  if (target.hadContents) {
    const error = fs.truncate(target.handle, 0);
    if (error < 0) {
      ctx.fail(place, targetName, "target", "truncate", "ftruncate", error);
      return false;
    }
  }
  const moved = mover.move(source, target.handle, stat, place.targetStat.dev);
  if (moved < 0) {
    if (moved === STOPPED) return false;
    const side = mover.failedCall === "read" ? "source" : "target";
    const tried = mover.refusals.length > 0 ? ` (tried ${mover.refusals.join(", ")})` : "";
    ctx.fail(
      place,
      side === "source" ? name : targetName,
      side,
      "copy",
      mover.failedCall,
      moved,
      tried,
    );
    return false;
  }
  if (
    fs.statHandle(source, checkStat) === 0 && checkStat.hasSameSize(stat) &&
    checkStat.hasSameMtime(stat) && (!mover.endedEarly || stat.allocatedBytes === 0)
  ) {
    // The size of a file that occupies nothing is only the most that it may have (sysfs).
    return true;
  }
  // The copy is kept, with the old mtime, so that the next run sees a difference and copies again.
  ctx.failWith(
    place,
    name,
    "source",
    "copy",
    null,
    "SOURCE_CHANGED",
    "The file changed while it was being copied",
  );
  return true;
}

/** Owner, attributes, mode and times of the new file, with as few calls as give exactly that. */
function dress(
  ctx: CopyContext,
  place: Place,
  name: CString,
  targetName: CString,
  source: number,
  stat: FileStat,
  createMode: number,
  result: FileStat | null,
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
    fs.statHandle(handle, ctx.checkStat);
    const needsXattrs = xattrPolicy.any && (xattrBytes > 0 || place.inherits || target.hadContents);
    const wanted = needsXattrs
      ? readSourceXattrs(ctx, place, name, settingByHandle(ctx, source).xattrs)
      : null;
    if (!needsXattrs && place.inherits) {
      applyXattrs(ctx, place, targetName, setter.xattrs, new Map(), true);
    }
    applyMetadata(ctx, place, targetName, setter, stat, ctx.checkStat, wanted);
  }
  if (result !== null) fs.statHandle(handle, result);
  return !isStopping(ctx.control); // a disk that is full for an attribute leaves no file without it
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

function install(ctx: CopyContext, place: Place, targetName: CString, replaces: boolean): boolean {
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
