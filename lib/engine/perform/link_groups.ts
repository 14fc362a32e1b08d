// The names of one source file as a group of links in the target, or as several groups where one cannot be had.

import type { CopyContext } from "../../copy/context.ts";
import { SPLIT } from "../../copy/links/split_causes.ts";
import type { Entry } from "../../entry/entry.ts";
import { BUSY, type FirstLink } from "../../entry/first_link.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import { MOST_NAMES } from "../../thresholds.ts";
import { claim } from "../facts/claims.ts";
import { targetMount } from "../facts/target_mount.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/**
 * Makes the target another name of the file whose first name is `entry.linkTo`, or of a later group's.
 *
 * @param link links it; 0 when that was done, or has failed and was reported, else why it must be a copy, one of SPLIT
 * @returns whether the entry is done with: linked, failed and reported, or deferred. If not, the source file is
 *   claimed, and the caller makes this name the first of another group
 */
export function joinLinkGroup(
  worker: WorkerContext,
  entry: Entry,
  link: (first: FirstLink) => number,
): boolean {
  const { ctx } = worker;
  const { pair, source } = entry;
  const links = ctx.links!, mount = targetMount(ctx, pair);
  for (let next = entry.linkTo; next !== null; next = claim(worker, entry)) {
    if (next === BUSY) {
      worker.deferEntry();
      return true;
    }
    const cause = link(next);
    if (cause === 0) return true;
    if (pair.staged !== null) {
      // A first name must have a path that others can be linked to.
      worker.deferEntry();
      return true;
    }
    // An earlier run already put this name in a second group.
    const wasApart = entry.replaces && cause === SPLIT.full;
    if (wasApart) noteApart(ctx, entry);
    const reported = wasApart ? 0 : cause;
    if (links.reclaim(source, mount, next, reported)) return false;
  }
  return false;
}

/** Counts the group of a name that is in one of its own because the first is full, if links were asked for by name. */
export function noteApart({ links, options }: CopyContext, { source, target }: Entry): void {
  if (options.required.hardLinks !== true) return; // it was told when the group was split
  if (links!.claimTarget(target, source)) links!.noteApart(source, target);
}

/** Why the target may rightly be another file than `first`, one of SPLIT, or 0; for performers that cannot try to link them. */
export function mayBeSplit(ctx: CopyContext, { pair, target }: Entry, first: FirstLink): number {
  const { devices, mover: { storage } } = ctx;
  const { dev } = target;
  if (first.names > 0 && first.names + target.nlink > MOST_NAMES) return SPLIT.full;
  if (target.nlink > 1 || devices.has(dev, DEVICE.sharesInodes)) return 0;
  return storage.traits(pair.target, dev).mayLackLinks ? SPLIT.unknown : 0;
}
