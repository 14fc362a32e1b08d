// Cuts folders into slices: one too large for a listing, or one that the main thread has no more time for.
// Slices are jobs that any worker takes.

import type { Listing } from "../../../ffi/mod.ts";
import { listWithRetries } from "../../copy/retry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { sourceOf } from "../../entry/subject.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { keepOwn } from "../facts/shard_entries.ts";
import { processEntry } from "../entries/process_entry.ts";
import { listingsSuffice } from "../facts/looks_unchanged.ts";
import { SLICE_ENTRIES } from "../../thresholds.ts";
import { JOB } from "../worker/job.ts";
import { type PackedEntries, packEntries } from "../worker/packed_entries.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { finishFolder, type FolderState } from "./finish_folder.ts";
import { finishPart, pushPart } from "./folder_slot.ts";
import { skipUnchanged } from "./skip_unchanged.ts";
import { withoutDeferring } from "./without_deferring.ts";

/** What is left to do of a folder. */
interface FolderRest {
  readonly listing: Listing;
  /** Index of the first entry of the listing that is left. */
  readonly from: number;
  /** Whether the folder has no entries beyond this listing. */
  readonly isLast: boolean;
  readonly state: FolderState;
  /** The folder's slot, or null when this thread must do all by itself. */
  readonly slot: number | null;
}

/** Cuts what is left of a listing, and all further listings of the folder, into slices. */
export function sliceFolder(worker: WorkerContext, pair: FolderPair, rest: FolderRest): void {
  const { ctx: { control }, ctx } = worker;
  const { listing, state, slot } = rest;
  const skips = listingsSuffice(worker) && !pair.fresh && pair.target >= 0;
  for (let { from, isLast } = rest;;) {
    if (skips) skipUnchanged(worker, pair, listing, from);
    pushSlices(worker, pair, rest, from);
    if (isLast || isStopping(control)) break;
    listing.clear();
    if (skips) ctx.fs.forgetListed(pair.source);
    const end = listWithRetries(ctx, pair, "source", listing);
    if (end < 0) {
      ctx.fail(sourceOf(pair, null), "list folder", "getdents64", end);
      state.complete = false;
    }
    state.clashes?.remove(worker, pair, listing);
    if (worker.shard !== null) {
      ctx.count[COUNTER.entriesForeign] += keepOwn(worker, pair, listing, pair.sourceStat.dev);
    }
    from = 0;
    isLast = end !== 0;
  }
  if (slot === null) finishFolder(worker, pair, state);
  else finishPart(worker, pair, slot, state.complete);
}

/** Puts a listing's entries on the stack, slice by slice; processes those for which there is no room. */
function pushSlices(
  worker: WorkerContext,
  pair: FolderPair,
  { listing, slot }: FolderRest,
  from: number,
): void {
  for (let at = from; at < listing.count && !isStopping(worker.ctx.control);) {
    const end = Math.min(at + SLICE_ENTRIES, listing.count);
    const isPushed = slot !== null &&
      pushSlice(worker, pair, slot, packEntries(listing, at, end));
    if (!isPushed) {
      withoutDeferring(worker, () => processEntries(worker, pair, listing, at, end));
    }
    at = end;
  }
}

/** Processes the entries of a listing from index `from` to `to`. */
function processEntries(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) processEntry(worker, pair, listing.name(i), listing.type[i]);
}

/** Leaves the second half of what is left of a listing to a thread that has nothing to do. */
export function shareListing(
  worker: WorkerContext,
  pair: FolderPair,
  slot: number,
  listing: Listing,
  from: number,
): void {
  const half = from + Math.ceil((listing.count - from) / 2);
  const isPushed = pushSlice(worker, pair, slot, packEntries(listing, half, listing.count));
  if (isPushed) listing.count = half;
}

/** Puts entries of a folder on the stack of all threads or on that of workers only; false when it is full. */
export function pushSlice(
  worker: WorkerContext,
  pair: FolderPair,
  slot: number,
  entries: PackedEntries,
  workersOnly = false,
): boolean {
  const { root: { index: root }, path, fresh, isVacant } = pair;
  const job = { kind: JOB.slice, root, fresh, isVacant, slot, path, entries };
  return pushPart(
    worker,
    slot,
    () => workersOnly ? worker.deferJob(job) : worker.stack.push(job),
  );
}
