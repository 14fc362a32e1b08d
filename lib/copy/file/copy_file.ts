// Copies one file whole: bytes, then metadata, then the name. Until the last step nothing stands
// under the final name but what stood there before.

import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { STOPPED } from "../bytes/answers.ts";
import { fallsThrough } from "../bytes/fall_through.ts";
import type { CopyContext } from "../context.ts";
import { renameDespiteAcl } from "../metadata/despite_acl.ts";
import { keepAttributes, settingByHandle } from "../metadata/metadata.ts";
import { syncHandle } from "../sync.ts";
import { inWritableFolder } from "../writable_folder.ts";
import { copyByName, goesByName } from "./by_name.ts";
import { cloneToName, giveUpClone, isCloned } from "./clone.ts";
import { dress, isLocked } from "./dress.ts";
import type { FileToCopy } from "./file_to_copy.ts";
import { fill, isRight } from "./fill.ts";
import { TargetFile } from "./target_file.ts";

const target = new TargetFile();

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
      (target.mustGoByName && copyWhole(ctx, file));
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
  const opened = inWritableFolder(
    ctx,
    place,
    () => target.open(ctx, place, targetName, createMode, stat.size, existing),
  );
  if (opened < 0) {
    ctx.fail(place, targetName, "target", "create", target.failedCall, opened);
    return false;
  }
  return finish(ctx, file, fill(ctx, file, target), createMode);
}

/** After the bytes: what belongs to them, then the name. Whether the file stands there whole. */
function finish(
  ctx: CopyContext,
  file: FileToCopy,
  isFilled: boolean,
  createMode: number,
): boolean {
  const { place, targetName } = file;
  const whole = isFilled && dress(ctx, file, target, createMode) &&
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
  return finish(ctx, file, isRight(ctx, file, target), ctx.keeping.mode(stat, null) & 0o777);
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
  return finish(ctx, file, isRight(ctx, file, target), file.stat.permissions & 0o777);
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
