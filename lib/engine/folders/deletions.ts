// The deleting phases of a mirror: folder by folder, target entries that are missing in the source are counted, then
// deleted. They start when everything is copied, list the source again, and delete nothing where that fails.

import { type CString, ENTRY_TYPE, type Listing } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { countEntries, type EntryCount } from "../../copy/deletion/count_entries.ts";
import { obstacleBelow } from "../../copy/deletion/obstacles.ts";
import { withRetries } from "../../copy/retry.ts";
import { IS_SHOWN, isShownInSource } from "../../copy/target/untold_view.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import { extraOf, sourceOf, targetOf } from "../../entry/subject.ts";
import { EMPTY } from "../../plan/facts.ts";
import { NameSet } from "../../plan/name_set.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { MOST_INLINE } from "../../thresholds.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { EmptyFolders } from "../facts/empty_folders.ts";
import { resolveType } from "../facts/resolve_type.ts";
import { deviceOf, JOB, type Job, knownExtrasOf } from "../worker/job.ts";
import { nameKeyOf } from "./case_rules.ts";
import { queueEmptying } from "./emptying.ts";
import { eachExtra, eachListing, type Extra, rewind, type Visit } from "./extras.ts";
import { refinalizeFolder } from "./finish_folder.ts";
import { areStillExtra, eachKnown } from "./known_extras.ts";
import { closePair, openPair } from "./open_pair.ts";

/** Does a delete job: removes, or only counts, the extra entries of one folder. */
export function runDelete(worker: WorkerContext, job: Job): void {
  const pair = worker.borrowPair();
  if (openPair(worker, pair, job)) {
    const each = isOnDevice(worker, pair, deviceOf(job)) ? extrasOf(worker, pair, job) : null;
    const mayDelete = each !== null && pair.target >= 0 && !isShown(worker, pair, job);
    if (mayDelete) deleteOrShare(worker, pair, job, each);
    closePair(worker, pair);
  }
  worker.returnPair(pair);
}

/** Whether a source shows the target folder by a file system that does not tell so, which is reported: nothing goes there. */
function isShown({ ctx, mode }: WorkerContext, pair: FolderPair, { kind }: Job): boolean {
  if (mode !== "apply" || kind === JOB.count) return false;
  const { root, path, target, targetStat } = pair;
  if (!isShownInSource(ctx, root, path, target, targetStat)) return false;
  ctx.failWith(targetOf(pair, null), "delete extras of", "SAME_FILE", IS_SHOWN);
  return true;
}

/** How the extra entries of a job are found; null where they cannot be, or where the job was left to a worker. */
function extrasOf(worker: WorkerContext, pair: FolderPair, job: Job): EachExtra | null {
  const known = knownExtrasOf(job);
  if (known !== null && areStillExtra(worker, pair, known)) {
    return (visit) => eachKnown(worker, pair, known, visit);
  }
  const source = listOrDefer(worker, pair, job);
  return source === null ? null : (visit) => eachExtra(worker, pair, source, visit);
}

/** Does a job here, or leaves it to others where it is a large one. */
function deleteOrShare(worker: WorkerContext, pair: FolderPair, job: Job, each: EachExtra): void {
  const splits = maySplit(worker, job);
  const mayBeLeft = worker.shouldYield !== null;
  const few = splits || mayBeLeft ? findFew(worker, pair, each) : null;
  if (few !== null) {
    const { control } = worker.ctx;
    return carryOut(worker, pair, job, (visit) => {
      for (const extra of few) if (!isStopping(control)) visit(extra);
    });
  }
  if (mayBeLeft && worker.deferJob(job)) return;
  if (splits) emptyExtras(worker, job, each, pair.targetStat.dev);
  else carryOut(worker, pair, job, each);
}

/** Visits all extra entries of a folder. */
type EachExtra = (visit: Visit) => void;

/** Whether a job would leave folders to other threads, if it is large. */
function maySplit({ threads, performer, selection }: WorkerContext, { kind }: Job): boolean {
  // The job that empties a folder does not know which folder above it the source has, whose rules hold.
  if (selection.hasFolderRules) return false;
  return kind === JOB.delete && threads > 1 && performer.sharesDeletions;
}

