// Folders in slices: one too large for a listing, or one that the main thread has no more time for.
// Slices are jobs that any worker takes; whoever finishes the last one finishes the folder.

import type { Listing } from "../../../ffi/mod.ts";
import { listPatiently } from "../../copy/patience.ts";
import type { Place } from "../../copy/place.ts";
import { syncHandle } from "../../copy/sync.ts";
import { isStopping } from "../../shared/control.ts";
import type { Crew } from "../crew/crew.ts";
import { JOB, type Job, packEntries, type SliceEntries } from "../crew/job.ts";
import { carryOutEntry } from "../entries/entry.ts";
import { listingsSettle } from "../entries/looks_unchanged.ts";
import { finishFolder, type FolderState, stampAgain } from "./finish_folder.ts";
import { listAgain } from "./list_again.ts";
import { closePlace, openPlace } from "./open_place.ts";
import { leaveLocked } from "./unlocked.ts";
import { settleListed } from "./settle_listed.ts";

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
export function takeFolderSlot({ slots }: Crew, state: FolderState): number | null {
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
  crew: Crew,
  place: Place,
  listing: Listing,
  isLast: boolean,
  from: number,
  state: FolderState,
  slot: number | null,
): void {
  const { ctx: { control }, ctx } = crew;
  const settles = listingsSettle(crew) && !place.fresh && place.target >= 0;
  for (let first = from, last = isLast;;) {
    if (settles) settleListed(crew, place, listing, first);
    for (let at = first; at < listing.count && !isStopping(control); at += SLICE_ENTRIES) {
      const to = Math.min(at + SLICE_ENTRIES, listing.count);
      if (slot === null || !pushSlice(crew, place, listing, at, to, slot)) {
        for (let i = at; i < to; i++) carryOutEntry(crew, place, listing.name(i), listing.type[i]);
      }
    }
    if (last || isStopping(control)) break;
    listing.clear();
    if (settles) ctx.fs.forgetListed(place.source);
    const end = listPatiently(ctx, place, "source", listing);
    if (end < 0) {
      ctx.fail(place, null, "source", "list folder", "getdents64", end);
      state.complete = false;
    }
    state.clashes?.remove(crew, place, listing);
    first = 0;
    last = end !== 0;
  }
  if (slot === null) finishFolder(crew, place, state);
  else leaveSlice(crew, place, slot, state.complete);
}

/** Puts entries `from` to `to` on a stack, that of all or the workers' own; false when it is full. */
export function pushSlice(
  crew: Crew,
  place: Place,
  listing: Listing,
  from: number,
  to: number,
  slot: number,
  workersOnly = false,
): boolean {
  const job = {
    kind: JOB.slice,
    root: place.root.index,
    fresh: place.fresh,
    slot,
    path: place.path,
  };
  const names = packEntries(listing, from, to), count = to - from;
  return pending(
    crew,
    slot,
    () => workersOnly ? crew.leaveToWorkers(job, names, count) : crew.stack.push(job, names, count),
  );
}

/** Counts one part more as pending in the slot, if there is one, while and after `push` succeeds. */
function pending({ slots }: Crew, slot: number, push: () => boolean): boolean {
  if (slot < 0) return push();
  Atomics.add(slots.words, slots.at(slot, PENDING), 1);
  if (push()) return true;
  Atomics.sub(slots.words, slots.at(slot, PENDING), 1);
  return false;
}

/** Does a slice job. */
export function runSlice(crew: Crew, job: Job): void {
  const place = crew.borrowPlace();
  if (openPlace(crew, place, job)) {
    const { slots } = crew;
    place.makesWay = job.kind === JOB.makeWay;
    if (job.slot >= 0) listAgain(crew, place, slots.words[slots.at(job.slot, TARGET_ENTRIES)]);
    const left = carryOutSlice(crew, place, job, job.entries!);
    if (left !== null && !pushRest(crew, job, left)) carryOutRest(crew, place, job, left);
    if (crew.paused === null) endSlice(crew, place, job);
    else crew.paused.then(() => endSlice(crew, place, job));
    return;
  }
  if (job.slot >= 0) leaveBroken(crew, job.slot);
  crew.returnPlace(place);
}

