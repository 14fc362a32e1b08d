// Folders in slices: one too large for a listing, or one that the main thread has no more time for.
// Slices are jobs that any worker takes; whoever finishes the last one finishes the folder.

import type { Listing } from "../../../ffi/mod.ts";
import { listWithRetries } from "../../copy/retry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { syncHandle } from "../../copy/target/sync.ts";
import { isStopping } from "../../shared/control.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { JOB, type Job, packEntries, type SliceEntries } from "../worker/job.ts";
import { processEntry } from "../entries/entry.ts";
import { listingsSuffice } from "../entries/looks_unchanged.ts";
import { finishFolder, type FolderState, refinalizeFolder } from "./finish_folder.ts";
import { listAgain } from "./list_again.ts";
import { closePair, openPair } from "./open_pair.ts";
import { deferRelock } from "./unlocked.ts";
import { skipUnchanged } from "./skip_unchanged.ts";
import { sourceOf } from "../../entry/subject.ts";

/** Entries of one slice. */
const SLICE_ENTRIES = 2048;
/** Entries between looks at whether the main thread should hand over. */
export const ENTRIES_PER_LOOK = 16;

/** User words of a sliced folder's slot. */
const PENDING = 0;
const MATCHED = 1;
const FLAGS = 2;
const TARGET_ENTRIES = 3;
const CHANGES = 4;

const TOUCHED = 1;
const INCOMPLETE = 2;
/** The folder was made writable; the mode that it had before stands above. */
const UNLOCKED = 4;
const MODE_SHIFT = 3;

/** Takes a slot for a folder that others do a part of; null when none is free. */
export function takeFolderSlot({ slots }: WorkerContext, state: FolderState): number | null {
  const slot = slots.take();
  if (slot === null) return null;
  const { words } = slots;
  words[slots.at(slot, PENDING)] = 1;
  words[slots.at(slot, MATCHED)] = words[slots.at(slot, FLAGS)] = 0;
  words[slots.at(slot, TARGET_ENTRIES)] = state.targetEntries;
  words[slots.at(slot, CHANGES)] = state.changes;
  return slot;
}

/**
 * Cuts what is left of a listing, and all further listings of the folder, into slices.
 *
 * @param slot the folder's, or null when it must be done by this thread alone
 */
export function sliceFolder(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  isLast: boolean,
  from: number,
  state: FolderState,
  slot: number | null,
): void {
  const { ctx: { control }, ctx } = worker;
  const settles = listingsSuffice(worker) && !pair.fresh && pair.target >= 0;
  for (let first = from, last = isLast;;) {
    if (settles) skipUnchanged(worker, pair, listing, first);
    for (let at = first; at < listing.count && !isStopping(control); at += SLICE_ENTRIES) {
      const to = Math.min(at + SLICE_ENTRIES, listing.count);
      if (slot === null || !pushSlice(worker, pair, listing, at, to, slot)) {
        for (let i = at; i < to; i++) processEntry(worker, pair, listing.name(i), listing.type[i]);
      }
    }
    if (last || isStopping(control)) break;
    listing.clear();
    if (settles) ctx.fs.forgetListed(pair.source);
    const end = listWithRetries(ctx, pair, "source", listing);
    if (end < 0) {
      ctx.fail(sourceOf(pair, null), "list folder", "getdents64", end);
      state.complete = false;
    }
    state.clashes?.remove(worker, pair, listing);
    first = 0;
    last = end !== 0;
  }
  if (slot === null) finishFolder(worker, pair, state);
  else finishSlice(worker, pair, slot, state.complete);
}

/** Puts entries `from` to `to` on a stack, that of all or the workers' own; false when it is full. */
export function pushSlice(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  from: number,
  to: number,
  slot: number,
  workersOnly = false,
): boolean {
  const job = {
    kind: JOB.slice,
    root: pair.root.index,
    fresh: pair.fresh,
    slot,
    path: pair.path,
  };
  const names = packEntries(listing, from, to), count = to - from;
  return pending(
    worker,
    slot,
    () => workersOnly ? worker.deferJob(job, names, count) : worker.stack.push(job, names, count),
  );
}

/** Counts one part more as pending in the slot, if there is one, while and after `push` succeeds. */
function pending({ slots }: WorkerContext, slot: number, push: () => boolean): boolean {
  if (slot < 0) return push();
  Atomics.add(slots.words, slots.at(slot, PENDING), 1);
  if (push()) return true;
  Atomics.sub(slots.words, slots.at(slot, PENDING), 1);
  return false;
}

