// The job at the heart of a run: one folder. List source and target, carry out entry after entry,
// note what is left to delete, and stamp the folder.

import type { Listing } from "../../ffi/mod.ts";
import type { Place } from "../copy/place.ts";
import { isStopping } from "../shared/control.ts";
import type { Crew } from "./crew.ts";
import { carryOutEntry } from "./entries.ts";
import {
  finishFolder,
  folderDifferences,
  type FolderState,
  lookAtTarget,
} from "./finish_folder.ts";
import { JOB, type Job } from "./job.ts";
import { closePlace, openPlace } from "./open_place.ts";
import { ENTRIES_PER_LOOK, sliceFolder } from "./slices.ts";
import { fillStaged, paysToStage } from "./staging.ts";

/** Puts a folder on the stack; false when it is full. */
function pushFolder(crew: Crew, root: number, path: Uint8Array, fresh: boolean): boolean {
  return crew.stack.push({ kind: JOB.folder, root, fresh, countsOnly: false, slot: -1, path });
}

/** Leaves a folder to whoever takes it, or does it at once when the stack is full. */
export function pushOrRunFolder(crew: Crew, root: number, path: Uint8Array, fresh: boolean): void {
  if (pushFolder(crew, root, path, fresh)) return;
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
  const end = fs.list(place.source, listing);
  if (
    end === 0 && crew.handOver !== null &&
    pushFolder(crew, place.root.index, place.path, place.fresh)
  ) {
    crew.leavesEntry = true; // a huge folder would keep the main thread from its event loop
    return;
  }
  if (!place.fresh && place.target >= 0) {
    state.targetEntries = lookAtTarget(crew, place);
    state.changes = folderDifferences(crew, place);
  }
  if (end < 0) {
    ctx.fail(place, null, "source", "list folder", "getdents64", end);
    state.complete = false;
    return finishFolder(crew, place, state);
  }
  if (end === 1 && paysToStage(crew, place, listing)) {
    const enter = (path: Uint8Array) => pushOrRunFolder(crew, place.root.index, path, true);
    if (fillStaged(crew, place, listing, enter)) return;
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
