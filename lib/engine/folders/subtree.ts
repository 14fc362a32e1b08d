// Fills a hidden folder, which has a temporary name still, and the folders below it, as long as the subtree
// stays small: a killed run loses little, and other threads are not starved of work. Large files and the first
// names of files with several links wait until the folder has its name.

import type { CString, Listing } from "../../../ffi/mod.ts";
import { listWithRetries } from "../../copy/retry.ts";
import { type FolderPair, joinPath, type StagedTree } from "../../entry/folder_pair.ts";
import { isStopping } from "../../shared/control.ts";
import { DEEPEST_STAGED, MOST_STAGED_ENTRIES } from "../../thresholds.ts";
import { isMarkedTarget } from "../facts/target_in_source.ts";
import { isWantedUnstaged } from "../worker/idle_others.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { type PackedEntries, packEntries } from "../worker/packed_entries.ts";
import { processEntry } from "../entries/process_entry.ts";
import { CaseClashes } from "./case_clashes.ts";
import { nameKeyOf } from "./case_rules.ts";
import { closePair, openSubfolder, refuseTarget } from "./open_pair.ts";

/** A folder of which something is left to do once the subtree has its name. */
export interface UnfinishedFolder {
  readonly path: Uint8Array;
  /** The entries that wait; null where none were processed yet. */
  readonly entries: PackedEntries | null;
}

/** The tree that one thread fills under one temporary name. */
export class Subtree implements StagedTree {
  bytes = 0;
  entries = 0;
  depth = 0;
  /** Whether others are to do what is left. */
  isOver = false;
  readonly unfinished: UnfinishedFolder[] = [];
}

/** Processes the entries of a staged folder and of those below it. Entries that wait stay in `listing`, and only they. */
export function fillHidden(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  subtree: Subtree,
): void {
  const { shouldYield } = worker;
  worker.shouldYield = null; // the subtree is this thread's alone
  fillFolder(worker, pair, listing, subtree);
  for (const name of pair.subfolders) fillSubfolder(worker, pair, name, subtree);
  pair.staged = null;
  worker.shouldYield = shouldYield;
}

function fillFolder(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  subtree: Subtree,
): void {
  pair.staged = subtree;
  subtree.entries += listing.count;
  listing.count = processEach(worker, pair, listing, subtree);
}

/** A function of its own: V8 optimizes the loop while it runs, and would discard that for code that follows it. */
function processEach(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  subtree: Subtree,
): number {
  const { pace, readAhead, ctx: { control } } = worker;
  let waiting = 0;
  pace.begin();
  readAhead.begin(pair, listing);
  for (let i = 0; i < listing.count && !isStopping(control); i++) {
    if (pace.isDue() && mustLeave(worker, pair, listing, i)) {
      subtree.isOver = true;
      for (; i < listing.count; i++) listing.keep(i, waiting++);
      break;
    }
    processEntry(worker, pair, listing.name(i), listing.type[i]);
    if (!worker.isEntryDeferred) continue;
    worker.isEntryDeferred = false;
    listing.keep(i, waiting++);
  }
  return waiting;
}

/** Looks ahead, and whether others are to do what is left from `index` on. */
function mustLeave(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  index: number,
): boolean {
  worker.readAhead.look(pair, listing, index);
  return isWantedUnstaged(worker, listing.count - index) || worker.mustUnstage?.() === true;
}

/** Fills a sub-folder, or defers it. */
function fillSubfolder(
  worker: WorkerContext,
  above: FolderPair,
  name: CString,
  subtree: Subtree,
): void {
  if (isStopping(worker.ctx.control)) return;
  if (!takesMore(worker, subtree)) return defer(subtree, joinPath(above.path, name));
  const pair = worker.borrowPair();
  if (openSubfolder(worker, pair, above, name)) {
    fillOpened(worker, pair, subtree);
    closePair(worker, pair);
  }
  worker.returnPair(pair);
}

function fillOpened(worker: WorkerContext, pair: FolderPair, subtree: Subtree): void {
  const { ctx: { fs, control }, ctx } = worker;
  if (pair.isUnlisted) return worker.performer.setFolderMetadata(pair, 0);
  // A locked folder could not be swept if the run is killed.
  const isLocked = (pair.sourceStat.attributes & fs.can.lockingAttributes) !== 0;
  if (isLocked) return defer(subtree, pair.path);
  const listing = worker.borrowListing();
  const end = listWithRetries(ctx, pair, "source", listing);
  // A huge folder, or one that cannot be listed, is begun again as a job of its own.
  if (end !== 1) {
    worker.returnListing(listing);
    return defer(subtree, pair.path);
  }
  if (isMarkedTarget(worker, pair, listing, true)) {
    worker.returnListing(listing);
    return refuseTarget(worker, pair);
  }
  worker.hasListed?.(pair.path, listing, true);
  const key = nameKeyOf(worker, pair);
  if (key !== null) new CaseClashes(key).remove(worker, pair, listing);
  fillFolder(worker, pair, listing, subtree);
  const waiting = listing.count;
  if (waiting > 0) defer(subtree, pair.path, listing);
  worker.returnListing(listing);
  subtree.depth++;
  for (const name of pair.subfolders) fillSubfolder(worker, pair, name, subtree);
  subtree.depth--;
  if (waiting === 0 && !isStopping(control)) worker.performer.setFolderMetadata(pair, 0);
}

/** Whether a subtree goes on to one more folder. */
function takesMore(
  { ctx: { options }, stack }: WorkerContext,
  { entries, depth, isOver }: Subtree,
): boolean {
  if (isOver) return false;
  if (entries >= MOST_STAGED_ENTRIES || depth >= DEEPEST_STAGED) return false;
  // A symlink is followed from the root, where its loops are looked for.
  return !options.dereference && !(stack.isEmpty && stack.someoneIsIdle);
}

function defer(subtree: Subtree, path: Uint8Array, waiting: Listing | null = null): void {
  if (waiting === null) return void subtree.unfinished.push({ path, entries: null });
  const { bytes, count } = packEntries(waiting, 0, waiting.count);
  subtree.unfinished.push({ path, entries: { bytes: bytes.slice(), count } });
}
