// The job at the heart of a run: one folder. List source and target, carry out entry after entry,
// note what is left to delete, and stamp the folder. A folder too large for one listing is cut into
// slices that other workers take; whoever finishes the last one stamps it.

import { ENOENT } from "../../ffi/errno.ts";
import { cString, type Listing } from "../../ffi/mod.ts";
import { applyMetadata, noteLosses, readSourceXattrs, settingByHandle } from "../copy/metadata.ts";
import { type Place, reportPath } from "../copy/place.ts";
import { sweep } from "../copy/sweep.ts";
import { isTemporaryName } from "../copy/temporary_names.ts";
import { isStopping } from "../shared/control.ts";
import { COUNTER } from "../shared/counters.ts";
import { CHANGED, changesOf, METADATA } from "../plan/changes.ts";
import type { Crew } from "./crew.ts";
import { carryOutEntry } from "./entries.ts";
import { JOB, type Job, packEntries, type SliceEntries } from "./job.ts";
import { xattrDifferences } from "./xattr_differences.ts";

/** Entries of one slice. */
const SLICE_ENTRIES = 2048;
/** Entries between looks at whether the main thread should hand over. */
const ENTRIES_PER_LOOK = 16;

/** User words of a sliced folder's slot. */
const PENDING = 0;
const MATCHED = 1;
const FLAGS = 2;
const TARGET_ENTRIES = 3;
const CHANGES = 4;

/** Answer of a step that refused and has said why. */
const REFUSED = -1;

const TOUCHED = 1;
const CONFLICTS = 2;
const INCOMPLETE = 4;

/** What is known of a folder before its entries are carried out. */
interface FolderState {
  /** Entries that the target has; leftovers not counted. */
  targetEntries: number;
  /** How the folder itself differed when it was met. */
  changes: number;
  /** The source's listing is complete, so that what it has not may be deleted. */
  complete: boolean;
}

/** Opens the source and target folder of a job; false when that failed, which was reported. */
export function openPlace(crew: Crew, place: Place, job: Job): boolean {
  const { ctx: { fs, options }, ctx } = crew;
  const root = crew.roots[job.root];
  place.reset(root, job.path, job.fresh);
  const path = cString(job.path);
  place.source = fs.openFolderBeneath(root.source, path, options.dereference);
  if (place.source < 0) {
    ctx.fail(place, null, "source", "open folder", "openat2", place.source);
    return false;
  }
  let error = fs.statHandle(place.source, place.sourceStat);
  if (error < 0) ctx.fail(place, null, "source", "read metadata of", "statx", error);
  else error = openTarget(crew, place, path, job.kind === JOB.slice && job.slot < 0);
  if (error < 0) fs.close(place.source);
  return error === 0;
}

/** @param isForEntries the job is about named entries, which may be copied within one folder */
function openTarget(crew: Crew, place: Place, path: Uint8Array, isForEntries: boolean): number {
  const { ctx: { fs, options }, ctx } = crew;
  const { root } = place;
  const target = root.target < 0 ? -ENOENT : fs.openFolderBeneath(root.target, path, false);
  if (target < 0) {
    place.target = -1;
    if (options.dryRun) {
      place.fresh = true;
      return 0;
    }
    ctx.fail(place, null, "target", "open folder", "openat2", target);
    return target;
  }
  place.target = target;
  const error = fs.statHandle(target, place.targetStat);
  if (error < 0) {
    ctx.fail(place, null, "target", "read metadata of", "statx", error);
  } else if (
    !isForEntries &&
    (crew.isTargetRoot(place.sourceStat) || place.sourceStat.hasSameInode(place.targetStat))
  ) {
    ctx.failWith(
      place,
      null,
      "source",
      "copy",
      null,
      "SAME_FILE",
      "The folder is the target itself",
    );
    fs.close(target);
    return REFUSED;
  }
  return error;
}

export function closePlace(crew: Crew, place: Place): void {
  crew.ctx.fs.close(place.source);
  if (place.target >= 0) crew.ctx.fs.close(place.target);
}

/** Puts a folder on the stack; false when it is full. */
export function pushFolder(crew: Crew, root: number, path: Uint8Array, fresh: boolean): boolean {
  return crew.stack.push({ kind: JOB.folder, root, fresh, countsOnly: false, slot: -1, path });
}

/** Does a folder at once, without the stack. */
export function runFolderNow(crew: Crew, root: number, path: Uint8Array, fresh: boolean): void {
  runFolder(crew, {
    kind: JOB.folder,
    root,
    fresh,
    countsOnly: false,
    slot: -1,
    path,
    entries: null,
  });
}

/** Does a folder job. */
export function runFolder(crew: Crew, job: Job): void {
  const place = crew.borrowPlace();
  if (openPlace(crew, place, job)) {
    const listing = crew.borrowListing();
    listFolder(crew, place, listing);
    crew.returnListing(listing);
    closePlace(crew, place);
  }
  crew.returnPlace(place);
}

