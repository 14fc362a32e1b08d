// A slice's folders are opened anew, so that nothing is known of their entries. Where a listing tells
// metadata and all contents are read, listing both once more costs less than asking for each entry of the
// slice. In other runs a slice holds what is to be changed (skip_unchanged.ts), and that is opened anyway.

import type { FolderPair } from "../../entry/folder_pair.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { listingsSuffice } from "../facts/looks_unchanged.ts";

/** Entries of a folder from which on it is not done: each slice lists them all. */
const MOST_LISTED_AGAIN = 16_384;

/** Lists both folders for their entries' metadata; where that fails each entry is asked. */
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
