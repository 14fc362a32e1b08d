// Moves the bytes of a new file and checks them: the source must not change meanwhile, and `--verify` reads both sides
// again.

import type { Entry } from "../../entry/entry.ts";
import { copyOf, sourceOf, targetOf } from "../../entry/subject.ts";
import { STOPPED, UNSUPPORTED, USE_COPY_BY_NAME } from "../bytes/answers.ts";
import { fallsThrough } from "../bytes/fall_through.ts";
import type { CopyContext } from "../context.ts";
import { CHANGE, changeOf, handleChange } from "./changed_source.ts";
import { readerOfTarget } from "./open_target.ts";
import { COPY } from "./outcome.ts";
import { moveResuming } from "./resume.ts";
import { VERIFIED, verifyCopy } from "./verify.ts";

/** Moves the bytes into the open target; one of COPY. */
export function fill(ctx: CopyContext, entry: Entry): number {
  const { mover, targetFile } = ctx;
  const reader = targetFile.present > 0 ? readerOfTarget(ctx, entry) : -1;
  if (!prepare(ctx, entry, reader >= 0)) return COPY.failed;
  const moved = reader < 0
    ? mover.move(entry.sourceHandle, targetFile.handle, entry.source, entry.pair.targetStat.dev)
    : moveResuming(ctx, entry, reader);
  return outcomeOfMove(ctx, entry, moved);
}

/** Prepares the target for the bytes; false if that failed, which was reported. */
export function prepare(ctx: CopyContext, entry: Entry, keepsBytes: boolean): boolean {
  const { fs, options, targetFile } = ctx;
  const { source } = entry;
  // A partial file that cannot be read is emptied. A file that is written in place is never shortened before its new
  // bytes are there: it may be the source itself, by another path.
  const startsOver = !keepsBytes && targetFile.present > 0 && !targetFile.hadContents;
  if (startsOver && !setSize(ctx, entry, 0)) return false;
  ctx.transfer.oldBytes = startsOver ? 0 : targetFile.present || targetFile.oldBytes;
  const hasEarlyFlags = ctx.flags !== null && (source.attributes & ctx.flags.early) !== 0;
  const isStored = fs.can.attributes && (source.storage !== 0 || options.sparse === "always");
  if (isStored || hasEarlyFlags) {
    fs.prepare(targetFile.handle, source, options.sparse === "always");
  }
  return true;
}

/**
 * Reports bytes that could not be moved, and checks the source after those that were.
 *
 * @param moved the mover's answer
 * @returns one of COPY
 */
export function outcomeOfMove(ctx: CopyContext, entry: Entry, moved: number): number {
  if (moved === USE_COPY_BY_NAME) return COPY.goByName;
  if (moved === STOPPED) return COPY.failed;
  if (moved >= 0) return truncateTarget(ctx, entry) ? outcomeOfRead(ctx, entry) : COPY.failed;
  reportUnmoved(ctx, entry, moved);
  return COPY.failed;
}

/** Cuts off old bytes after the new end; false if that failed, which was reported. */
function truncateTarget(ctx: CopyContext, entry: Entry): boolean {
  const { oldBytes } = ctx.targetFile;
  if (oldBytes === 0) return true;
  const size = sizeOfCopy(ctx, entry);
  return oldBytes <= size || setSize(ctx, entry, size);
}

/** The size of the copy. */
function sizeOfCopy({ fs, transfer, openedStat }: CopyContext, { sourceHandle, source }: Entry) {
  if (source.size === 0) return transfer.endsAt;
  if (!transfer.endedEarly) return source.size;
  // Another thread may have met the end.
  const now = fs.statHandle(sourceHandle, openedStat) === 0 ? openedStat.size : source.size;
  return Math.min(transfer.endsAt, now, source.size);
}

function setSize(ctx: CopyContext, { pair, targetName }: Entry, size: number): boolean {
  const error = ctx.fs.truncate(ctx.targetFile.handle, size);
  if (error < 0) ctx.fail(targetOf(pair, targetName), "truncate", "ftruncate", error);
  return error === 0;
}

/** Reports bytes that could not be moved. */
export function reportUnmoved(
  ctx: CopyContext,
  entry: Entry,
  error: number,
): void {
  const { failedCall } = ctx.transfer;
  const subject = failedCall === "read" ? sourceOf(entry.pair, entry.name) : copyOf(entry);
  ctx.fail(subject, "copy", failedCall, error, whatWasTried(ctx, error));
}

/** What other methods have answered, for a message. It does not explain a full disk. */
function whatWasTried({ transfer: { refusals } }: CopyContext, error: number): string {
  if (!fallsThrough(error)) return "";
  if (refusals.length > 0) return `; tried ${refusals.join(", ")}`;
  return error === UNSUPPORTED ? "; tried for an earlier file" : "";
}

/** Checks that the source did not change, then verifies the copy if that is asked for; one of COPY. */
export function outcomeOfRead(ctx: CopyContext, entry: Entry): number {
  const { pair, name, sourceHandle, source } = entry;
  let change = changeOf(ctx, sourceHandle, source);
  if (change < 0) {
    ctx.fail(sourceOf(pair, name), "read metadata of", "statx", change);
    return COPY.failed;
  }
  if (change === CHANGE.touched && entry.isSecondCopy) change = CHANGE.none;
  if (change === CHANGE.none && ctx.options.verify) {
    switch (verifyCopy(ctx, entry)) {
      case VERIFIED.same:
        return COPY.whole;
      case VERIFIED.wrong:
        return COPY.wrong;
    }
    change = CHANGE.contents;
  }
  return change === CHANGE.none ? COPY.whole : handleChange(ctx, entry, change);
}
