// Makes an entry another name of one that was copied before.

import { type CString, cString, sameBytes } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FirstLink } from "../../entry/first_link.ts";
import type { FolderPair, RootPair } from "../../entry/folder_pair.ts";
import type { CopyContext } from "../context.ts";
import { isStillFirst } from "./hard_links.ts";
import { despiteLockOf, makeOrReplace } from "./make_or_replace.ts";

const SLASH = 47;

/** Answers of `makeHardLink`; no errno is that small. The first name leads to another file by now. */
export const NOT_THE_FIRST = -0x7fff_ffff;
/** The new name has another inode number than the file that it was linked to. */
export const NUMBERED_BY_NAME = -0x7fff_fffe;

/**
 * Makes the target entry another name of the file that stands at `first`. 0 or a negated errno, NOT_THE_FIRST or
 * NUMBERED_BY_NAME: then the target is as it was.
 */
export function makeHardLink(
  ctx: CopyContext,
  entry: Entry,
  roots: readonly RootPair[],
  first: FirstLink,
): number {
  const { pair } = entry;
  const slash = first.path.lastIndexOf(SLASH);
  const path = first.path.subarray(0, Math.max(slash, 0));
  const folder = openLinkFolder(ctx, pair, roots, first, path);
  if (folder < 0) return folder;
  const base = cString(first.path.subarray(slash + 1));
  const make = (to: CString) => linkFirst(ctx, { folder, base, first }, pair.target, to);
  const attempt = () => makeOrReplace(ctx, entry, make);
  // A locked file takes no further name.
  const linked = despiteLockOf(ctx, folder, base, attempt(), attempt);
  if (linked === 0 || linked === NUMBERED_BY_NAME || linked === NOT_THE_FIRST) pair.touched = true;
  return linked;
}

/** The folder of `first`: a handle that the pair keeps, or a negated errno. */
function openLinkFolder(
  ctx: CopyContext,
  pair: FolderPair,
  roots: readonly RootPair[],
  { root }: FirstLink,
  path: Uint8Array,
): number {
  const last = pair.linkFolder;
  if (last !== null && last.root === root && sameBytes(last.path, path)) return last.handle;
  closeLinkFolder(ctx, pair);
  const handle = ctx.folders.open(roots[root].target, path, false);
  if (handle >= 0) pair.linkFolder = { root, path, handle };
  return handle;
}

/** Closes the folder that `makeHardLink` left open. */
export function closeLinkFolder({ fs }: CopyContext, pair: FolderPair): void {
  if (pair.linkFolder !== null) fs.close(pair.linkFolder.handle);
  pair.linkFolder = null;
}

/** A first name and its open folder. */
interface OpenedFirst {
  readonly folder: number;
  readonly base: CString;
  readonly first: FirstLink;
}

/** Links a first name to `to` in the folder `target`; undone if the first name leads to another file. */
function linkFirst(
  { fs, checkStat, openedStat }: CopyContext,
  { folder, base, first }: OpenedFirst,
  target: number,
  to: CString,
): number {
  const linked = fs.link(folder, base, target, to);
  if (linked < 0) return linked;
  const error = fs.stat(target, to, checkStat);
  if (error === 0 && isStillFirst(checkStat, first)) return 0;
  fs.unlink(target, to);
  if (error < 0) return error;
  const isOne = fs.stat(folder, base, openedStat) === 0 && openedStat.hasSameInode(checkStat);
  return isOne ? NOT_THE_FIRST : NUMBERED_BY_NAME;
}
