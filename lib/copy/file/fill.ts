// The bytes of a new file, and whether they may be kept: the source must hold still meanwhile, and
// `--verify` reads both sides again.

import { GOES_BY_NAME, STOPPED } from "../bytes/answers.ts";
import type { CopyContext } from "../context.ts";
import { CHANGE, changeOf, settleChange } from "./changed_source.ts";
import type { FileToCopy } from "./file_to_copy.ts";
import { moveResuming } from "./resume.ts";
import type { TargetFile } from "./target_file.ts";
import { VERIFIED, verifyCopy } from "./verify.ts";

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
 * Looks whether the source held still, and verifies the copy of one that did if that is asked for.
 *
 * @returns whether the copy is to be kept
 */
export function isRight(ctx: CopyContext, file: FileToCopy, target: TargetFile): boolean {
  const { place, name, source, stat } = file;
  let change = changeOf(ctx, source, stat);
  if (change < 0) {
    ctx.fail(place, name, "source", "read metadata of", "statx", change);
    return false;
  }
  if (change === CHANGE.touched && file.isAgain) change = CHANGE.none;
  if (change === CHANGE.none && ctx.options.verify) {
    const verified = verifyCopy(ctx, file, target);
    target.isWrong = verified === VERIFIED.wrong;
    if (verified !== VERIFIED.changed) return verified === VERIFIED.same;
    change = CHANGE.contents;
  }
  return change === CHANGE.none || settleChange(ctx, file, target, change);
}
