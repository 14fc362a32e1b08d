// The bytes of a new file, and whether they may be kept: the source must hold still meanwhile, and
// `--verify` reads both sides again.

import { GOES_BY_NAME, STOPPED } from "../bytes/answers.ts";
import type { CopyContext } from "../context.ts";
import { CHANGE, changeOf, handleChange } from "./changed_source.ts";
import type { Entry } from "../../entry/entry.ts";
import { moveResuming } from "./resume.ts";
import type { TargetFile } from "./target_file.ts";
import { VERIFIED, verifyCopy } from "./verify.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";

/** Moves the bytes into the open target. Whether they are to be kept. */
export function fill(ctx: CopyContext, entry: Entry, target: TargetFile): boolean {
  const { pair, targetName, source } = entry;
  const reader = target.present > 0 ? target.reader(ctx, pair, targetName) : -1;
  if (!prepare(ctx, entry, target, reader >= 0)) return false;
  const { handle, present } = target, targetDev = pair.targetStat.dev;
  const moved = reader < 0
    ? ctx.mover.move(entry.handle, handle, source, targetDev)
    : moveResuming(ctx, {
      source: entry.handle,
      stat: source,
      target: handle,
      reader,
      targetDev,
      present,
    });
  return isFilled(ctx, entry, target, moved);
}

/** Gets the target ready for the bytes; false when that failed, which was reported. */
export function prepare(
  ctx: CopyContext,
  entry: Entry,
  target: TargetFile,
  keepsBytes: boolean,
): boolean {
  const { fs, options } = ctx;
  const { source } = entry;
  // Of a partial file that cannot be read nothing is kept. What is written in place is never shortened
  // before its new bytes are there: by another way it may be the source.
  const startsOver = !keepsBytes && target.present > 0 && !target.hadContents;
  if (startsOver && !setSize(ctx, entry, target, 0)) return false;
  ctx.transfer.oldBytes = startsOver ? 0 : target.present || target.oldBytes;
  const hasEarlyFlags = ctx.flags !== null && (source.attributes & ctx.flags.early) !== 0;
  const isStored = fs.can.attributes && (source.storage !== 0 || options.sparse === "always");
  if (isStored || hasEarlyFlags) {
    fs.prepare(target.handle, source, options.sparse === "always");
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
  entry: Entry,
  target: TargetFile,
  moved: number,
): boolean {
  target.mustGoByName = moved === GOES_BY_NAME;
  if (moved === STOPPED || target.mustGoByName) return false;
  if (moved >= 0) return endTarget(ctx, entry, target) && isRight(ctx, entry, target);
  reportUnmoved(ctx, entry, moved);
  return false;
}

/** Takes away what stands behind the new bytes; false when that failed, which was reported. */
function endTarget(ctx: CopyContext, entry: Entry, target: TargetFile): boolean {
  if (target.oldBytes === 0) return true;
  const size = sizeOfCopy(ctx, entry);
  return target.oldBytes <= size || setSize(ctx, entry, target, size);
}

/** Bytes that were moved, from the first on. */
function sizeOfCopy({ fs, transfer, openedStat }: CopyContext, { handle, source }: Entry) {
  if (source.size === 0) return transfer.endsAt;
  if (!transfer.endedEarly) return source.size;
  // Another thread may have met the end.
  const now = fs.statHandle(handle, openedStat) === 0 ? openedStat.size : source.size;
  return Math.min(transfer.endsAt, now, source.size);
}

function setSize(
  ctx: CopyContext,
  { pair, targetName }: Entry,
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
  { pair, name, targetName }: Entry,
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
export function isRight(ctx: CopyContext, entry: Entry, target: TargetFile): boolean {
  const { pair, name, handle, source } = entry;
  let change = changeOf(ctx, handle, source);
  if (change < 0) {
    ctx.fail(sourceOf(pair, name), "read metadata of", "statx", change);
    return false;
  }
  if (change === CHANGE.touched && entry.isAgain) change = CHANGE.none;
  if (change === CHANGE.none && ctx.options.verify) {
    const verified = verifyCopy(ctx, entry, target);
    target.isWrong = verified === VERIFIED.wrong;
    if (verified !== VERIFIED.changed) return verified === VERIFIED.same;
    change = CHANGE.contents;
  }
  return change === CHANGE.none || handleChange(ctx, entry, target, change);
}
