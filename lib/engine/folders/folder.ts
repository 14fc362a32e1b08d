// The job at the heart of a run: one folder. Lists source and target, processes entry after entry, notes
// whether something is left to delete, and sets the folder's own metadata.

import type { Listing } from "../../../ffi/mod.ts";
import { listWithRetries } from "../../copy/retry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { sourceOf } from "../../entry/subject.ts";
import { CHANGED } from "../../plan/changes.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { watchFailures } from "../facts/behind_links.ts";
import { isMarkedTarget } from "../facts/target_in_source.ts";
import { ownFirst } from "../facts/shard_entries.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { JOB, type Job } from "../worker/job.ts";
import { unpackEntries } from "../worker/packed_entries.ts";
import { CaseClashes } from "./case_clashes.ts";
import { nameKeyOf } from "./case_rules.ts";
import { finishFolder, folderDifferences, type FolderState, listTarget } from "./finish_folder.ts";
import { closePair, openPair, refuseTarget } from "./open_pair.ts";
import { takeFolderSlot } from "./folder_slot.ts";
import { rewind } from "./extras.ts";
import { sliceFolder } from "./slices.ts";
import { fillStaged, paysToStage, STAGED } from "./staging.ts";
import type { UnfinishedFolder } from "./subtree.ts";
import { processListing } from "./process_listing.ts";

function folderJob(root: number, path: Uint8Array, fresh: boolean): Job {
  return { kind: JOB.folder, root, fresh, slot: -1, path, entries: null };
}

/** The state of a folder before it is listed. */
function newState(clashes: CaseClashes | null): FolderState {
  return { targetEntries: 0, listedSum: 0, changes: 0, complete: true, clashes, both: null };
}

/** Does a folder job. */
export function runFolder(worker: WorkerContext, job: Job): void {
  const { dereference, delete: deletes } = worker.ctx.options;
  const run = () => inFolder(worker, job, (pair, listing) => listFolder(worker, pair, listing));
  if (dereference && deletes) watchFailures(worker, worker.roots[job.root], job.path, run);
  else run();
}

/** Opens the folders of a job, calls `use` with an empty listing if that succeeds, and closes them. */
function inFolder(
  worker: WorkerContext,
  job: Job,
  use: (pair: FolderPair, listing: Listing) => void,
): void {
  const pair = worker.borrowPair();
  if (openPair(worker, pair, job)) {
    const listing = worker.borrowListing();
    use(pair, listing);
    worker.returnListing(listing);
    closePair(worker, pair);
  }
  worker.returnPair(pair);
}

/** @param mayStage whether the folder may be filled under a temporary name */
function listFolder(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  mayStage = true,
): void {
  const { ctx } = worker;
  if (pair.isUnlisted) return finishUnlisted(worker, pair);
  const key = nameKeyOf(worker, pair);
  const clashes = key === null ? null : new CaseClashes(key);
  const state = newState(clashes);
  const end = listWithRetries(ctx, pair, "source", listing);
  if (end === 0 && worker.shouldYield !== null) {
    // A huge folder would keep the main thread from its event loop.
    if (worker.deferJob(folderJob(pair.root.index, pair.path, pair.fresh))) return;
  }
  if (isMarkedTarget(worker, pair, listing, end === 1)) return refuseTarget(worker, pair);
  if (worker.shard === null) worker.hasListed?.(pair.path, listing, pair.fresh);
  clashes?.remove(worker, pair, listing);
  const own = worker.shard === null
    ? listing.count
    : ownFirst(worker, pair, listing, pair.sourceStat.dev);
  if (!pair.fresh && pair.target >= 0) {
    const { entries, sum, listing: others } = listTarget(
      worker,
      pair,
      end === 1 ? listing : null,
      own,
      key,
    );
    state.targetEntries = entries;
    state.listedSum = sum;
    if (others !== null) state.both = { source: listing, target: others };
    state.changes = folderDifferences(worker, pair);
  }
  if (worker.shard !== null) beginShared(worker, pair, listing, own, state);
  if (end < 0) {
    // Entries listed before the error are copied; nothing is deleted in this folder.
    ctx.fail(sourceOf(pair, null), "list folder", "getdents64", end);
    state.complete = false;
  }
  if (end === 1 && mayStage && paysToStage(worker, pair, listing)) {
    const finish = (folder: UnfinishedFolder) => finishUnfinished(worker, pair.root.index, folder);
    const staged = fillStaged(worker, pair, listing, finish);
    if (staged === STAGED.finished) return;
    if (staged === STAGED.undone) return startOver(worker, pair, listing);
  }
  if (end === 0) {
    const slot = takeFolderSlot(worker, state);
    return sliceFolder(worker, pair, { listing, from: 0, isLast: false, state, slot });
  }
  processListing(worker, pair, listing, state);
  if (state.both !== null) worker.returnListing(state.both.target);
}

/** Leaves to other shards what is theirs of a folder in which they work, too. */
function beginShared(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  own: number,
  state: FolderState,
): void {
  worker.ctx.count[COUNTER.entriesForeign] += listing.count - own;
  listing.count = own;
  worker.hasListed?.(pair.path, listing, pair.fresh || pair.isVacant);
  if (worker.basis.onlyCompares) return;
  // What new files get from their folder (group, ACL) must not change while they are made, whoever finishes it first.
  if (!pair.fresh && (state.changes & ~CHANGED.mtime) === 0) return;
  worker.performer.setFolderMetadata(pair, state.changes);
  state.changes = 0;
}

/** Gives a folder its own metadata; what is in it takes no part, on either side. */
function finishUnlisted(worker: WorkerContext, pair: FolderPair): void {
  const state = newState(null);
  if (!pair.fresh && pair.target >= 0) state.changes = folderDifferences(worker, pair);
  finishFolder(worker, pair, state);
}

/** Fills a folder under its own name, after filling it under a temporary name failed and was undone. */
function startOver(worker: WorkerContext, pair: FolderPair, listing: Listing): void {
  const { ctx } = worker;
  if (isStopping(ctx.control)) return;
  pair.touched = false;
  pair.subfolders = [];
  if (!rewind(worker, pair, "source")) return;
  listing.clear();
  listFolder(worker, pair, listing, false);
}

/** Does what was deferred in a folder while it was staged. */
function finishUnfinished(
  worker: WorkerContext,
  root: number,
  { path, entries }: UnfinishedFolder,
): void {
  if (entries === null) return worker.queueFolder(folderJob(root, path, true));
  inFolder(worker, folderJob(root, path, true), (pair, listing) => {
    unpackEntries(entries, listing);
    processListing(worker, pair, listing, newState(null));
  });
}
