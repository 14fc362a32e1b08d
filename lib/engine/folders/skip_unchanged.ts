// The thread that lists a huge folder processes the files that look unchanged, for the listing told it their
// metadata; only the others become slices. A slice opens its folders anew and would have to read the metadata
// of each entry.

import { ENTRY_TYPE, type Listing } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { isStopping } from "../../shared/control.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { processEntry } from "../entries/process_entry.ts";
import { looksUnchanged } from "../facts/looks_unchanged.ts";

/** Processes the files that look unchanged, from index `from` on, and takes them out of the listing. */
export function skipUnchanged(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  from: number,
): void {
  const { control } = worker.ctx;
  let kept = from;
  for (let i = from; i < listing.count && !isStopping(control); i++) {
    if (skipIfUnchanged(worker, pair, listing, i)) continue;
    listing.keep(i, kept++);
  }
  listing.count = kept;
}

/** Processes an entry if it is a file that looks unchanged; true when it is done with. */
function skipIfUnchanged(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  index: number,
): boolean {
  const name = listing.name(index), type = listing.type[index];
  if (type !== ENTRY_TYPE.file) return false;
  const { entry } = worker.ctx;
  entry.reset(pair, name, type);
  if (!looksUnchanged(worker, entry)) return false;
  processEntry(worker, pair, name, type);
  const isDeferred = worker.isEntryDeferred;
  worker.isEntryDeferred = false;
  return !isDeferred;
}