function listFolder(crew: Crew, place: Place, listing: Listing): void {
  const { ctx: { fs }, ctx } = crew;
  const state: FolderState = { targetEntries: 0, changes: 0, complete: true };
  if (!place.fresh && place.target >= 0) {
    state.targetEntries = lookAtTarget(crew, place);
    state.changes = folderDifferences(crew, place);
  }
  const end = fs.list(place.source, listing);
  if (end < 0) {
    ctx.fail(place, null, "source", "list folder", "getdents64", end);
    state.complete = false;
    return finishFolder(crew, place, state);
  }
  if (
    end === 0 && crew.handOver !== null &&
    pushFolder(crew, place.root.index, place.path, place.fresh)
  ) {
    crew.leavesEntry = true; // a huge folder would keep the main thread from its event loop
    return;
  }
  const handedOverAt = end === 0 ? 0 : carryOutListing(crew, place, listing);
  if (end === 1 && handedOverAt < 0) return finishFolder(crew, place, state);
  sliceFolder(crew, place, listing, end === 1, Math.max(handedOverAt, 0), state);
}

/** Carries out all entries; the index of the first one left for others, or -1. */
function carryOutListing(crew: Crew, place: Place, listing: Listing): number {
  const { handOver, ctx: { control } } = crew;
  for (let i = 0; i < listing.count; i++) {
    if (i % ENTRIES_PER_LOOK === 0) {
      if (handOver !== null && i > 0 && handOver()) return i;
      if (isStopping(control)) break;
    }
    carryOutEntry(crew, place, listing.name(i), listing.type[i]);
    if (crew.leavesEntry) return i;
  }
  return -1;
}

/** Cuts what is left of a listing, and all further listings of the folder, into slices. */
function sliceFolder(
  crew: Crew,
  place: Place,
  listing: Listing,
  isLast: boolean,
  from: number,
  state: FolderState,
): void {
  const { slots, ctx: { fs, control }, ctx } = crew;
  const slot = slots.take();
  const words = slots.words;
  if (slot !== null) {
    words[slots.at(slot, PENDING)] = 1;
    words[slots.at(slot, MATCHED)] = words[slots.at(slot, FLAGS)] = 0;
    words[slots.at(slot, TARGET_ENTRIES)] = state.targetEntries;
    words[slots.at(slot, CHANGES)] = state.changes;
  }
  for (let first = from, last = isLast;;) {
    for (let at = first; at < listing.count && !isStopping(control); at += SLICE_ENTRIES) {
      const to = Math.min(at + SLICE_ENTRIES, listing.count);
      if (slot === null || !pushSlice(crew, place, listing, at, to, slot)) {
        for (let i = at; i < to; i++) carryOutEntry(crew, place, listing.name(i), listing.type[i]);
      }
    }
    if (last || isStopping(control)) break;
    listing.clear();
    const end = fs.list(place.source, listing);
    if (end < 0) {
      ctx.fail(place, null, "source", "list folder", "getdents64", end);
      state.complete = false;
      break;
    }
    first = 0;
    last = end === 1;
  }
  if (slot === null) finishFolder(crew, place, state);
  else leaveSlice(crew, place, slot, state.complete);
}

function pushSlice(
  crew: Crew,
  place: Place,
  listing: Listing,
  from: number,
  to: number,
  slot: number,
): boolean {
  const pending = crew.slots.at(slot, PENDING);
  Atomics.add(crew.slots.words, pending, 1);
  const job = {
    kind: JOB.slice,
    root: place.root.index,
    fresh: place.fresh,
    countsOnly: false,
    slot,
    path: place.path,
  };
  if (crew.stack.push(job, packEntries(listing, from, to), to - from)) return true;
  Atomics.sub(crew.slots.words, pending, 1);
  return false;
}

/** Does a slice job. */
export function runSlice(crew: Crew, job: Job): void {
  const place = crew.borrowPlace();
  if (openPlace(crew, place, job)) {
    const left = carryOutSlice(crew, place, job.entries!);
    if (left !== null) pushRest(crew, job, left);
    if (job.slot >= 0) leaveSlice(crew, place, job.slot, true);
    closePlace(crew, place);
  } else if (job.slot >= 0) leaveBroken(crew, job.slot);
  crew.returnPlace(place);
}

/** Carries out a slice's entries; what is left of it when the main thread hands over, or null. */
function carryOutSlice(crew: Crew, place: Place, entries: SliceEntries): SliceEntries | null {
  const { bytes, count } = entries;
  const { handOver, ctx: { control } } = crew;
  for (let i = 0, at = 0; i < count; i++) {
    if (i % ENTRIES_PER_LOOK === 0) {
      if (isStopping(control)) return null;
      if (handOver !== null && i > 0 && handOver()) {
        return { bytes: bytes.subarray(at), count: count - i };
      }
    }
    carryOutEntry(crew, place, bytes.subarray(at + 1), bytes[at]);
    if (crew.leavesEntry) return { bytes: bytes.subarray(at), count: count - i };
    at = bytes.indexOf(0, at + 1) + 1;
  }
  return null;
}

