// Entries that are not carried out where they are met, but left for later or for another thread.

import type { FileStat } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import { LARGEST_STAGED_FILE, MOST_STAGED_BYTES, SMALLEST_HAND_OVER } from "../../thresholds.ts";
import type { Crew } from "../crew/crew.ts";

/**
 * In the main thread: whether a file is so large that a worker must copy it, so that signals are heard. It takes
 * one itself, with pauses, when nothing else is to be done and others could not help.
 */
export function leaveToWorkers(crew: Crew, place: Place, stat: FileStat): boolean {
  const { options, mover } = crew.ctx;
  if (crew.handOver === null || stat.size < SMALLEST_HAND_OVER) return false;
  if (crew.takesLargeFiles) {
    if (options.dryRun) return false;
    if (mover.suitsOneThread(stat, place.target, place.targetStat.dev)) return false;
  }
  crew.leaveEntry();
  return true;
}

/** Whether a file waits until its folder has its name; then the caller leaves it untouched. */
export function waitsForName(crew: Crew, place: Place, stat: FileStat): boolean {
  if (place.stagedFolders === null) return false;
  const isLinked = crew.ctx.links !== null && stat.nlink > 1;
  const fits = stat.size <= LARGEST_STAGED_FILE &&
    place.stagedBytes + stat.size <= MOST_STAGED_BYTES;
  if (!isLinked && fits) {
    place.stagedBytes += stat.size;
    return false;
  }
  crew.leaveEntry();
  return true;
}
