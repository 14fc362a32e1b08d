// Lists a slice's folders again, to learn their entries' metadata: a slice opens its folders anew. Where
// listings tell metadata and all contents are compared, that costs less than reading the metadata of each
// entry. In other runs a slice holds changed files only (skip_unchanged.ts), which are opened anyway.

import type { FolderPair } from "../../entry/folder_pair.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { listingsSuffice } from "../facts/looks_unchanged.ts";

/** Entries of the largest folder that is listed again: each slice lists all of them. */
const MOST_LISTED_AGAIN = 16_384;

/** Lists both folders for their entries' metadata; where that fails, each entry's are read. */
export function listAgain(worker: WorkerContext, pair: FolderPair, targetEntries: number): void {
  const { ctx: { fs } } = worker;
  if (!fs.can.listsMetadata || listingsSuffice(worker)) return;
  if (pair.fresh || targetEntries > MOST_LISTED_AGAIN) return;
  const listing = worker.borrowListing();
  for (const folder of [pair.source, pair.target]) {
    for (let end = 0; folder >= 0 && end === 0;) {
      listing.clear();
      end = fs.list(folder, listing);
    }
  }
  worker.returnListing(listing);
}