function pushRest(crew: Crew, job: Job, rest: SliceEntries): void {
  const pending = crew.slots.at(job.slot, PENDING);
  if (job.slot >= 0) Atomics.add(crew.slots.words, pending, 1);
  if (!crew.stack.push(job, rest.bytes, rest.count)) {
    throw new Error("the job stack is full although a job was just taken off");
  }
}

/** Adds what a worker learned to the slot; the last one to leave finishes the folder. */
function leaveSlice(crew: Crew, place: Place, slot: number, complete: boolean): void {
  const { slots } = crew;
  const { words } = slots;
  const flags = (place.touched ? TOUCHED : 0) | (place.conflicts ? CONFLICTS : 0) |
    (complete ? 0 : INCOMPLETE);
  Atomics.or(words, slots.at(slot, FLAGS), flags);
  Atomics.add(words, slots.at(slot, MATCHED), place.matched);
  if (Atomics.sub(words, slots.at(slot, PENDING), 1) !== 1) return;
  const all = words[slots.at(slot, FLAGS)];
  const state = {
    targetEntries: words[slots.at(slot, TARGET_ENTRIES)],
    changes: words[slots.at(slot, CHANGES)],
    complete: (all & INCOMPLETE) === 0,
  };
  place.matched = words[slots.at(slot, MATCHED)];
  place.touched = (all & TOUCHED) !== 0;
  place.conflicts = (all & CONFLICTS) !== 0;
  slots.release(slot);
  finishFolder(crew, place, state);
}

/** A slice whose folder could not be opened again: nothing is deleted there, and the stamp is left out. */
function leaveBroken(crew: Crew, slot: number): void {
  const { slots } = crew;
  Atomics.or(slots.words, slots.at(slot, FLAGS), INCOMPLETE);
  if (Atomics.sub(slots.words, slots.at(slot, PENDING), 1) === 1) slots.release(slot);
}

/** Counts the target's entries and sweeps leftovers. */
function lookAtTarget(crew: Crew, place: Place): number {
  const { ctx: { fs, options, count }, ctx } = crew;
  const listing = crew.borrowListing();
  let entries = 0;
  for (let end = 0; end === 0;) {
    listing.clear();
    end = fs.list(place.target, listing);
    if (end < 0) {
      ctx.fail(place, null, "target", "list folder", "getdents64", end);
      break;
    }
    for (let i = 0; i < listing.count; i++) {
      const name = listing.name(i);
      if (!isTemporaryName(name)) entries++;
      else if (!options.dryRun) sweep(ctx, place, cString(name.subarray(0, name.indexOf(0))));
    }
  }
  crew.returnListing(listing);
  count[COUNTER.targetEntries] += entries;
  return entries;
}

function folderDifferences(crew: Crew, place: Place): number {
  const { ctx: { fs, xattrPolicy } } = crew;
  let bits = crew.comparer.compareMetadata(place.sourceStat, place.targetStat);
  if (!crew.ctx.options.keep.times) bits &= ~CHANGED.mtime;
  if (
    xattrPolicy.any &&
    (fs.xattrListSize(place.source) !== 0 || fs.xattrListSize(place.target) !== 0)
  ) {
    bits |= xattrDifferences(
      crew.ctx,
      settingByHandle(crew.ctx, place.source).xattrs,
      settingByHandle(crew.ctx, place.target).xattrs,
    );
  }
  return bits;
}

/** After all entries: notes what is left to delete, and gives the folder its own metadata. */
function finishFolder(crew: Crew, place: Place, state: FolderState): void {
  const { options, control } = crew.ctx;
  if (isStopping(control)) return;
  const hasExtras = place.conflicts || state.targetEntries > place.matched;
  if (options.delete && state.complete && hasExtras && place.target >= 0) {
    crew.extras.push({ root: place.root.index, path: place.path });
  }
  stampFolder(crew, place, state.changes);
}

/** Gives the target folder its owner, attributes, mode and times. */
export function stampFolder(crew: Crew, place: Place, changes: number): void {
  const { ctx } = crew;
  if (place.target < 0 && !place.fresh) return;
  const reported = changes & METADATA;
  if (!place.fresh && reported !== 0) {
    ctx.count[COUNTER.metadataUpdated]++;
    if (ctx.report.wantsOperations) {
      const path = reportPath(place.root, place.path);
      ctx.report.operation("update-metadata", "folder", path, 0, null, changesOf(changes));
    }
  }
  if (ctx.options.dryRun || (!place.fresh && !place.touched && reported === 0)) return;
  noteLosses(ctx, place, null, place.sourceStat);
  const { checkStat, fs, xattrPolicy } = ctx;
  const error = fs.statHandle(place.target, checkStat);
  if (error < 0) return ctx.fail(place, null, "target", "read metadata of", "statx", error);
  const mayHaveXattrs = xattrPolicy.any &&
    (fs.xattrListSize(place.source) !== 0 || fs.xattrListSize(place.target) !== 0);
  const wanted = mayHaveXattrs
    ? readSourceXattrs(ctx, place, null, settingByHandle(ctx, place.source).xattrs)
    : null;
  applyMetadata(
    ctx,
    place,
    null,
    settingByHandle(ctx, place.target),
    place.sourceStat,
    checkStat,
    wanted,
  );
}
