// All entries of a folder's listing, one after the other: what takes long, or another thread could do, is given away.

import type { Listing } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { isStopping } from "../../shared/control.ts";
import { isWanted } from "../worker/idle_others.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { packEntries } from "../worker/packed_entries.ts";
import { processEntry } from "../entries/process_entry.ts";
import { finishFolder, type FolderState } from "./finish_folder.ts";
import { finishPart, takeFolderSlot } from "./folder_slot.ts";
import { pushSlice, shareListing, sliceFolder } from "./slices.ts";
import { withoutDeferring } from "./without_deferring.ts";

/** Processes all entries of a complete listing and finishes the folder, or leaves that to others. */
export function processListing(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  state: FolderState,
): void {
  const shared: SharedFolder = { state, slot: null, putOff: 0 };
  worker.putsOff = true;
  let from = processEach(worker, pair, listing, shared);
  worker.putsOff = false;
  if (shared.putOff > 0) from = processPutOff(worker, pair, listing, shared, from);
  if (from < listing.count && !isStopping(worker.ctx.control)) {
    const slot = shared.slot ?? takeFolderSlot(worker, state);
    return sliceFolder(worker, pair, { listing, from, isLast: true, state, slot });
  }
  if (shared.slot === null) finishFolder(worker, pair, state);
  else finishPart(worker, pair, shared.slot, state.complete);
}

/** A folder of which others may do parts; its slot is taken when the first part is given away. */
interface SharedFolder {
  readonly state: FolderState;
  slot: number | null;
  /** How many entries were put off: they are moved to the beginning of the listing. */
  putOff: number;
}

/** Processes the entries that were put off, unless the main thread must yield; the index of the first one that is left. */
function processPutOff(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  shared: SharedFolder,
  from: number,
): number {
  if (from === listing.count) {
    listing.count = shared.putOff;
    return processEach(worker, pair, listing, shared);
  }
  let first = from;
  for (let i = shared.putOff; i-- > 0;) listing.keep(i, --first);
  return first;
}

/**
 * Processes entries until all are done or the main thread must yield; the index of the first one that is left. A function
 * of its own: V8 optimizes the loop while it runs, and would discard that for code that follows it.
 */
function processEach(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  shared: SharedFolder,
): number {
  const { pace, readAhead, ctx: { control } } = worker;
  pace.begin();
  readAhead.begin(pair, listing);
  let i = 0;
  for (; i < listing.count && !isStopping(control); i++) {
    if (pace.isDue() && mustStop(worker, pair, listing, shared, i)) break;
    processEntry(worker, pair, listing.name(i), listing.type[i]);
    if (worker.isEntryDeferred) deferEntry(worker, pair, listing, shared, i);
  }
  return i;
}

/** True if the main thread must yield. Else reads ahead, and gives entries from `index` on to threads that have nothing to do. */
function mustStop(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  shared: SharedFolder,
  index: number,
): boolean {
  if (worker.shouldYield?.()) return true;
  worker.readAhead.look(pair, listing, index);
  if (!isWanted(worker, listing.count - index)) return false;
  shared.slot ??= takeFolderSlot(worker, shared.state);
  if (shared.slot !== null) shareListing(worker, pair, shared.slot, listing, index);
  return false;
}

/** Leaves an entry to a worker, or until the others are done; this thread goes on with them. */
function deferEntry(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  shared: SharedFolder,
  index: number,
): void {
  worker.isEntryDeferred = false;
  if (worker.isEntryPutOff) {
    worker.isEntryPutOff = false;
    return listing.keep(index, shared.putOff++);
  }
  shared.slot ??= takeFolderSlot(worker, shared.state);
  const isDeferred = shared.slot !== null &&
    pushSlice(worker, pair, shared.slot, packEntries(listing, index, index + 1), true);
  if (isDeferred) return;
  withoutDeferring(worker, () => {
    processEntry(worker, pair, listing.name(index), listing.type[index]);
  });
}
