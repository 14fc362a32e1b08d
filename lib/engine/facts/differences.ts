// Compares entries as `Comparer` does, and leaves out what the target's file system makes of the source's
// metadata by itself: a time rounded to two seconds, one owner for all. Only where something differs is it
// asked what that file system keeps, and then once.

import type { FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { CHANGED } from "../../plan/changes.ts";
import type { Comparer } from "../../plan/compare.ts";
import { couldBeRounded, type DeviceLimits, isFarTime } from "../../preserve/device_limits.ts";
import { COUNTER } from "../../shared/counters.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import { withoutModeOutOfReach, withoutOwnersOutOfReach } from "./out_of_reach.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

const OWNER = CHANGED.uid | CHANGED.gid;
const EXPLAINABLE = CHANGED.mtime | CHANGED.mode | OWNER;

/** One way to compare two entries; `kept` is what the target's file system keeps. */
type Comparison = (
  comparer: Comparer,
  source: FileStat,
  target: FileStat,
  kept?: DeviceLimits,
) => number;

const IN_ALL: Comparison = (comparer, source, target, kept) =>
  comparer.compare(source, target, kept);
const IN_METADATA: Comparison = (comparer, source, target, kept) =>
  comparer.compareMetadata(source, target, kept);

/** Differences of two entries of a pair that are both no folders, as CHANGED bits. */
export function compareEntries(
  worker: WorkerContext,
  pair: FolderPair,
  source: FileStat,
  target: FileStat,
): number {
  return unexplained(IN_ALL, worker, pair, source, target);
}

/** Differences in owner, mode and time alone, of entries or of the pair's folders themselves. */
export function compareMetadata(
  worker: WorkerContext,
  pair: FolderPair,
  source: FileStat,
  target: FileStat,
): number {
  return unexplained(IN_METADATA, worker, pair, source, target);
}

/** What two entries differ in that neither the target's file system nor who copies explains. */
function unexplained(
  compare: Comparison,
  worker: WorkerContext,
  pair: FolderPair,
  source: FileStat,
  target: FileStat,
): number {
  const bits = unexplainedByLimits(compare, worker, pair, source, target);
  const ofOwner = (bits & OWNER) === 0
    ? bits
    : withoutOwnersOutOfReach(worker, source, target, bits);
  return withoutModeOutOfReach(worker, source, target, ofOwner);
}

/** What two entries differ in that the target's file system does not explain. */
function unexplainedByLimits(
  compare: Comparison,
  worker: WorkerContext,
  pair: FolderPair,
  source: FileStat,
  target: FileStat,
): number {
  const { comparer } = worker.basis;
  const bits = compare(comparer, source, target);
  if ((bits & EXPLAINABLE) === 0 || (bits & CHANGED.type) !== 0) return bits;
  const limits = explanation(worker, pair, { source, target, bits });
  if (limits === null) return bits;
  const left = compare(comparer, source, target, limits);
  return withoutExplained(worker, limits, { source, target, bits }, left);
}

/** What two entries differ in, as CHANGED bits. */
interface Compared {
  readonly source: FileStat;
  readonly target: FileStat;
  readonly bits: number;
}

/** What may explain differences; null where nothing does. */
function explanation(
  { ctx: { limits: targetLimits } }: WorkerContext,
  pair: FolderPair,
  { source, target, bits }: Compared,
): DeviceLimits | null {
  const { dev } = target;
  if (pair.target < 0 || dev !== pair.targetStat.dev) return null;
  let limits = targetLimits.identify(pair);
  if (!limits.has(DEVICE.timesAreKnown) && bits & CHANGED.mtime && couldBeRounded(source, target)) {
    limits = targetLimits.observe(dev, target, pair.targetStat);
    if (!limits.isTimeOf(source, target)) limits = targetLimits.learn(pair);
  }
  if (!limits.has(DEVICE.restIsKnown) && bits & (CHANGED.mode | OWNER)) {
    limits = targetLimits.learn(pair);
  }
  return limits.isLossy || isFarTime(source) ? limits : null;
}

/**
 * Remembers what was explained, to be told at the end.
 *
 * @param left bits that are not explained
 * @returns those, and what the user insists on where entries are verified, or removed once all of them has arrived
 */
function withoutExplained(
  { ctx, mode, basis: { onlyCompares } }: WorkerContext,
  limits: DeviceLimits,
  { source, target, bits }: Compared,
  left: number,
): number {
  const { required, chmod } = ctx.options;
  const isStrict = onlyCompares || mode === "remove";
  let lost = 0, insisted = 0;
  const isExplained = (bit: number, isRequired: boolean | undefined) => {
    const explained = bits & ~left & bit;
    if (isStrict && isRequired === true) insisted |= explained;
    return explained !== 0 && (insisted & bit) === 0;
  };
  if (isExplained(CHANGED.mtime, required.times)) {
    if (!limits.keepsExactly(source) || limits.has(DEVICE.losesTimes)) lost |= DEVICE.lostTimes;
    else ctx.count[COUNTER.timesOutOfRange]++;
  }
  if (isExplained(CHANGED.mode, required.perms === true || chmod.length > 0)) {
    lost |= limits.has(DEVICE.losesModes) ? DEVICE.lostModes : DEVICE.lostSpecialBits;
  }
  const isOwner = isExplained(CHANGED.uid, required.owner);
  const isGroup = isExplained(CHANGED.gid, required.group);
  if (isOwner || isGroup) lost |= DEVICE.lostOwners;
  ctx.limits.note(target.dev, lost);
  return left | insisted;
}