function carryOut(
  worker: WorkerContext,
  pair: FolderPair,
  { kind }: Job,
  each: EachExtra,
): void {
  if (kind === JOB.count) each(({ name, type }) => countExtra(worker, pair, name, type));
  else deleteExtras(worker, pair, each);
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

/**
 * The extra entries, where they are few with all that is below them; else null, and the target is to be listed anew: several
 * threads pay then, and the main thread must not be busy for so long, because signals would not be heard.
 */
function findFew(worker: WorkerContext, pair: FolderPair, each: EachExtra): Extra[] | null {
  const { ctx } = worker;
  const found: Extra[] = [];
  let entries = 0;
  each((extra) => {
    if (entries > MOST_INLINE) return;
    found.push(extra);
    const left = MOST_INLINE + 1 - entries;
    // What cannot be counted fails again when it is to be deleted, and is reported then.
    const { going, staying } = countEntries(ctx, pair, worker.deletionFilter, extra, left);
    entries += Math.max(1, going + staying);
  });
  if (entries <= MOST_INLINE) return found;
  rewind(worker, pair, "target");
  return null;
}

/** All names of the source folder; null when that failed, which was reported, or where the job was left to a worker. */
function listOrDefer(worker: WorkerContext, pair: FolderPair, job: Job): NameSet | null {
  const { shouldYield, ctx: { options } } = worker;
  if (!options.pruneEmptyDirs) return listSource(worker, pair, null);
  const empty = new EmptyFolders(worker);
  if (shouldYield !== null) empty.budget = MOST_INLINE;
  const names = listSource(worker, pair, empty);
  if (empty.budget >= 0) return names;
  if (worker.deferJob(job)) return null;
  empty.budget = Infinity;
  return rewind(worker, pair, "source") ? listSource(worker, pair, empty) : null;
}

/** All names of the source folder; null when the listing failed, which was reported. */
function listSource(
  worker: WorkerContext,
  pair: FolderPair,
  empty: EmptyFolders | null,
): NameSet | null {
  const { fs } = worker.ctx;
  const names = new NameSet(nameKeyOf(worker, pair));
  let isEmpty = true;
  const plain = fs.listPlainly(pair.source);
  if (plain < 0) worker.ctx.fail(sourceOf(pair, null), "list folder", "getdents64", plain);
  const complete = plain >= 0 && eachListing(worker, pair, "source", (listing) => {
    if (listing.count > 0) isEmpty = false;
    leaveOutAbsent(worker, pair, listing, empty);
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

/**
 * Takes those names out of the source's listing that count as not there: excluded ones where the target's may be extra
 * for that, folders without anything but folders with `--prune-empty-dirs`.
 */
function leaveOutAbsent(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  empty: EmptyFolders | null,
): void {
  const { selection } = worker;
  const { mayDeleteExcluded } = selection;
  if (!mayDeleteExcluded && empty === null) return;
  let left = 0;
  for (let i = 0; i < listing.count; i++) {
    const name = listing.name(i);
    const isFolder =
      resolveType(worker, pair.source, name, listing.type[i], true) === ENTRY_TYPE.folder;
    const isExcluded = selection.hasFilters && selection.excludesName(pair, name, isFolder);
    const isAbsent = isExcluded
      ? mayDeleteExcluded
      : isFolder && empty?.has(pair, name) === EMPTY.yes;
    if (!isAbsent) listing.keep(i, left++);
  }
  listing.count = left;
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
  ctx.failWith(extraOf(pair, name), "count entries of", code, text, {
    fatal: true,
    syscall: "getdents64",
  });
}

/** Lets all threads empty the folders that are to go, each its own, and notes that the rest is to be deleted then. */
function emptyExtras(worker: WorkerContext, job: Job, each: EachExtra, dev: number): void {
  const root = worker.roots[job.root];
  each(({ name, type }) => {
    const path = joinPath(job.path, name);
    if (type !== ENTRY_TYPE.folder || obstacleBelow(root, path) !== null) return;
    queueEmptying(worker, job.root, path, dev);
  });
  worker.extras.push({ root: job.root, path: job.path, sourceDev: deviceOf(job), names: null });
}

function deleteExtras(worker: WorkerContext, pair: FolderPair, each: EachExtra): void {
  const { performer } = worker;
  performer.beginDeletions(pair);
  each(({ name, type }) => performer.deleteExtra(pair, name, type));
  refinalizeFolder(worker, pair);
}
