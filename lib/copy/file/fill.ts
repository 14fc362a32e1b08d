// The bytes of a new file, and whether they may be kept: the source must hold still meanwhile, and
// `--verify` reads both sides again.

import { GOES_BY_NAME, STOPPED } from "../bytes/answers.ts";
import type { CopyContext } from "../context.ts";
import { CHANGE, changeOf, handleChange } from "./changed_source.ts";
import type { FileToCopy } from "./file_to_copy.ts";
import { moveResuming } from "./resume.ts";
import type { TargetFile } from "./target_file.ts";
import { VERIFIED, verifyCopy } from "./verify.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";

/** Moves the bytes into the open target. Whether they are to be kept. */
export function fill(ctx: CopyContext, file: FileToCopy, target: TargetFile): boolean {
  const { pair, targetName, source, stat } = file;
  const reader = target.present > 0 ? target.reader(ctx, pair, targetName) : -1;
  if (!prepare(ctx, file, target, reader >= 0)) return false;
  const { handle, present } = target, targetDev = pair.targetStat.dev;
  const moved = reader < 0
    ? ctx.mover.move(source, handle, stat, targetDev)
    : moveResuming(ctx, { source, stat, target: handle, reader, targetDev, present });
  return isFilled(ctx, file, target, moved);
}

/** Gets the target ready for the bytes; false when that failed, which was reported. */
export function prepare(
  ctx: CopyContext,
  file: FileToCopy,
  target: TargetFile,
  keepsBytes: boolean,
): boolean {
  const { fs, options } = ctx;
  const { stat } = file;
  // Of a partial file that cannot be read nothing is kept. What is written in place is never shortened
  // before its new bytes are there: by another way it may be the source.
  const startsOver = !keepsBytes && target.present > 0 && !target.hadContents;
  if (startsOver && !setSize(ctx, file, target, 0)) return false;
  ctx.transfer.oldBytes = startsOver ? 0 : target.present || target.oldBytes;
  const hasEarlyFlags = ctx.flags !== null && (stat.attributes & ctx.flags.early) !== 0;
  const isStored = fs.can.attributes && (stat.storage !== 0 || options.sparse === "always");
  if (isStored || hasEarlyFlags) {
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
  if (moved >= 0) return endTarget(ctx, file, target) && isRight(ctx, file, target);
  reportUnmoved(ctx, file, moved);
  return false;
}

/** Takes away what stands behind the new bytes; false when that failed, which was reported. */
function endTarget(ctx: CopyContext, file: FileToCopy, target: TargetFile): boolean {
  if (target.oldBytes === 0) return true;
  const size = sizeOfCopy(ctx, file);
  return target.oldBytes <= size || setSize(ctx, file, target, size);
}

/** Bytes that were moved, from the first on. */
function sizeOfCopy({ fs, transfer, openedStat }: CopyContext, { source, stat }: FileToCopy) {
  if (stat.size === 0) return transfer.endsAt;
  if (!transfer.endedEarly) return stat.size;
  // Another thread may have met the end.
  const now = fs.statHandle(source, openedStat) === 0 ? openedStat.size : stat.size;
  return Math.min(transfer.endsAt, now, stat.size);
}

function setSize(
  ctx: CopyContext,
  { pair, targetName }: FileToCopy,
  target: TargetFile,
  size: number,
): boolean {
  const error = ctx.fs.truncate(target.handle, size);
  if (error < 0) ctx.fail(targetOf(pair, targetName), "truncate", "ftruncate", error);
  return error === 0;
}

/** Reports bytes that could not be moved. */
export function reportUnmoved(
  ctx: CopyContext,
  { pair, name, targetName }: Pick<FileToCopy, "pair" | "name" | "targetName">,
  error: number,
): void {
  const { transfer: { failedCall, refusals } } = ctx;
  const [side, at] = failedCall === "read"
    ? ["source", name] as const
    : ["target", targetName] as const;
  const tried = refusals.length > 0 ? ` (tried ${refusals.join(", ")})` : "";
  ctx.fail({ pair: pair, name: at, side: side }, "copy", failedCall, error, tried);
}

/**
 * Looks whether the source held still, and verifies the copy of one that did if that is asked for.
 *
 * @returns whether the copy is to be kept
 */
export function isRight(ctx: CopyContext, file: FileToCopy, target: TargetFile): boolean {
  const { pair, name, source, stat } = file;
  let change = changeOf(ctx, source, stat);
  if (change < 0) {
    ctx.fail(sourceOf(pair, name), "read metadata of", "statx", change);
    return false;
  }
  if (change === CHANGE.touched && file.isAgain) change = CHANGE.none;
  if (change === CHANGE.none && ctx.options.verify) {
    const verified = verifyCopy(ctx, file, target);
    target.isWrong = verified === VERIFIED.wrong;
    if (verified !== VERIFIED.changed) return verified === VERIFIED.same;
    change = CHANGE.contents;
  }
  return change === CHANGE.none || handleChange(ctx, file, target, change);
}
