// The deleting phases of a mirror: folder by folder, target entries that are missing in the source are counted, then
// deleted. They start when everything is copied, list the source again, and delete nothing where that fails.

import { type CString, ENTRY_TYPE, type Listing } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { countEntries, type EntryCount } from "../../copy/deletion/count_entries.ts";
import { obstacleBelow } from "../../copy/deletion/obstacles.ts";
import { withRetries } from "../../copy/retry.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";
import { NameSet } from "../../plan/name_set.ts";
import { COUNTER } from "../../shared/counters.ts";
import { MOST_INLINE } from "../../thresholds.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { deviceOf, JOB, type Job } from "../worker/job.ts";
import { nameKeyOf } from "./case_rules.ts";
import { queueEmptying } from "./emptying.ts";
import { eachExtra, eachListing, resolveType } from "./extras.ts";
import { refinalizeFolder } from "./finish_folder.ts";
import { closePair, openPair } from "./open_pair.ts";

/** Does a delete job: removes, or only counts, the extra entries of one folder. */
export function runDelete(worker: WorkerContext, job: Job): void {
  const pair = worker.borrowPair();
  if (openPair(worker, pair, job)) {
    const source = isOnDevice(worker, pair, deviceOf(job)) ? listSource(worker, pair) : null;
    if (source !== null && pair.target >= 0) {
      const splits = maySplit(worker, job);
      const large = (worker.shouldYield !== null || splits) && isLarge(worker, pair, source);
      const isLeft = large && worker.shouldYield !== null &&
        worker.deferJob(job);
      if (!isLeft && large && splits) emptyExtras(worker, pair, job, source);
      else if (!isLeft) carryOut(worker, pair, job, source);
    }
    closePair(worker, pair);
  }
  worker.returnPair(pair);
}

/** Whether a job would leave folders to other threads, if it is large. */
function maySplit({ threads, performer }: WorkerContext, { kind }: Job): boolean {
  return kind === JOB.delete && threads > 1 && performer.sharesDeletions;
}

function carryOut(worker: WorkerContext, pair: FolderPair, { kind }: Job, source: NameSet): void {
  if (kind === JOB.count) countExtras(worker, pair, source);
  else deleteExtras(worker, pair, source);
}

/** Whether the source is still on the disk that it was copied from; if not, the run stops. */
function isOnDevice({ ctx }: WorkerContext, pair: FolderPair, dev: number): boolean {
  if (pair.sourceStat.dev === dev) return true;
  const message = "The source's file system was unmounted or replaced since it was copied";
  ctx.failWith(sourceOf(pair, null), "delete extras of", "SOURCE_CHANGED", message, {
    fatal: true,
  });
  return false;
}

/** Whether a job takes so long that several threads pay, and that the main thread must not do it, so that signals are heard. */
function isLarge(worker: WorkerContext, pair: FolderPair, source: NameSet): boolean {
  const { ctx } = worker;
  let entries = 0;
  eachExtra(worker, pair, source, (name, type) => {
    if (entries > MOST_INLINE) return;
    const left = MOST_INLINE + 1 - entries;
    // What cannot be counted fails again when it is to be deleted, and is reported then.
    const { going, staying } = countEntries(ctx, pair, worker.deletionFilter, { name, type }, left);
    entries += Math.max(1, going + staying);
  });
  const error = ctx.fs.rewind(pair.target);
  if (error < 0) ctx.fail(targetOf(pair, null), "list folder", "lseek", error);
  return entries > MOST_INLINE;
}

/** All names of the source folder; null when the listing failed, which was reported. */
function listSource(worker: WorkerContext, pair: FolderPair): NameSet | null {
  const { fs } = worker.ctx;
  const names = new NameSet(nameKeyOf(worker, pair));
  let isEmpty = true;
  const plain = fs.listPlainly(pair.source);
  if (plain < 0) worker.ctx.fail(sourceOf(pair, null), "list folder", "getdents64", plain);
  const complete = plain >= 0 && eachListing(worker, pair, "source", (listing) => {
    if (listing.count > 0) isEmpty = false;
    leaveOutExcluded(worker, pair, listing);
    names.addAll(listing);
  });
  if (!complete) return null;
  if (!isEmpty || pair.path.length > 0 || worker.ctx.options.allowEmptySource) return names;
  // It had entries when the run began (roots/guards.ts), so somebody is removing or unmounting it.
  worker.ctx.failWith(
    sourceOf(pair, null),
    "delete extras of",
    "EMPTY_SOURCE",
    "It has been emptied since the run began",
    { fatal: true },
  );
  return null;
}

/** With `--delete-excluded`, takes those names out of the source's listing that count as not there. */
function leaveOutExcluded(worker: WorkerContext, pair: FolderPair, listing: Listing): void {
  const { selection, ctx: { options } } = worker;
  if (!options.deleteExcluded || !selection.hasFilters) return;
  let left = 0;
  for (let i = 0; i < listing.count; i++) {
    const type = resolveType(worker, pair.source, listing.name(i), listing.type[i], true);
    if (selection.excludesName(pair.path, listing.name(i), type === ENTRY_TYPE.folder)) continue;
    listing.keep(i, left++);
  }
  listing.count = left;
}

function countExtras(worker: WorkerContext, pair: FolderPair, source: NameSet): void {
  eachExtra(worker, pair, source, (name, type) => countExtra(worker, pair, name, type));
}

/** Counts a target entry with all that is below it as one that is to go. */
export function countExtra(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  type: number,
): void {
  const { ctx } = worker;
  let entries: EntryCount;
  const count = () =>
    (entries = countEntries(ctx, pair, worker.deletionFilter, { name, type })).error;
  const error = withRetries(ctx, targetOf(pair, name), "count entries of", count);
  if (error < 0) return failCount(ctx, pair, name, error);
  const { going, staying } = entries!;
  ctx.count[COUNTER.extraEntries] += going;
  // What lies below was not listed before.
  ctx.count[COUNTER.targetEntries] += going + staying - 1;
}

/** The limit on deletions cannot be kept without knowing how many there are: the run stops. */
function failCount(ctx: CopyContext, pair: FolderPair, name: Uint8Array, error: number): void {
  const text = ctx.fs.errorText(error), code = ctx.fs.errorName(error);
  ctx.failWith(targetOf(pair, name), "count entries of", code, text, {
    fatal: true,
    syscall: "getdents64",
  });
}

/** Lets all threads empty the folders that are to go, each its own, and notes that the rest is to be deleted then. */
function emptyExtras(worker: WorkerContext, pair: FolderPair, job: Job, source: NameSet): void {
  eachExtra(worker, pair, source, (name, type) => {
    const path = joinPath(job.path, name);
    if (type !== ENTRY_TYPE.folder || obstacleBelow(pair.root, path) !== null) return;
    queueEmptying(worker, job.root, path, pair.targetStat.dev);
  });
  worker.extras.push({ root: job.root, path: job.path, sourceDev: deviceOf(job), conflicts: null });
}

function deleteExtras(worker: WorkerContext, pair: FolderPair, source: NameSet): void {
  const { performer } = worker;
  performer.beginDeletions(pair);
  eachExtra(worker, pair, source, (name, type) => performer.deleteExtra(pair, name, type));
  refinalizeFolder(worker, pair);
}