function endSlice(crew: Crew, place: Place, job: Job): void {
  if (job.slot >= 0) leaveSlice(crew, place, job.slot, true);
  // The folder had its metadata before.
  else if (place.makesWay) stampAgain(crew, place);
  // A file named on the command line: its folder is no job of its own.
  else if (place.touched) syncHandle(crew.ctx, place, null, place.target);
  closePlace(crew, place);
  crew.returnPlace(place);
}

/** Carries out a slice's entries; what is left of it when the main thread hands over, or null. */
function carryOutSlice(
  crew: Crew,
  place: Place,
  job: Job,
  entries: SliceEntries,
): SliceEntries | null {
  const { bytes, count } = entries;
  const { handOver, ctx: { control } } = crew;
  for (let i = 0, at = 0; i < count; i++) {
    if (i % ENTRIES_PER_LOOK === 0) {
      if (isStopping(control)) return null;
      if (handOver !== null && i > 0 && handOver()) {
        return { bytes: bytes.subarray(at), count: count - i };
      }
    }
    const next = bytes.indexOf(0, at + 1) + 1;
    carryOutEntry(crew, place, bytes.subarray(at + 1), bytes[at]);
    if (crew.leavesEntry) {
      crew.leavesEntry = false;
      const left = { bytes: bytes.subarray(at, next), count: 1 };
      const isLeft = pending(crew, job.slot, () => crew.leaveToWorkers(job, left.bytes, 1));
      if (!isLeft) carryOutRest(crew, place, job, left);
    }
    at = next;
  }
  return null;
}

/** Leaves the rest of a slice to others; false when they have filled the stack meanwhile. */
function pushRest(crew: Crew, job: Job, rest: SliceEntries): boolean {
  return pending(crew, job.slot, () => crew.stack.push(job, rest.bytes, rest.count));
}

/** Does what nobody else can take, without handing over again. */
function carryOutRest(crew: Crew, place: Place, job: Job, rest: SliceEntries): void {
  const { handOver } = crew;
  crew.handOver = null;
  carryOutSlice(crew, place, job, rest);
  crew.handOver = handOver;
}

/** Adds what a worker learned to the slot; the last one to leave finishes the folder. */
export function leaveSlice(crew: Crew, place: Place, slot: number, complete: boolean): void {
  const { slots } = crew;
  const { words } = slots;
  const flags = (place.touched ? TOUCHED : 0) | (complete ? 0 : INCOMPLETE) |
    unlockedFlags(crew, place, slot);
  Atomics.or(words, slots.at(slot, FLAGS), flags);
  Atomics.add(words, slots.at(slot, MATCHED), place.matched);
  if (Atomics.sub(words, slots.at(slot, PENDING), 1) !== 1) return;
  const all = words[slots.at(slot, FLAGS)];
  const state = {
    targetEntries: words[slots.at(slot, TARGET_ENTRIES)],
    changes: words[slots.at(slot, CHANGES)],
    complete: (all & INCOMPLETE) === 0,
    clashes: null,
  };
  place.matched = words[slots.at(slot, MATCHED)];
  place.touched = (all & TOUCHED) !== 0;
  if ((all & UNLOCKED) !== 0) place.lockedMode = all >> MODE_SHIFT;
  slots.release(slot);
  finishFolder(crew, place, state);
}

/** Says in the slot what mode the folder had that this thread has made writable; a run that stops gives it back at once. */
function unlockedFlags(crew: Crew, place: Place, slot: number): number {
  const mode = place.lockedMode;
  if (mode < 0 || isStopping(crew.ctx.control)) return 0;
  leaveLocked(crew, place, slot);
  return UNLOCKED | mode << MODE_SHIFT;
}

/** A slice whose folder could not be opened again: nothing is deleted there, and the stamp is left out. */
function leaveBroken(crew: Crew, slot: number): void {
  const { slots } = crew;
  Atomics.or(slots.words, slots.at(slot, FLAGS), INCOMPLETE);
  if (Atomics.sub(slots.words, slots.at(slot, PENDING), 1) !== 1) return;
  // Whoever has made it writable takes that back while the slot is not free.
  if ((slots.words[slots.at(slot, FLAGS)] & UNLOCKED) === 0) slots.release(slot);
}
