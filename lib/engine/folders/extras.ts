// Finds the extra entries of a target folder: those that the source folder does not have.

import { ENOENT } from "../../../ffi/errno.ts";
import {
  type CString,
  cString,
  ENTRY_TYPE,
  FileStat,
  type Listing,
  withoutNul,
} from "../../../ffi/mod.ts";
import { listWithRetries } from "../../copy/retry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { type Side, sourceOf } from "../../entry/subject.ts";
import { isTemporaryAt } from "../../copy/target/temporary_names.ts";
import { NameSet } from "../../plan/name_set.ts";
import { isStopping } from "../../shared/control.ts";
import { resolveType } from "../facts/resolve_type.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** An entry that the target alone has. */
export interface Extra {
  readonly name: CString;
  /** One of ENTRY_TYPE. */
  readonly type: number;
}

/** What is done with each extra entry. */
export type Visit = (extra: Extra) => void;

/** Visits target entries that are not in the source, or whose source entry of another kind is excluded. */
export function eachExtra(
  worker: WorkerContext,
  pair: FolderPair,
  source: NameSet,
  visit: Visit,
): void {
  const { control } = worker.ctx;
  eachListing(worker, pair, "target", (listing) => {
    let i = source.firstOther(listing, 0);
    for (; i < listing.count && !isStopping(control); i = source.firstOther(listing, i + 1)) {
      const extra = extraAt(worker, pair, source, listing, i);
      if (extra !== null) visit(extra);
    }
  });
}

/** The entry at `index` of the target's listing, if it is an extra one. The source has none of that name and kind. */
function extraAt(
  worker: WorkerContext,
  pair: FolderPair,
  source: NameSet,
  listing: Listing,
  index: number,
): Extra | null {
  const { deletionFilter, selection, shard } = worker;
  const { bytes, nameAt } = listing;
  if (isTemporaryAt(listing, index)) return null;
  if (shard !== null && !shard.ownsName(pair, bytes, nameAt[index])) return null;
  const sourceType = source.typeOf(bytes, nameAt[index]);
  const name = cString(withoutNul(listing.name(index)));
  const type = resolveType(worker, pair.target, name, listing.type[index], false);
  if (sourceType >= 0) {
    if (!selection.hasFilters || selection.mayDeleteExcluded) return null;
    const isFolder = resolveType(worker, pair.source, name, sourceType, true) === ENTRY_TYPE.folder;
    if (!selection.excludesName(pair, name, isFolder)) return null;
  } else if (isThere(worker, pair, name)) return null;
  return deletionFilter.protects(pair, pair.path, pair.target, name, type) ? null : { name, type };
}

const found = new FileStat();

/** Whether the source has an entry that was not in its listing, where that may be. */
function isThere(worker: WorkerContext, pair: FolderPair, name: CString): boolean {
  const { ctx, ctx: { fs }, shard } = worker;
  if (fs.can.tellsListingErrors) return shard !== null && hasComeSince(worker, pair, name);
  const error = fs.stat(pair.source, name, found);
  if (error === 0) return !isLeftOut(worker, pair, name);
  if (error !== -ENOENT) ctx.fail(sourceOf(pair, name), "read metadata of", "statx", error);
  return error !== -ENOENT;
}

/**
 * In a shard: whether the source has an entry by now that it did not have when it was listed. The shard to which that one belongs
 * by its inode number may have copied it between the listings of the two folders, and be done.
 */
function hasComeSince(worker: WorkerContext, pair: FolderPair, name: CString): boolean {
  if (worker.ctx.fs.stat(pair.source, name, found) < 0) return false;
  return isListed(worker, pair, name) && !isLeftOut(worker, pair, name);
}

/** Whether an entry of the source, whose metadata were read, was left out of its listing to be extra in the target. */
function isLeftOut(worker: WorkerContext, pair: FolderPair, name: CString): boolean {
  const { ctx: { options }, selection } = worker;
  const { mayDeleteExcluded } = selection;
  if (!mayDeleteExcluded && !options.pruneEmptyDirs) return false;
  const isFolder =
    resolveType(worker, pair.source, name, found.entryType, true) === ENTRY_TYPE.folder;
  if (isFolder && options.pruneEmptyDirs) return true;
  return mayDeleteExcluded && selection.excludesName(pair, name, isFolder);
}

/** Whether the source folder lists a name: one that ignores case finds names that are spelled otherwise there, too. */
function isListed(worker: WorkerContext, pair: FolderPair, name: CString): boolean {
  const names = new NameSet();
  const isWhole = rewind(worker, pair, "source") &&
    eachListing(worker, pair, "source", (listing) => names.addAll(listing));
  return !isWhole || names.typeOf(name, 0) >= 0;
}

/** Goes back to the beginning of a listing; false when that failed and was reported. */
export function rewind({ ctx }: WorkerContext, pair: FolderPair, side: Side): boolean {
  const error = ctx.fs.rewind(side === "source" ? pair.source : pair.target);
  if (error < 0) ctx.fail({ pair, name: null, side }, "list folder", "lseek", error);
  return error >= 0;
}

/** Lists one side batch by batch; false when that failed and was reported. */
export function eachListing(
  worker: WorkerContext,
  pair: FolderPair,
  side: Side,
  visit: (listing: Listing) => void,
): boolean {
  const { ctx } = worker;
  const listing = worker.borrowListing();
  let end = 0;
  while (end === 0) {
    listing.clear();
    end = listWithRetries(ctx, pair, side, listing);
    if (end < 0) ctx.fail({ pair, name: null, side }, "list folder", "getdents64", end);
    else visit(listing);
  }
  worker.returnListing(listing);
  return end > 0;
}
