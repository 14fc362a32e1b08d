// `--resume`: continues a target that an earlier run began. Each existing block is compared with the source's; blocks
// that differ are copied, then everything behind them. So blocks that several threads wrote out of order, or that a
// crash has torn, are found as well.

import type { Entry } from "../../entry/entry.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { STOPPED } from "../bytes/answers.ts";
import { COMPARED, COMPARED_BLOCK_BYTES } from "../bytes/comparison.ts";
import type { CopyContext } from "../context.ts";

/**
 * Makes a target file that has contents equal to the source.
 *
 * @param reader a handle that reads the target file
 * @returns 0, or a negated errno with the transfer's `failedCall` set
 */
export function moveResuming(ctx: CopyContext, entry: Entry, reader: number): number {
  const { mover, transfer, fs, targetFile: { handle: target, present } } = ctx;
  const { sourceHandle, source } = entry;
  const cloned = mover.clone(sourceHandle, target, source, entry.pair.targetStat.dev);
  if (cloned < 0 && !mover.mayFallBack(cloned, source)) return cloned;
  if (cloned < 0) {
    const compared = Math.min(present, source.size);
    const mended = mend(ctx, entry, reader, compared);
    if (mended < 0) return mended;
    const moved = transfer.endedEarly ? 0 : mover.moveRest(sourceHandle, target, source, compared);
    if (moved < 0) return moved;
  }
  // Bytes behind the source's end belong to another version.
  if (transfer.endedEarly) fs.statHandle(sourceHandle, ctx.openedStat);
  const size = transfer.endedEarly ? ctx.openedStat.size : source.size;
  transfer.failedCall = "ftruncate";
  return present > size ? fs.truncate(target, size) : 0;
}

/** Copies the blocks below `end` that differ; neighbours go together. */
function mend(ctx: CopyContext, { sourceHandle }: Entry, reader: number, end: number): number {
  const { comparison, mover, transfer, targetFile, control, count } = ctx;
  let differsFrom = -1;
  for (let at = 0; at < end || differsFrom >= 0; at += COMPARED_BLOCK_BYTES) {
    if (isStopping(control)) return STOPPED;
    const length = Math.max(0, Math.min(COMPARED_BLOCK_BYTES, end - at));
    const outcome = length === 0
      ? COMPARED.same
      : comparison.compareBlock(sourceHandle, reader, at, length);
    if (outcome === COMPARED.sourceFailed) {
      transfer.failedCall = "read";
      return comparison.error;
    }
    if (outcome !== COMPARED.same) {
      if (differsFrom < 0) differsFrom = at;
      continue;
    }
    count[COUNTER.bytesResumed] += length;
    count[COUNTER.bytesNotCopied] += length;
    if (differsFrom < 0) continue;
    const moved = mover.moveRange(sourceHandle, targetFile.handle, differsFrom, Math.min(at, end));
    if (moved < 0 || transfer.endedEarly) return moved;
    differsFrom = -1;
  }
  return 0;
}
