// Takes what belongs to other shards out of a listing, before anything is asked about it: it costs no call. Folders stay,
// for every shard looks into each.

import { ENTRY_TYPE, FileStat, type Listing, WORD } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { resolveType } from "./resolve_type.ts";

/** An open source folder. */
type SourceFolder = Pick<FolderPair, "root" | "path" | "source">;

/**
 * Keeps the entries of the shard, and folders.
 *
 * @param listing of the folder, as the system gave it
 * @param dev of the folder
 * @returns how many were taken out
 */
export function keepOwn(
  worker: WorkerContext,
  folder: SourceFolder,
  listing: Listing,
  dev: number,
): number {
  if (worker.shard === null) return 0;
  const { count } = listing;
  listing.count = ownFirst(worker, folder, listing, dev);
  return count - listing.count;
}

/**
 * Puts the entries of the shard, and folders, before all others, in the order in which they are listed.
 *
 * @param listing of the folder, as the system gave it
 * @param dev of the folder
 * @returns how many they are
 */
export function ownFirst(
  worker: WorkerContext,
  folder: SourceFolder,
  listing: Listing,
  dev: number,
): number {
  const { ctx: { options } } = worker;
  const shard = worker.shard!;
  const { bytes, nameAt, inodeBefore, count } = listing;
  const byInode = inodeBefore > 0 && hasStableInodes(worker, folder.source, dev);
  let own = 0;
  for (let i = 0; i < count; i++) {
    const at = nameAt[i];
    let type = listing.type[i];
    let isOwn = type === ENTRY_TYPE.folder ||
      (byInode ? shard.ownsInode(bytes, at - inodeBefore) : shard.ownsName(folder, bytes, at));
    const isHidden = type === ENTRY_TYPE.unknown ||
      (options.dereference && type === ENTRY_TYPE.symlink);
    if (!isOwn && isHidden) {
      // It may be a folder, which is entered.
      type = resolveType(worker, folder.source, listing.name(i), type, true);
      isOwn = type === ENTRY_TYPE.folder;
    }
    if (isOwn) listing.swap(i, own++);
  }
  return own;
}

/** Whether entries of a file system are told apart by their inode numbers. All shards must find the same. */
export function hasStableInodes(
  { ctx: { fs, links, options }, shard }: WorkerContext,
  folder: number,
  dev: number,
): boolean {
  // With --dereference a name stands for what it leads to.
  if (links === null || options.dereference) return false;
  const { stableInodes } = shard!;
  let isStable = stableInodes.get(dev);
  if (isStable === undefined) stableInodes.set(dev, isStable = fs.hasStableInodes(folder));
  return isStable;
}

const stat = new FileStat();
const number = new Uint8Array(8);

/** Whether an entry that was named, in a root of its own, belongs to the shard. */
export function ownsNamed(worker: WorkerContext, root: number, name: Uint8Array): boolean {
  const { ctx: { fs }, shard, roots } = worker;
  if (shard === null) return true;
  const pair = roots[root];
  const isStable = fs.statHandle(pair.source, stat) === 0 &&
    hasStableInodes(worker, pair.source, stat.dev);
  if (isStable && fs.stat(pair.source, name, stat) === 0) {
    new DataView(number.buffer).setUint32(0, stat.words[WORD.ino], true);
    new DataView(number.buffer).setUint32(4, stat.words[WORD.ino + 1], true);
    return shard.ownsInode(number, 0);
  }
  return shard.ownsName({ root: pair, path: new Uint8Array() }, pair.targetName ?? name);
}
