// Finds the extra entries of a target folder: those that the source folder does not have.

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
import { isTemporaryAt } from "../../copy/target/temporary_names.ts";
import type { NameSet } from "../../plan/name_set.ts";
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
  const { deletionFilter, selection, shard, ctx: { control } } = worker;
  eachListing(worker, pair, "target", (listing) => {
    for (let i = 0; i < listing.count && !isStopping(control); i++) {
      if (isTemporaryAt(listing, i)) continue;
      if (shard !== null && !shard.ownsName(pair, listing.bytes, listing.nameAt[i])) continue;
      const sourceType = source.typeOf(listing.bytes, listing.nameAt[i]);
      if (sourceType >= 0 && sourceType === listing.type[i] && sourceType !== ENTRY_TYPE.unknown) {
        continue;
      }
      const name = cString(withoutNul(listing.name(i)));
      const type = resolveType(worker, pair.target, name, listing.type[i], false);
      if (sourceType >= 0) {
        if (!selection.hasFilters || selection.mayDeleteExcluded) continue;
        const isFolder =
          resolveType(worker, pair.source, name, sourceType, true) === ENTRY_TYPE.folder;
        if (!selection.excludesName(pair, name, isFolder)) continue;
      } else if (shard !== null && hasComeSince(worker, pair, name)) continue;
      if (deletionFilter.protects(pair, pair.path, pair.target, name, type)) continue;
      visit({ name, type });
    }
  });
}

const found = new FileStat();

/**
 * In a shard: whether the source has an entry by now that it did not have when it was listed. The shard to which that one belongs
 * by its inode number may have copied it between the listings of the two folders, and be done.
 */
function hasComeSince(worker: WorkerContext, pair: FolderPair, name: CString): boolean {
  const { ctx: { fs, options }, selection } = worker;
  if (fs.stat(pair.source, name, found) < 0) return false;
  const { mayDeleteExcluded } = selection;
  if (!mayDeleteExcluded && !options.pruneEmptyDirs) return true;
  // What the listing has left out for that is extra all the same.
  const isFolder =
    resolveType(worker, pair.source, name, found.entryType, true) === ENTRY_TYPE.folder;
  if (isFolder && options.pruneEmptyDirs) return false;
  return !mayDeleteExcluded || !selection.excludesName(pair, name, isFolder);
}

/** Lists one side batch by batch; false when that failed and was reported. */
export function eachListing(
  worker: WorkerContext,
  pair: FolderPair,
  side: "source" | "target",
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
