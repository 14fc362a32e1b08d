// Fills a folder that nobody can see yet, and its sub-folders with it, one from the other, as long as the
// subtree stays small: a killed run loses little, and no thread waits for work that another keeps. Large
// files and the first names of files with several wait until the folders can be seen.

import type { CString, Listing } from "../../../ffi/mod.ts";
import { listPatiently } from "../../copy/patience.ts";
import { type HiddenTree, joinPath, type Place } from "../../copy/place.ts";
import { isStopping } from "../../shared/control.ts";
import { DEEPEST_STAGED, MOST_STAGED_ENTRIES } from "../../thresholds.ts";
import type { Crew } from "../crew/crew.ts";
import { packEntries, type SliceEntries } from "../crew/job.ts";
import { carryOutEntry } from "../entries/entry.ts";
import { CaseClashes } from "./case_clashes.ts";
import { nameKeyOf } from "./case_rules.ts";
import { stampFolder } from "./finish_folder.ts";
import { closePlace, openSubfolder } from "./open_place.ts";

/** A folder of which something is left to do once it can be seen. */
export interface UnfinishedFolder {
  readonly path: Uint8Array;
  /** The entries that wait; null where the folder is empty still. */
  readonly entries: SliceEntries | null;
}

/** What one thread fills under one temporary name. */
export class Subtree implements HiddenTree {
  bytes = 0;
  entries = 0;
  depth = 0;
  readonly unfinished: UnfinishedFolder[] = [];
}

/** Carries out the entries of a hidden folder and of those below it. Entries that wait stay in `listing`, and only they. */
export function fillHidden(crew: Crew, place: Place, listing: Listing, subtree: Subtree): void {
  const { handOver } = crew;
  crew.handOver = null; // the subtree is this thread's alone
  fillFolder(crew, place, listing, subtree);
  for (const name of place.subfolders) fillSubfolder(crew, place, name, subtree);
  place.hidden = null;
  crew.handOver = handOver;
}

function fillFolder(crew: Crew, place: Place, listing: Listing, subtree: Subtree): void {
  place.hidden = subtree;
  subtree.entries += listing.count;
  listing.count = carryOutEach(crew, place, listing);
}

/** The loop by itself: V8 compiles it while it runs, and would throw that away at anything that follows it. */
function carryOutEach(crew: Crew, place: Place, listing: Listing): number {
  const { control } = crew.ctx;
  let waiting = 0;
  for (let i = 0; i < listing.count && !isStopping(control); i++) {
    carryOutEntry(crew, place, listing.name(i), listing.type[i]);
    if (!crew.leavesEntry) continue;
    crew.leavesEntry = false;
    listing.nameAt[waiting] = listing.nameAt[i];
    listing.type[waiting++] = listing.type[i];
  }
  return waiting;
}

/** Fills a sub-folder, or leaves it for later. */
function fillSubfolder(crew: Crew, above: Place, name: CString, subtree: Subtree): void {
  if (isStopping(crew.ctx.control)) return;
  if (!takesMore(crew, subtree)) return leave(subtree, joinPath(above.path, name));
  const place = crew.borrowPlace();
  if (openSubfolder(crew, place, above, name)) {
    fillOpened(crew, place, subtree);
    closePlace(crew, place);
  }
  crew.returnPlace(place);
}

function fillOpened(crew: Crew, place: Place, subtree: Subtree): void {
  const { ctx: { fs, control }, ctx } = crew;
  // A locked folder could not be swept if the run is killed.
  const isLocked = (place.sourceStat.attributes & fs.can.lockingAttributes) !== 0;
  if (isLocked) return leave(subtree, place.path);
  const listing = crew.borrowListing();
  const end = listPatiently(ctx, place, "source", listing);
  // One that is huge or cannot be listed is begun anew where that is seen to.
  if (end !== 1) {
    crew.returnListing(listing);
    return leave(subtree, place.path);
  }
  crew.hasListed?.(place.path, listing, true);
  const key = nameKeyOf(crew, place);
  if (key !== null) new CaseClashes(key).remove(crew, place, listing);
  fillFolder(crew, place, listing, subtree);
  const waiting = listing.count;
  if (waiting > 0) leave(subtree, place.path, listing);
  crew.returnListing(listing);
  subtree.depth++;
  for (const name of place.subfolders) fillSubfolder(crew, place, name, subtree);
  subtree.depth--;
  if (waiting === 0 && !isStopping(control)) stampFolder(crew, place, 0);
}

/** Whether a subtree goes on to one more folder. */
function takesMore({ ctx: { options }, stack }: Crew, { entries, depth }: Subtree): boolean {
  if (entries >= MOST_STAGED_ENTRIES || depth >= DEEPEST_STAGED) return false;
  // A symlink is followed from the root, where its loops are looked for.
  return !options.dereference && !(stack.isEmpty && stack.someoneIsIdle);
}

function leave(subtree: Subtree, path: Uint8Array, waiting: Listing | null = null): void {
  const count = waiting?.count ?? 0;
  const entries = waiting === null
    ? null
    : { bytes: packEntries(waiting, 0, count).slice(), count };
  subtree.unfinished.push({ path, entries });
}