/** Does a slice job. */
export function runSlice(worker: WorkerContext, job: Job): void {
  const pair = worker.borrowPair();
  if (openPair(worker, pair, job)) {
    const { slots } = worker;
    pair.replacesConflicts = job.kind === JOB.replaceConflicts;
    if (job.slot >= 0) listAgain(worker, pair, slots.words[slots.at(job.slot, TARGET_ENTRIES)]);
    const left = processSlice(worker, pair, job, job.entries!);
    if (left !== null && !pushRest(worker, job, left)) processRest(worker, pair, job, left);
    if (worker.paused === null) endSlice(worker, pair, job);
    else worker.paused.then(() => endSlice(worker, pair, job));
    return;
  }
  if (job.slot >= 0) abandonSlice(worker, job.slot);
  worker.returnPair(pair);
}

function endSlice(worker: WorkerContext, pair: FolderPair, job: Job): void {
  if (job.slot >= 0) finishSlice(worker, pair, job.slot, true);
  // The folder had its metadata before.
  else if (pair.replacesConflicts) refinalizeFolder(worker, pair);
  // A file named on the command line: its folder is no job of its own.
  else if (pair.touched) syncHandle(worker.ctx, pair, null, pair.target);
  closePair(worker, pair);
  worker.returnPair(pair);
}

/** Carries out a slice's entries; what is left of it when the main thread hands over, or null. */
function processSlice(
  worker: WorkerContext,
  pair: FolderPair,
  job: Job,
  entries: SliceEntries,
): SliceEntries | null {
  const { bytes, count } = entries;
  const { shouldYield, ctx: { control } } = worker;
  for (let i = 0, at = 0; i < count; i++) {
    if (i % ENTRIES_PER_LOOK === 0) {
      if (isStopping(control)) return null;
      if (shouldYield !== null && i > 0 && shouldYield()) {
        return { bytes: bytes.subarray(at), count: count - i };
      }
    }
    const next = bytes.indexOf(0, at + 1) + 1;
    processEntry(worker, pair, bytes.subarray(at + 1), bytes[at]);
    if (worker.isEntryDeferred) {
      worker.isEntryDeferred = false;
      const left = { bytes: bytes.subarray(at, next), count: 1 };
      const isLeft = pending(worker, job.slot, () => worker.deferJob(job, left.bytes, 1));
      if (!isLeft) processRest(worker, pair, job, left);
    }
    at = next;
  }
  return null;
}

/** Leaves the rest of a slice to others; false when they have filled the stack meanwhile. */
function pushRest(worker: WorkerContext, job: Job, rest: SliceEntries): boolean {
  return pending(worker, job.slot, () => worker.stack.push(job, rest.bytes, rest.count));
}

/** Does what nobody else can take, without handing over again. */
function processRest(worker: WorkerContext, pair: FolderPair, job: Job, rest: SliceEntries): void {
  const { shouldYield } = worker;
  worker.shouldYield = null;
  processSlice(worker, pair, job, rest);
  worker.shouldYield = shouldYield;
}

/** Adds what a worker learned to the slot; the last one to leave finishes the folder. */
export function finishSlice(
  worker: WorkerContext,
  pair: FolderPair,
  slot: number,
  complete: boolean,
): void {
  const { slots } = worker;
  const { words } = slots;
  const flags = (pair.touched ? TOUCHED : 0) | (complete ? 0 : INCOMPLETE) |
    unlockedFlags(worker, pair, slot);
  Atomics.or(words, slots.at(slot, FLAGS), flags);
  Atomics.add(words, slots.at(slot, MATCHED), pair.matched);
  if (Atomics.sub(words, slots.at(slot, PENDING), 1) !== 1) return;
  const all = words[slots.at(slot, FLAGS)];
  const state = {
    targetEntries: words[slots.at(slot, TARGET_ENTRIES)],
    changes: words[slots.at(slot, CHANGES)],
    complete: (all & INCOMPLETE) === 0,
    clashes: null,
  };
  pair.matched = words[slots.at(slot, MATCHED)];
  pair.touched = (all & TOUCHED) !== 0;
  if ((all & UNLOCKED) !== 0) pair.lockedMode = all >> MODE_SHIFT;
  slots.release(slot);
  finishFolder(worker, pair, state);
}

/** Says in the slot what mode the folder had that this thread has made writable; a run that stops gives it back at once. */
function unlockedFlags(worker: WorkerContext, pair: FolderPair, slot: number): number {
  const mode = pair.lockedMode;
  if (mode < 0 || isStopping(worker.ctx.control)) return 0;
  deferRelock(worker, pair, slot);
  return UNLOCKED | mode << MODE_SHIFT;
}

/** A slice whose folder could not be opened again: nothing is deleted there, and the stamp is left out. */
function abandonSlice(worker: WorkerContext, slot: number): void {
  const { slots } = worker;
  Atomics.or(slots.words, slots.at(slot, FLAGS), INCOMPLETE);
  if (Atomics.sub(slots.words, slots.at(slot, PENDING), 1) !== 1) return;
  // Whoever has made it writable takes that back while the slot is not free.
  if ((slots.words[slots.at(slot, FLAGS)] & UNLOCKED) === 0) slots.release(slot);
}
