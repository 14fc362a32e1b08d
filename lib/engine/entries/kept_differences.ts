// Compares entries as `Comparer` does, and leaves out what the target's file system makes of the source's
// metadata by itself: a time rounded to two seconds, one owner for all. Only where something differs is it
// asked what that file system keeps, and then once.

import type { FileStat } from "../../../ffi/mod.ts";
import { couldBeRounded, isFarTime, type Kept } from "../../copy/metadata/kept.ts";
import type { Place } from "../../copy/place.ts";
import { CHANGED } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import type { Crew } from "../crew/crew.ts";

const OWNER = CHANGED.uid | CHANGED.gid;
const EXPLAINABLE = CHANGED.mtime | CHANGED.mode | OWNER;

/** Differences of two entries of a place that are both no folders, as CHANGED bits. */
export function compareEntries(
  crew: Crew,
  place: Place,
  source: FileStat,
  target: FileStat,
): number {
  const bits = crew.comparer.compare(source, target);
  if ((bits & EXPLAINABLE) === 0 || (bits & CHANGED.type) !== 0) return bits;
  const kept = explanation(crew, place, source, target, bits);
  if (kept === null) return bits;
  return noted(crew, kept, source, target, bits, crew.comparer.compare(source, target, kept));
}

/** Differences in owner, mode and time alone, of entries or of the place's folders themselves. */
export function compareMetadata(
  crew: Crew,
  place: Place,
  source: FileStat,
  target: FileStat,
): number {
  const bits = crew.comparer.compareMetadata(source, target);
  if (bits === 0) return bits;
  const kept = explanation(crew, place, source, target, bits);
  if (kept === null) return bits;
  return noted(
    crew,
    kept,
    source,
    target,
    bits,
    crew.comparer.compareMetadata(source, target, kept),
  );
}

/** What may explain differences; null where nothing does. */
function explanation(
  { ctx: { kept: learned } }: Crew,
  place: Place,
  source: FileStat,
  target: FileStat,
  bits: number,
): Kept | null {
  const { dev } = target;
  if (place.target < 0 || dev !== place.targetStat.dev) return null;
  let kept = learned.identify(place);
  if (!kept.has(DEVICE.timesAreKnown) && bits & CHANGED.mtime && couldBeRounded(source, target)) {
    kept = learned.observe(dev, target, place.targetStat);
    if (!kept.isTimeOf(source, target)) kept = learned.learn(place);
  }
  if (!kept.has(DEVICE.restIsKnown) && bits & (CHANGED.mode | OWNER)) kept = learned.learn(place);
  return kept.isLossy || isFarTime(source) ? kept : null;
}

/** Remembers what was explained, to be told at the end. What the user insists on stays a difference for `verify`. */
function noted(
  { ctx }: Crew,
  kept: Kept,
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
  ctx.kept.note(target.dev, lost);
  return left | insisted;
}
