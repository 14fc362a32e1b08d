// The steps of copying one file, for those who copy in one go and for who pauses in between. Until the last
// step nothing stands under the final name but what stood there before.

import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { APPEND_ONLY, isAppendOnly } from "../target/append_only.ts";
import type { CopyContext } from "../context.ts";
import { renameDespiteAcl } from "../metadata/despite_acl.ts";
import { despiteLock, type LockedEntry } from "../metadata/set_flags.ts";
import { syncHandle } from "../target/sync.ts";
import { inWritableFolder } from "../target/writable_folder.ts";
import { applyFileMetadata, isLocked, lock } from "./file_metadata.ts";
import type { Entry } from "../../entry/entry.ts";
import { target } from "./target_file.ts";
import { targetOf } from "../../entry/subject.ts";

export function countFound({ count }: CopyContext, { source }: Entry): void {
  count[COUNTER.filesFound]++;
  count[COUNTER.bytesFound] += source.size;
}

export function countCopied(ctx: CopyContext, entry: Entry, copied: boolean): void {
  const { count } = ctx;
  if (!copied) {
    if (isStopping(ctx.control)) return;
    count[target.isDiscarded ? COUNTER.filesSettled : COUNTER.filesFailed]++;
    return;
  }
  count[entry.replaces ? COUNTER.filesReplaced : COUNTER.filesCopied]++;
  if (ctx.transfer.method !== null) count[COUNTER[ctx.transfer.method]]++;
  entry.pair.touched = true;
}

/** Opens what the bytes are to go into; false when that failed, which was reported. */
export function openTarget(ctx: CopyContext, entry: Entry, createMode: number): boolean {
  const { pair, targetName, source, replaces, replaced } = entry;
  const open = () => target.open(ctx, pair, targetName, createMode, source.size, replaced);
  // With --inplace what is locked cannot be opened; it is locked again when it is done.
  const locked = lockedOf(entry, true);
  const opened = despiteLock(ctx, locked, inWritableFolder(ctx, pair, open), open);
  if (opened < 0) {
    const detail = isAppendOnly(ctx.fs, pair.targetStat) ? APPEND_ONLY : "";
    const op = replaces ? "replace" : "create";
    ctx.fail(targetOf(pair, targetName), op, target.failedCall, opened, detail);
  }
  return opened >= 0;
}

/** After the bytes: what belongs to them, then the name. Whether the file stands there whole. */
export function finish(
  ctx: CopyContext,
  entry: Entry,
  isFilled: boolean,
  createMode: number,
): boolean {
  const { pair, targetName } = entry;
  const whole = isFilled && applyFileMetadata(ctx, entry, target, createMode) &&
    !ctx.willRetry &&
    syncHandle(ctx, pair, targetName, target.handle) && install(ctx, entry);
  if ((whole || target.hadContents) && !target.mustCopyAgain && isLocked(ctx, entry.source)) {
    lock(ctx, entry, target.handle);
  }
  const closed = target.close(ctx, pair, targetName, whole);
  if (whole && closed < 0) ctx.fail(targetOf(pair, targetName), "close", "close", closed);
  return whole && closed === 0;
}

/** What a file replaces, for where it is locked. */
function lockedOf(
  { pair, targetName: name, replaces, target: current, source }: Entry,
  staysOpen = false,
): LockedEntry | null {
  return replaces ? { folder: pair.target, name, current, source, staysOpen } : null;
}

/** Gives the whole file its final name. */
function install(ctx: CopyContext, entry: Entry): boolean {
  const { pair, targetName, replaces } = entry;
  let error = target.finish(ctx, pair, targetName, replaces);
  if (error < 0) {
    const again = () => target.finish(ctx, pair, targetName, replaces);
    error = renameDespiteAcl(ctx, pair, targetName, target.handle, error, again);
    error = despiteLock(ctx, lockedOf(entry), error, again);
  }
  if (error < 0 && !target.mustStartOver) {
    ctx.fail(targetOf(pair, targetName), replaces ? "replace" : "create", target.failedCall, error);
  }
  return error === 0;
}
