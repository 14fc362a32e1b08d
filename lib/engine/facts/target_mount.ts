// On which mount of which file system an entry of the target stands, or would stand: no hard link leads from one
// to another.

import { FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { Entry } from "../../entry/entry.ts";
import type { TargetLocation } from "../../entry/first_link.ts";
import { lookAtFolder } from "../../copy/target/folder_above.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import type { FolderAbove } from "../../entry/root_pair.ts";
import { mountOf } from "../../entry/mount.ts";

const SLASH = 47;

/** Where an entry stands in the target, or is to stand. */
export function targetLocation(ctx: CopyContext, { pair, targetName }: Entry): TargetLocation {
  const path = joinPath(pair.path, targetName);
  return { root: pair.root.index, path, mount: targetMount(ctx, pair) };
}

/** A number for the mount of a pair's target folder; of one that a dry run would make, that of the folder above. */
export function targetMount(ctx: CopyContext, pair: FolderPair): number {
  if (pair.mount === 0) {
    pair.mount = pair.target >= 0 ? mountOf(pair.targetStat) : folderAbove(ctx, pair).mount;
  }
  return pair.mount;
}

/** The device that a pair's target folder is on, or is to be, as `FileStat.dev`. */
export function targetDev(ctx: CopyContext, pair: FolderPair): number {
  return pair.target >= 0 ? pair.targetStat.dev : folderAbove(ctx, pair).dev;
}

/** The nearest folder above one that a dry run would make. */
export function folderAbove(ctx: CopyContext, pair: FolderPair): FolderAbove {
  return pair.above ??= pair.root.above ?? nearestAbove(ctx, pair);
}

function nearestAbove({ fs, folders }: CopyContext, { root, path }: FolderPair): FolderAbove {
  for (let end = path.length; root.target >= 0 && end > 0;) {
    end = Math.max(path.lastIndexOf(SLASH, end - 1), 0);
    const folder = folders.open(root.target, path.subarray(0, end), false);
    if (folder < 0) continue;
    const above = lookAtFolder(fs, folder);
    fs.close(folder);
    return above;
  }
  return { mount: mountOf(new FileStat()), dev: 0, kind: 0, longestName: 0, sharesBlocks: null };
}
