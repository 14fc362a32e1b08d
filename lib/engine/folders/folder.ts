// The job at the heart of a run: one folder. List source and target, carry out entry after entry,
// note what is left to delete, and stamp the folder.

import type { Listing } from "../../../ffi/mod.ts";
import { listPatiently } from "../../copy/patience.ts";
import type { Place } from "../../copy/place.ts";
import { isStopping } from "../../shared/control.ts";
import type { Crew } from "../crew/crew.ts";
import { JOB, type Job, unpackEntries } from "../crew/job.ts";
import { carryOutEntry } from "../entries/entry.ts";
import { CaseClashes } from "./case_clashes.ts";
import { nameKeyOf } from "./case_rules.ts";
import {
  finishFolder,
  folderDifferences,
  type FolderState,
  lookAtTarget,
} from "./finish_folder.ts";
import { closePlace, openPlace } from "./open_place.ts";
import { ENTRIES_PER_LOOK, leaveSlice, pushSlice, sliceFolder, takeFolderSlot } from "./slices.ts";
import { fillStaged, paysToStage, STAGED } from "./staging.ts";
import type { UnfinishedFolder } from "./subtree.ts";

function folderJob(root: number, path: Uint8Array, fresh: boolean): Omit<Job, "entries"> {
  return { kind: JOB.folder, root, fresh, slot: -1, path };
}

/** What is known of a folder at first. */
function newState(clashes: CaseClashes | null): FolderState {
  return { targetEntries: 0, changes: 0, complete: true, clashes };
}

/** Does a folder job. */
export function runFolder(crew: Crew, job: Job): void {
  inFolder(crew, job, (place, listing) => listFolder(crew, place, listing));
}

/** Opens the folders of a job and closes them afterwards; `use` is called if that succeeds, with an empty listing. */
function inFolder(crew: Crew, job: Job, use: (place: Place, listing: Listing) => void): void {
  const place = crew.borrowPlace();
  if (openPlace(crew, place, job)) {
    const listing = crew.borrowListing();
    use(place, listing);
    crew.returnListing(listing);
    closePlace(crew, place);
  }
  crew.returnPlace(place);
}

/** @param mayStage whether the folder may be filled under a temporary name */
function listFolder(crew: Crew, place: Place, listing: Listing, mayStage = true): void {
  const { ctx } = crew;
  const key = nameKeyOf(crew, place);
  const clashes = key === null ? null : new CaseClashes(key);
  const state = newState(clashes);
  const end = listPatiently(ctx, place, "source", listing);
  if (end === 0 && crew.handOver !== null) {
    // A huge folder would keep the main thread from its event loop.
    if (crew.leaveToWorkers(folderJob(place.root.index, place.path, place.fresh))) return;
  }
  crew.hasListed?.(place.path, listing, place.fresh);
  clashes?.remove(crew, place, listing);
  if (!place.fresh && place.target >= 0) {
    state.targetEntries = lookAtTarget(crew, place, end === 1 ? listing : null, key);
    state.changes = folderDifferences(crew, place);
  }
  if (end < 0) {
    // What was listed before is copied; nothing is deleted here.
    ctx.fail(place, null, "source", "list folder", "getdents64", end);
    state.complete = false;
  }
  if (end === 1 && mayStage && paysToStage(crew, place, listing)) {
    const finish = (folder: UnfinishedFolder) => finishUnfinished(crew, place.root.index, folder);
    const staged = fillStaged(crew, place, listing, finish);
    if (staged === STAGED.finished) return;
    if (staged === STAGED.undone) return startOver(crew, place, listing);
  }
  if (end === 0) {
    return sliceFolder(crew, place, listing, false, 0, state, takeFolderSlot(crew, state));
  }
  carryOutListing(crew, place, listing, state);
}

/** Fills a folder under its own name of which nothing is left that was done under another one. */
function startOver(crew: Crew, place: Place, listing: Listing): void {
  const { ctx } = crew;
  if (isStopping(ctx.control)) return;
  place.touched = false;
  place.subfolders = [];
  const error = ctx.fs.rewind(place.source);
  if (error < 0) return ctx.fail(place, null, "source", "list folder", "lseek", error);
  listing.clear();
  listFolder(crew, place, listing, false);
}

/** Does what could not be done in a folder while it was hidden. */
function finishUnfinished(crew: Crew, root: number, { path, entries }: UnfinishedFolder): void {
  if (entries === null) return crew.leaveFolder(folderJob(root, path, true));
  inFolder(crew, { ...folderJob(root, path, true), entries: null }, (place, listing) => {
    unpackEntries(entries, listing);
    carryOutListing(crew, place, listing, newState(null));
  });
}

/** Carries out all entries of a whole listing and finishes the folder, or leaves that to others. */
function carryOutListing(crew: Crew, place: Place, listing: Listing, state: FolderState): void {
  const { handOver, ctx: { control } } = crew;
  let slot: number | null = null;
  for (let i = 0; i < listing.count; i++) {
    if (i % ENTRIES_PER_LOOK === 0) {
      if (handOver !== null && i > 0 && handOver()) {
        slot ??= takeFolderSlot(crew, state);
        return sliceFolder(crew, place, listing, true, i, state, slot);
      }
      if (isStopping(control)) break;
    }
    carryOutEntry(crew, place, listing.name(i), listing.type[i]);
    if (!crew.leavesEntry) continue;
    // A worker does this one; the others go on here.
    crew.leavesEntry = false;
    slot ??= takeFolderSlot(crew, state);
    if (slot === null || !pushSlice(crew, place, listing, i, i + 1, slot, true)) {
      carryOutHere(crew, place, listing, i);
    }
  }
  if (slot === null) finishFolder(crew, place, state);
  else leaveSlice(crew, place, slot, state.complete);
}

/** Does an entry that should go to a worker and cannot. */
function carryOutHere(crew: Crew, place: Place, listing: Listing, index: number): void {
  const { handOver } = crew;
  crew.handOver = null;
  carryOutEntry(crew, place, listing.name(index), listing.type[index]);
  crew.handOver = handOver;
}
