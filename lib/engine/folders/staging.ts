// Fills a new folder under a temporary name and then renames it, with all that is in it: a file in there needs
// no temporary name of its own, which saves a fifth of the time of a small file (no O_TMPFILE, no linkat).
// Until then an empty folder has the final name. Where the folder cannot be renamed, it is filled under its
// own name like any other.

import { ENTRY_TYPE, type Listing } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { isStopping } from "../../shared/control.ts";
import { LONGEST_STAGED_PATH, SMALLEST_STAGED_FOLDER } from "../../thresholds.ts";
import { isWantedUnstaged } from "../worker/idle_others.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { PendingReport } from "./pending_report.ts";
import { giveName, makeStaged, removeStaged, restoreParentTimes } from "./staged_folder.ts";
import { fillHidden, Subtree, type UnfinishedFolder } from "./subtree.ts";

/** Devices on which a filled folder could not take the name of an empty one, per thread. */
const withoutStaging = new Set<number>();

/** Answers of `fillStaged`. */
export const STAGED = {
  /** Nothing was done: the folder is to be filled under its own name. */
  no: 0,
  /** All that was done was undone, and the listing was used up: the folder is to be filled under its own name. */
  undone: 1,
  /** The folder has its name; the entries that are left in the listing wait. */
  named: 2,
  /** The folder has its name and its metadata, and nothing waits. */
  finished: 3,
} as const;

/** Whether a folder's entries are many enough to be worth a second folder and a rename. */
export function paysToStage(worker: WorkerContext, pair: FolderPair, listing: Listing): boolean {
  const { fs, options } = worker.ctx;
  if (!pair.fresh || pair.target < 0 || pair.path.length === 0) return false;
  if (pair.path.length > LONGEST_STAGED_PATH) return false;
  if (withoutStaging.has(pair.targetStat.dev)) return false;
  // Other shards put entries into the folder that has the final name.
  if (options.shard !== null) return false;
  // The folder above is to keep its time, which is no longer its source's.
  if ((pair.root.removal?.removedSince ?? null) !== null) return false;
  // With --fsync each file is to be on disk under its own name as soon as it is done.
  if (
    options.inplace || options.fsync || !fs.can.stableHandles || !worker.performer.stagesFolders
  ) return false;
  // The folder above may have another owner by the time of the rename, so that its times cannot be set.
  if (fs.identity.canChown && !fs.identity.canSetOthers) return false;
  // The search for empty folders may take long, and a staged folder is done without a pause.
  if (options.pruneEmptyDirs) return false;
  // A slow run would leave a folder under its temporary name for long.
  if (options.bandwidthLimit !== null) return false;
  // A locked folder could not be renamed once it has its flags.
  if ((pair.sourceStat.attributes & fs.can.lockingAttributes) !== 0) return false;
  // Its entries are for others, too.
  if (isWantedUnstaged(worker, listing.count)) return false;
  let files = 0;
  for (let i = 0; i < listing.count; i++) {
    if (listing.type[i] === ENTRY_TYPE.folder && !options.dereference) return true;
    if (listing.type[i] === ENTRY_TYPE.file) files++;
  }
  return files >= SMALLEST_STAGED_FOLDER;
}

/**
 * Fills the folder, and as much of what is below it as its subtree takes, under a temporary name, then gives it
 * its own. Entries that wait are left in `listing`, and only they.
 *
 * @param finish called for each folder below that is not finished, once all of them have their names
 * @returns one of STAGED
 */
export function fillStaged(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  finish: (folder: UnfinishedFolder) => void,
): number {
  const staged = makeStaged(worker, pair);
  if (staged === null) return STAGED.no;
  const { fs, control } = worker.ctx;
  const placeholder = pair.target;
  pair.target = staged.handle;
  const pending = new PendingReport(worker.ctx);
  const subtree = new Subtree();
  fillHidden(worker, pair, listing, subtree);
  const finished = listing.count === 0 && !isStopping(control);
  if (finished) worker.performer.setFolderMetadata(pair, 0);
  const error = giveName(worker, pair, staged);
  if (error < 0) {
    pending.discard();
    withoutStaging.add(pair.targetStat.dev);
    pair.target = placeholder;
    removeStaged(worker, pair, staged);
    restoreParentTimes(worker, pair, staged);
  } else {
    pending.release();
    restoreParentTimes(worker, pair, staged);
    subtree.unfinished.forEach(finish);
    fs.close(placeholder);
  }
  fs.close(staged.parent);
  return error < 0 ? STAGED.undone : finished ? STAGED.finished : STAGED.named;
}
