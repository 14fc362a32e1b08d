// The bytes of a new file, and whether they may be kept: the source must hold still meanwhile, and
// `--verify` reads both sides again.

import type { FileStat } from "../../../ffi/mod.ts";
import { GOES_BY_NAME, STOPPED } from "../bytes/answers.ts";
import type { CopyContext } from "../context.ts";
import type { FileToCopy } from "./file_to_copy.ts";
import { moveResuming } from "./resume.ts";
import type { TargetFile } from "./target_file.ts";
import { verifyCopy } from "./verify.ts";

/** Moves the bytes into the open target. Whether they are to be kept. */
export function fill(ctx: CopyContext, file: FileToCopy, target: TargetFile): boolean {
  const { place, targetName, source, stat } = file;
  const reader = target.present > 0 ? target.reader(ctx, place, targetName) : -1;
  if (!prepare(ctx, file, target, reader >= 0)) return false;
  const { handle, present } = target, targetDev = place.targetStat.dev;
  const moved = reader < 0
    ? ctx.mover.move(source, handle, stat, targetDev)
    : moveResuming(ctx, { source, stat, target: handle, reader, targetDev, present });
  return isFilled(ctx, file, target, moved);
}

/** Gets the target ready for the bytes; false when that failed, which was reported. */
export function prepare(
  ctx: CopyContext,
  { place, targetName, stat }: FileToCopy,
  target: TargetFile,
  keepsBytes: boolean,
): boolean {
  const { fs, options } = ctx;
  // A hole or a shorter source must not let old bytes show through.
  const startsOver = !keepsBytes && (target.hadContents || target.present > 0);
  const truncated = startsOver ? fs.truncate(target.handle, 0) : 0;
  if (truncated < 0) {
    ctx.fail(place, targetName, "target", "truncate", "ftruncate", truncated);
    return false;
  }
  if (fs.can.attributes && (stat.storage !== 0 || options.sparse === "always")) {
    fs.prepare(target.handle, stat, options.sparse === "always");
  }
  return true;
}

/**
 * Reports bytes that could not be moved, and looks at those that were.
 *
 * @param moved what the mover answered
 * @returns whether they are to be kept
 */
export function isFilled(
  ctx: CopyContext,
  file: FileToCopy,
  target: TargetFile,
  moved: number,
): boolean {
  target.mustGoByName = moved === GOES_BY_NAME;
  if (moved === STOPPED || target.mustGoByName) return false;
  if (moved >= 0) return isRight(ctx, file, target);
  reportUnmoved(ctx, file, moved);
  return false;
}

/** Reports bytes that could not be moved. */
export function reportUnmoved(
  ctx: CopyContext,
  { place, name, targetName }: Pick<FileToCopy, "place" | "name" | "targetName">,
  error: number,
): void {
  const { transfer: { failedCall, refusals } } = ctx;
  const [side, at] = failedCall === "read"
    ? ["source", name] as const
    : ["target", targetName] as const;
  const tried = refusals.length > 0 ? ` (tried ${refusals.join(", ")})` : "";
  ctx.fail(place, at, side, "copy", failedCall, error, tried);
}

/**
 * Reports a source that did not hold still, and verifies the copy of one that did if that is asked for.
 *
 * @returns whether the copy is to be kept
 */
export function isRight(ctx: CopyContext, file: FileToCopy, target: TargetFile): boolean {
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
