// The names of one source file as a group of links in the target, or as several groups where one cannot be had.

import { EMLINK } from "../../../ffi/errno.ts";
import type { CString } from "../../../ffi/mod.ts";
import { isAppendOnly } from "../../copy/target/append_only.ts";
import { isFirst } from "../../copy/links/hard_links.ts";
import type { FirstLink } from "../../copy/links/link_table.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { SPLIT } from "../../copy/links/split_causes.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import { MOST_NAMES } from "../../thresholds.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { targetMount } from "./target_mount.ts";
import { linkTo } from "./hard_link.ts";

/**
 * Makes the target another name of the file whose first name is `first`.
 *
 * @param replaces whether the name is taken by the target entry in hand
 * @returns whether the entry is done with: linked, failed and reported, or left for later. If not, the source file
 *   is claimed, and the caller makes this name the first of another group
 */
export function joinLinkGroup(
  worker: WorkerContext,
  pair: FolderPair,
  targetName: CString,
  first: FirstLink,
  replaces: boolean,
): boolean {
  const { ctx: { sourceStat, options } } = worker;
  const links = worker.ctx.links!, mount = targetMount(worker, pair);
  let next: FirstLink | null = first;
  for (; next !== null; next = links.claim(sourceStat, mount)) {
    const cause = options.dryRun && replaces
      ? mayBeSplit(worker, pair, next) || linkTo(worker, pair, targetName, next, replaces)
      : linkTo(worker, pair, targetName, next, replaces);
    if (cause === 0) return true;
    if (pair.hidden !== null) {
      // A first name must have a path that others can be linked to.
      worker.deferEntry();
      return true;
    }
    // A name that is in another group already because one was full is nothing to tell of.
    const told = replaces && cause === SPLIT.full ? 0 : cause;
    if (links.renew(sourceStat, mount, next, told)) return false;
  }
  return false;
}

/** Whether the target entry in hand, which is as its source, has another first name because its group is full. */
export function isInFullGroup(
  worker: WorkerContext,
  pair: FolderPair,
  targetName: CString,
): boolean {
  const { ctx, ctx: { fs, options, sourceStat, targetStat } } = worker;
  if (options.dryRun || targetStat.nlink < 2 || isAppendOnly(fs, pair.targetStat)) return false;
  const temporary = ctx.temporaryNames.next();
  const linked = fs.link(pair.target, targetName, pair.target, temporary);
  if (linked === 0) {
    fs.unlink(pair.target, temporary);
    pair.touched = true;
  }
  // It may be full of names of another source file, which has the same contents.
  return linked === -EMLINK && ctx.links!.own(targetStat, sourceStat);
}

/** Whether the target entry in hand is linked to `first`. */
export function isInGroup(
  { ctx: { devices, targetStat } }: WorkerContext,
  first: FirstLink,
): boolean {
  if (!isFirst(targetStat, first)) return false;
  if (!devices.has(targetStat.dev, DEVICE.sharesInodes)) {
    devices.add(targetStat.dev, DEVICE.sharesInodes);
  }
  return true;
}

/**
 * Why the target entry in hand may rightly be another file than `first`, one of SPLIT, or 0: for who only looks
 * and cannot try to link them.
 */
export function mayBeSplit({ ctx }: WorkerContext, pair: FolderPair, first: FirstLink): number {
  const { devices, mover: { storage }, targetStat } = ctx;
  const { dev } = targetStat;
  if (first.names > 0 && first.names + targetStat.nlink > MOST_NAMES) return SPLIT.full;
  if (targetStat.nlink > 1 || devices.has(dev, DEVICE.sharesInodes)) return 0;
  return storage.traits(pair.target, dev).mayLackLinks ? SPLIT.unknown : 0;
}
