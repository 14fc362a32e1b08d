// Entries that are not carried out where they are met, but left for later or for another thread.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { LARGEST_STAGED_FILE, MOST_STAGED_BYTES, SMALLEST_HAND_OVER } from "../../thresholds.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { targetMount } from "./target_mount.ts";
import { listingsSuffice, looksUnchanged } from "./looks_unchanged.ts";

/**
 * In the main thread: whether a file is so large that a worker must copy it, so that signals are heard. It takes
 * one itself, with pauses, when nothing else is to be done and others could not help.
 *
 * @param name of a file that is to be compared first: one that proves to be unchanged at once is left to nobody
 */
export function deferToWorkers(
  worker: WorkerContext,
  pair: FolderPair,
  stat: FileStat,
  name: CString | null = null,
): boolean {
  const { options, mover } = worker.ctx;
  if (worker.shouldYield === null || stat.size < SMALLEST_HAND_OVER) return false;
  if (name !== null && listingsSuffice(worker) && looksUnchanged(worker, pair, name)) return false;
  if (worker.takesLargeFiles) {
    if (options.dryRun) return false;
    if (mover.suitsOneThread(stat, pair.target, pair.targetStat.dev)) return false;
  }
  worker.deferEntry();
  return true;
}

/**
 * Whether a file waits until its folder has its name; then the caller leaves it untouched. A first name would
 * have no path that others could be linked to; other names of one that was copied need not wait.
 */
export function waitsForName(worker: WorkerContext, pair: FolderPair, stat: FileStat): boolean {
  const { hidden } = pair;
  const { links, flags } = worker.ctx;
  if (hidden === null) return false;
  const isLocked = flags !== null && flags.locks(stat) !== 0;
  if (isLocked) {
    // It could not be removed if the run is killed.
  } else if (links !== null && stat.nlink > 1) {
    if (links.firstName(stat, targetMount(worker, pair)) !== null) return false;
  } else if (
    stat.size <= LARGEST_STAGED_FILE && hidden.bytes + stat.size <= MOST_STAGED_BYTES
  ) {
    hidden.bytes += stat.size;
    return false;
  }
  worker.deferEntry();
  return true;
}
