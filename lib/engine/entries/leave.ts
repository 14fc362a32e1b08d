// Entries that are not carried out where they are met, but left for later or for another thread.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import { LARGEST_STAGED_FILE, MOST_STAGED_BYTES, SMALLEST_HAND_OVER } from "../../thresholds.ts";
import type { Crew } from "../crew/crew.ts";
import { targetMount } from "../folders/target_mount.ts";
import { listingsSettle, looksUnchanged } from "./looks_unchanged.ts";

/**
 * In the main thread: whether a file is so large that a worker must copy it, so that signals are heard. It takes
 * one itself, with pauses, when nothing else is to be done and others could not help.
 *
 * @param name of a file that is to be compared first: one that proves to be unchanged at once is left to nobody
 */
export function leaveToWorkers(
  crew: Crew,
  place: Place,
  stat: FileStat,
  name: CString | null = null,
): boolean {
  const { options, mover } = crew.ctx;
  if (crew.handOver === null || stat.size < SMALLEST_HAND_OVER) return false;
  if (name !== null && listingsSettle(crew) && looksUnchanged(crew, place, name)) return false;
  if (crew.takesLargeFiles) {
    if (options.dryRun) return false;
    if (mover.suitsOneThread(stat, place.target, place.targetStat.dev)) return false;
  }
  crew.leaveEntry();
  return true;
}

/**
 * Whether a file waits until its folder has its name; then the caller leaves it untouched. A first name would
 * have no path that others could be linked to; other names of one that was copied need not wait.
 */
export function waitsForName(crew: Crew, place: Place, stat: FileStat): boolean {
  const { hidden } = place;
  const { links, flags } = crew.ctx;
  if (hidden === null) return false;
  const isLocked = flags !== null && flags.locks(stat) !== 0;
  if (isLocked) {
    // It could not be removed if the run is killed.
  } else if (links !== null && stat.nlink > 1) {
    if (links.firstName(stat, targetMount(crew, place)) !== null) return false;
  } else if (
    stat.size <= LARGEST_STAGED_FILE && hidden.bytes + stat.size <= MOST_STAGED_BYTES
  ) {
    hidden.bytes += stat.size;
    return false;
  }
  crew.leaveEntry();
  return true;
}
