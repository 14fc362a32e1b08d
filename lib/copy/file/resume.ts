// `--resume`: goes on with a target that an earlier run began. Each block that is there is compared with
// the source's; those that differ are copied, and then everything behind them. So what was written out
// of order by several workers, or torn by a crash, is found as well.

import type { FileStat } from "../../../ffi/mod.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { STOPPED } from "../bytes/answers.ts";
import { BLOCK_BYTES, COMPARED } from "../bytes/comparison.ts";
import type { CopyContext } from "../context.ts";

/** A target that holds something already. */
export interface Begun {
  readonly source: number;
  /** Of the source. */
  readonly stat: FileStat;
  readonly target: number;
  /** A handle of the target that can be read. */
  readonly reader: number;
  readonly targetDev: number;
  /** Bytes that the target has. */
  readonly present: number;
}

/** Makes the target equal to the source; 0 or a negated errno with the transfer's `failedCall` set. */
export function moveResuming(ctx: CopyContext, begun: Begun): number {
  const { mover, transfer, fs } = ctx;
  const { source, target, stat, present } = begun;
  const cloned = mover.clone(source, target, stat, begun.targetDev);
  if (cloned < 0 && !mover.goesOnWithout(cloned, stat)) return cloned;
  if (cloned < 0) {
    const compared = Math.min(present, stat.size);
    const mended = mend(ctx, begun, compared);
    if (mended < 0) return mended;
    const moved = transfer.endedEarly ? 0 : mover.moveRest(source, target, stat, compared);
    if (moved < 0) return moved;
  }
  // What stands behind the source's end is of another version.
  if (transfer.endedEarly) fs.statHandle(source, ctx.openedStat);
  const size = transfer.endedEarly ? ctx.openedStat.size : stat.size;
  transfer.failedCall = "ftruncate";
  return present > size ? fs.truncate(target, size) : 0;
}

/** Copies the blocks below `end` that differ; neighbours go together. */
function mend(ctx: CopyContext, { source, target, reader }: Begun, end: number): number {
  const { comparison, mover, transfer, control, count } = ctx;
  let differsFrom = -1;
  for (let at = 0; at < end || differsFrom >= 0; at += BLOCK_BYTES) {
    if (isStopping(control)) return STOPPED;
    const length = Math.max(0, Math.min(BLOCK_BYTES, end - at));
    const outcome = length === 0
      ? COMPARED.same
      : comparison.compareBlock(source, reader, at, length);
    if (outcome === COMPARED.sourceFailed) {
      transfer.failedCall = "read";
      return comparison.error;
    }
    if (outcome !== COMPARED.same) {
      if (differsFrom < 0) differsFrom = at;
      continue;
    }
    count[COUNTER.bytesResumed] += length;
    count[COUNTER.bytesSettled] += length;
    if (differsFrom < 0) continue;
    const moved = mover.moveRange(source, target, differsFrom, Math.min(at, end));
    if (moved < 0 || transfer.endedEarly) return moved;
    differsFrom = -1;
  }
  return 0;
}
