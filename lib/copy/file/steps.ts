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
import type { FileToCopy } from "./file_to_copy.ts";
import { target } from "./target_file.ts";
import { targetOf } from "../../entry/subject.ts";

export function countFound({ count }: CopyContext, { stat }: Pick<FileToCopy, "stat">): void {
  count[COUNTER.filesFound]++;
  count[COUNTER.bytesFound] += stat.size;
}

export function countCopied(
  ctx: CopyContext,
  file: Pick<FileToCopy, "pair" | "existing">,
  copied: boolean,
): void {
  const { count } = ctx;
  if (!copied) {
    if (isStopping(ctx.control)) return;
    count[target.isDiscarded ? COUNTER.filesSettled : COUNTER.filesFailed]++;
    return;
  }
  count[file.existing === null ? COUNTER.filesCopied : COUNTER.filesReplaced]++;
  if (ctx.transfer.method !== null) count[COUNTER[ctx.transfer.method]]++;
  file.pair.touched = true;
}

/** Opens what the bytes are to go into; false when that failed, which was reported. */
export function openTarget(ctx: CopyContext, file: FileToCopy, createMode: number): boolean {
  const { pair, targetName, stat, existing } = file;
  const open = () => target.open(ctx, pair, targetName, createMode, stat.size, existing);
  // With --inplace what is locked cannot be opened; it is locked again when it is done.
  const locked = lockedOf(file, true);
  const opened = despiteLock(ctx, locked, inWritableFolder(ctx, pair, open), open);
  if (opened < 0) {
    const detail = isAppendOnly(ctx.fs, pair.targetStat) ? APPEND_ONLY : "";
    const op = existing === null ? "create" : "replace";
    ctx.fail(targetOf(pair, targetName), op, target.failedCall, opened, detail);
  }
  return opened >= 0;
}

/** After the bytes: what belongs to them, then the name. Whether the file stands there whole. */
export function finish(
  ctx: CopyContext,
  file: FileToCopy,
  isFilled: boolean,
  createMode: number,
): boolean {
  const { pair, targetName } = file;
  const whole = isFilled && applyFileMetadata(ctx, file, target, createMode) &&
    !ctx.willRetry &&
    syncHandle(ctx, pair, targetName, target.handle) && install(ctx, file);
  if ((whole || target.hadContents) && !target.mustCopyAgain && isLocked(ctx, file.stat)) {
    lock(ctx, file, target.handle);
  }
  const closed = target.close(ctx, pair, targetName, whole);
  if (whole && closed < 0) ctx.fail(targetOf(pair, targetName), "close", "close", closed);
  return whole && closed === 0;
}

/** What a file replaces, for where it is locked. */
function lockedOf(
  { pair, targetName: name, existing, stat: source }: FileToCopy,
  staysOpen = false,
): LockedEntry | null {
  return existing === null
    ? null
    : { folder: pair.target, name, current: existing, source, staysOpen };
}

/** Gives the whole file its final name. */
function install(ctx: CopyContext, file: FileToCopy): boolean {
  const { pair, targetName, existing } = file;
  const replaces = existing !== null;
  let error = target.finish(ctx, pair, targetName, replaces);
  if (error < 0) {
    const again = () => target.finish(ctx, pair, targetName, replaces);
    error = renameDespiteAcl(ctx, pair, targetName, target.handle, error, again);
    error = despiteLock(ctx, lockedOf(file), error, again);
  }
  if (error < 0 && !target.mustStartOver) {
    ctx.fail(targetOf(pair, targetName), replaces ? "replace" : "create", target.failedCall, error);
  }
  return error === 0;
}
