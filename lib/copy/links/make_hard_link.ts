// Makes an entry another name of one that was copied before.

import { type CString, cString, type FileStat, sameBytes } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FirstLink } from "../../entry/first_link.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import type { CopyContext } from "../context.ts";
import { isStillFirst } from "./hard_links.ts";
import { despiteLockOf, makeOrReplace } from "./make_or_replace.ts";

const SLASH = 47;
/** Folders of first names that stay open: threads that copy side by side make first names in as many folders. */
const MOST_LINK_FOLDERS = 4;

/** Answers of `makeHardLink`; no errno is that small. The first name leads to another file by now. */
export const NOT_THE_FIRST = -0x7fff_ffff;
/** The target has become a link to `first`, and that name leads to another file since. */
export const MOVED_SINCE = -0x7fff_fffd;
/** The new name has another inode number than the file that it was linked to. */
export const NUMBERED_BY_NAME = -0x7fff_fffe;

/**
 * Makes the target entry another name of the file that stands at `first`. 0 or MOVED_SINCE; a negated errno, NOT_THE_FIRST or
 * NUMBERED_BY_NAME: then the target is as it was.
 */
export function makeHardLink(
  ctx: CopyContext,
  entry: Entry,
  roots: readonly RootPair[],
  first: FirstLink,
): number {
  const { pair } = entry;
  const folder = openLinkFolder(ctx, pair, roots, first);
  if (folder < 0) return folder;
  const base = baseOf(first);
  const make = (to: CString) => linkFirst(ctx, { folder, base, first }, pair.target, to);
  const attempt = () => makeOrReplace(ctx, entry, make);
  // A locked file takes no further name.
  let linked = despiteLockOf(ctx, folder, base, attempt(), attempt);
  // A name that is replaced gets the link in two steps. Another run of the shard that does the same the other way round would
  // leave two files: whoever comes last looks at both.
  if (linked === 0 && entry.replaces && ctx.options.shard !== null) {
    const isStill = ctx.fs.stat(folder, base, ctx.openedStat) === 0 &&
      isStillFirst(ctx.openedStat, first);
    if (!isStill) linked = MOVED_SINCE;
  }
  const isTouched = linked === 0 || linked === NUMBERED_BY_NAME || linked === NOT_THE_FIRST;
  if (isTouched || linked === MOVED_SINCE) pair.touched = true;
  return linked;
}

/**
 * Makes an entry in a new folder another name of `first`, whose folder the pair has open: by the same calls as `makeHardLink`,
 * but it decides nothing, and V8 compiles it sooner. False if that failed, and then the target is as it was.
 */
export function makeHardLinkFast(ctx: CopyContext, entry: Entry, first: FirstLink): boolean {
  const { pair, targetName } = entry;
  if (!pair.fresh || entry.replaces || pair.removeOld !== null) return false;
  const { path, root } = first;
  const slash = path.lastIndexOf(SLASH);
  const folder = keptLinkFolder(pair, root, path.subarray(0, Math.max(slash, 0)));
  if (folder < 0) return false;
  const base = cString(path.subarray(slash + 1));
  if (linkFirst(ctx, { folder, base, first }, pair.target, targetName) !== 0) return false;
  pair.touched = true;
  return true;
}

/**
 * Looks up what stands at a first name by now, in a folder that `makeHardLink` has opened, and takes note of it where it may be
 * another run's copy of the same source.
 */
export function renewFirst(
  ctx: CopyContext,
  { pair, source }: Entry,
  mount: number,
  first: FirstLink,
): void {
  const { fs, openedStat: found } = ctx;
  const folder = keptLinkFolder(pair, first.root, folderOf(first));
  const isThere = folder >= 0 && fs.stat(folder, baseOf(first), found) === 0;
  ctx.links!.renew(source, mount, first, isThere && isCopyOf(found, source) ? found : null);
}

/** Whether a file has the type and the size that a copy of the source has; the rest is compared with each name. */
function isCopyOf(found: FileStat, source: FileStat): boolean {
  return found.type === source.type && (!source.isFile || found.hasSameSize(source));
}

function folderOf({ path }: FirstLink): Uint8Array {
  return path.subarray(0, Math.max(path.lastIndexOf(SLASH), 0));
}

function baseOf({ path }: FirstLink): CString {
  return cString(path.subarray(path.lastIndexOf(SLASH) + 1));
}

/** The handle of a folder that the pair keeps open, or -1. */
function keptLinkFolder({ linkFolders }: FolderPair, root: number, path: Uint8Array): number {
  for (let i = 0; i < linkFolders.length; i++) {
    const folder = linkFolders[i];
    if (folder.root === root && sameBytes(folder.path, path)) return folder.handle;
  }
  return -1;
}

/** The folder of `first`: a handle that the pair keeps, or a negated errno. */
function openLinkFolder(
  ctx: CopyContext,
  pair: FolderPair,
  roots: readonly RootPair[],
  first: FirstLink,
): number {
  const { linkFolders } = pair;
  const { root } = first;
  const path = folderOf(first);
  const kept = keptLinkFolder(pair, root, path);
  if (kept >= 0) return kept;
  if (linkFolders.length === MOST_LINK_FOLDERS) ctx.fs.close(linkFolders.pop()!.handle);
  const handle = ctx.folders.open(roots[root].target, path, false);
  if (handle >= 0) linkFolders.unshift({ root, path, handle });
  return handle;
}

/** Closes the folders that `makeHardLink` left open. */
export function closeLinkFolders({ fs }: CopyContext, pair: FolderPair): void {
  if (pair.linkFolders.length === 0) return;
  for (const { handle } of pair.linkFolders) fs.close(handle);
  pair.linkFolders = [];
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
