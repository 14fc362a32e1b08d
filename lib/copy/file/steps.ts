// The steps of copying one file, shared by copying in one go and with pauses. Until the last step the final name has
// what it had before.

import { EEXIST } from "../../../ffi/errno.ts";
import type { Entry } from "../../entry/entry.ts";
import { targetOf } from "../../entry/subject.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { CopyContext } from "../context.ts";
import { renameDespiteAcl } from "../metadata/despite_acl.ts";
import { despiteLock, type LockedEntry } from "../metadata/set_flags.ts";
import { APPEND_ONLY, isAppendOnly } from "../target/append_only.ts";
import { dropTargetCache } from "../target/drop_cache.ts";
import { syncHandle } from "../target/sync.ts";
import { inWritableFolder } from "../target/writable_folder.ts";
import { applyFileMetadata, isLocked, lock } from "./file_metadata.ts";
import { closeTargetFile, commitTargetFile, openTargetFile } from "./open_target.ts";
import { COPY, isDelivered } from "./outcome.ts";
import { UNNAMEABLE } from "./target_kinds/target_kind.ts";

/** Begins to count what becomes of a file. */
export function beginCounting(ctx: CopyContext): void {
  ctx.transfer.mark();
  ctx.lastWasTold = false;
}

export function countFound({ count }: CopyContext, { source }: Entry): void {
  count[COUNTER.filesFound]++;
  count[COUNTER.bytesFound] += source.size;
}

/** @param outcome one of COPY */
export function countCopied(ctx: CopyContext, entry: Entry, outcome: number): void {
  const { count } = ctx;
  if (!isDelivered(outcome)) {
    ctx.transfer.takeBack();
    if (outcome !== COPY.discarded) ctx.countFailedFile();
    else if (!isStopping(ctx.control)) count[COUNTER.filesWithoutCopy]++;
    return;
  }
  count[entry.replaces ? COUNTER.filesReplaced : COUNTER.filesCopied]++;
  if (ctx.transfer.method !== null) count[COUNTER[ctx.transfer.method]]++;
  entry.pair.touched = true;
}

/** Opens the target file; false if that failed, which was reported. */
export function openTarget(ctx: CopyContext, entry: Entry, createMode: number): boolean {
  const { pair, targetName, replaces } = entry;
  const open = () => openTargetFile(ctx, entry, createMode);
  // With --inplace a locked file cannot be opened; it is locked again when it is done.
  const locked = lockedOf(entry, true);
  const opened = despiteLock(ctx, locked, inWritableFolder(ctx, pair, open), open);
  if (opened < 0) {
    const detail = isAppendOnly(ctx.fs, pair.targetStat) ? APPEND_ONLY : "";
    const op = replaces ? "replace" : "create";
    ctx.fail(targetOf(pair, targetName), op, ctx.targetFile.failedCall, opened, detail);
  }
  return opened >= 0;
}

/**
 * Finishes a file that has its bytes: metadata, then the name.
 *
 * @param filled what became of the bytes; one of COPY
 * @returns what becomes of the file; one of COPY
 */
export function finish(
  ctx: CopyContext,
  entry: Entry,
  filled: number,
  createMode: number,
): number {
  const { targetFile } = ctx;
  const outcome = isDelivered(filled) ? complete(ctx, entry, filled, createMode) : filled;
  const mayBeLocked = isDelivered(outcome) ||
    (targetFile.hadContents && outcome !== COPY.copyAgain);
  if (mayBeLocked && isLocked(ctx, entry.source)) lock(ctx, entry);
  const closed = closeTargetFile(ctx, entry, outcome);
  if (closed === 0 || !isDelivered(outcome)) return outcome;
  ctx.fail(targetOf(entry.pair, entry.targetName), "close", "close", closed);
  return COPY.failed;
}

/** Gives a file that has its bytes its metadata and its name. */
function complete(ctx: CopyContext, entry: Entry, filled: number, createMode: number): number {
  const isComplete = applyFileMetadata(ctx, entry, filled, createMode) && !ctx.willRetry &&
    syncHandle(ctx, entry.pair, entry.targetName, ctx.targetFile.handle) &&
    dropTargetCache(ctx, entry);
  return isComplete ? install(ctx, entry, filled) : COPY.failed;
}

/** The target entry that is replaced, for the case that it is locked. */
function lockedOf(
  { pair, targetName: name, replaces, target: current, source }: Entry,
  staysOpen = false,
): LockedEntry | null {
  return replaces ? { folder: pair.target, name, current, source, staysOpen } : null;
}

/** Gives the complete file its final name. */
function install(ctx: CopyContext, entry: Entry, filled: number): number {
  const { pair, targetName, replaces } = entry;
  const { targetFile } = ctx;
  let error = commitTargetFile(ctx, entry);
  if (error === UNNAMEABLE) return COPY.startOver;
  if (error < 0) {
    const again = () => commitTargetFile(ctx, entry);
    error = renameDespiteAcl(ctx, targetOf(pair, targetName), targetFile.handle, error, again);
    error = despiteLock(ctx, lockedOf(entry), error, again);
  }
  if (error === 0) return filled;
  const op = replaces ? "replace" : "create";
  ctx.fail(targetOf(pair, targetName), op, targetFile.failedCall, error);
  return error === -EEXIST ? COPY.wrong : COPY.failed;
}
