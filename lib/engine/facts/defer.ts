// Entries that are not done where they are met, but later or by another thread.

import type { Entry } from "../../entry/entry.ts";
import { LARGEST_STAGED_FILE, MOST_STAGED_BYTES, SMALLEST_HAND_OVER } from "../../thresholds.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { targetMount } from "./target_mount.ts";

/**
 * In the main thread: whether a file is so large that a worker must read it, so that signals are heard. It takes
 * one itself, with pauses, when nothing else is to be done and others could not help.
 */
export function mustDefer(worker: WorkerContext, { pair, source }: Entry): boolean {
  if (worker.shouldYield === null || source.size < SMALLEST_HAND_OVER) return false;
  if (!worker.performer.readsFiles) return false;
  if (!worker.takesLargeFiles) return true;
  // Where nobody else can have it, it is copied with pauses as far as it goes in parts.
  return !worker.isAlone &&
    !worker.ctx.mover.suitsOneThread(pair.target, pair.targetStat.dev);
}

/**
 * Adds an entry's bytes to those of its staged tree; false if the entry must wait until its folder has its name. A
 * first name would have no path that others could be linked to; other names of one that was copied need not wait.
 */
export function reserveStaged({ ctx }: WorkerContext, { pair, source }: Entry): boolean {
  const { staged } = pair;
  const { links, flags } = ctx;
  if (staged === null) return true;
  // A locked one could not be removed if the run is killed.
  if (flags !== null && flags.locks(source) !== 0) return false;
  if (links !== null && source.nlink > 1) {
    return links.firstName(source, targetMount(ctx, pair)) !== null;
  }
  const fits = source.size <= LARGEST_STAGED_FILE &&
    staged.bytes + source.size <= MOST_STAGED_BYTES;
  if (fits) staged.bytes += source.size;
  return fits;
}
