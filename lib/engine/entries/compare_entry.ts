// Compares entries as `Comparer` does, and leaves out what the target's file system makes of the source's
// metadata by itself: a time rounded to two seconds, one owner for all. Only where something differs is it
// asked what that file system keeps, and then once.

import type { FileStat } from "../../../ffi/mod.ts";
import { couldBeRounded, type DeviceLimits, isFarTime } from "../../preserve/device_limits.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { CHANGED } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

const OWNER = CHANGED.uid | CHANGED.gid;
const EXPLAINABLE = CHANGED.mtime | CHANGED.mode | OWNER;

/** Differences of two entries of a place that are both no folders, as CHANGED bits. */
export function compareEntries(
  worker: WorkerContext,
  pair: FolderPair,
  source: FileStat,
  target: FileStat,
): number {
  const bits = worker.comparer.compare(source, target);
  if ((bits & EXPLAINABLE) === 0 || (bits & CHANGED.type) !== 0) return bits;
  const kept = explanation(worker, pair, source, target, bits);
  if (kept === null) return bits;
  return noted(worker, kept, source, target, bits, worker.comparer.compare(source, target, kept));
}

/** Differences in owner, mode and time alone, of entries or of the pair's folders themselves. */
export function compareMetadata(
  worker: WorkerContext,
  pair: FolderPair,
  source: FileStat,
  target: FileStat,
): number {
  const bits = worker.comparer.compareMetadata(source, target);
  if (bits === 0) return bits;
  const kept = explanation(worker, pair, source, target, bits);
  if (kept === null) return bits;
  return noted(
    worker,
    kept,
    source,
    target,
    bits,
    worker.comparer.compareMetadata(source, target, kept),
  );
}

/** What may explain differences; null where nothing does. */
function explanation(
  { ctx: { limits: learned } }: WorkerContext,
  pair: FolderPair,
  source: FileStat,
  target: FileStat,
  bits: number,
): DeviceLimits | null {
  const { dev } = target;
  if (pair.target < 0 || dev !== pair.targetStat.dev) return null;
  let kept = learned.identify(pair);
  if (!kept.has(DEVICE.timesAreKnown) && bits & CHANGED.mtime && couldBeRounded(source, target)) {
    kept = learned.observe(dev, target, pair.targetStat);
    if (!kept.isTimeOf(source, target)) kept = learned.learn(pair);
  }
  if (!kept.has(DEVICE.restIsKnown) && bits & (CHANGED.mode | OWNER)) kept = learned.learn(pair);
  return kept.isLossy || isFarTime(source) ? kept : null;
}

/** Remembers what was explained, to be told at the end. What the user insists on stays a difference for `verify`. */
function noted(
  { ctx }: WorkerContext,
  kept: DeviceLimits,
  source: FileStat,
  target: FileStat,
  bits: number,
  left: number,
): number {
  const { compareOnly, required } = ctx.options;
  let lost = 0, insisted = 0;
  const isExplained = (bit: number, isRequired: boolean | undefined) => {
    const explained = bits & ~left & bit;
    if (compareOnly && isRequired === true) insisted |= explained;
    return explained !== 0 && (insisted & bit) === 0;
  };
  if (isExplained(CHANGED.mtime, required.times)) {
    if (!kept.keepsExactly(source) || kept.has(DEVICE.losesTimes)) lost |= DEVICE.lostTimes;
    else ctx.count[COUNTER.timesOutOfRange]++;
  }
  if (isExplained(CHANGED.mode, required.perms)) {
    lost |= kept.has(DEVICE.losesModes) ? DEVICE.lostModes : DEVICE.lostSpecialBits;
  }
  if (isExplained(OWNER, required.owner)) lost |= DEVICE.lostOwners;
  ctx.limits.note(target.dev, lost);
  return left | insisted;
}
