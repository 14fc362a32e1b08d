// What happens to the entry that already has the name in the target: left alone, replaced, or in the way.

import { type CString, cString, ENTRY_TYPE, type FileStat, withoutNul } from "../../../ffi/mod.ts";
import { countEntries } from "../../copy/deletion/count_entries.ts";
import { deleteMovedFolder } from "../../copy/deletion/delete_entry.ts";
import { listDeletions } from "../../copy/deletion/list_deletions.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { CONTENTS, METADATA } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";
import { MOST_INLINE } from "../../thresholds.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { holdsKept } from "./holds_protected.ts";
import { targetOf } from "../../entry/subject.ts";

/** Whether the options, or being the very same file, keep an existing target as it is. */
export function isLeftAlone(
  { ctx: { options }, comparer }: WorkerContext,
  source: FileStat,
  target: FileStat,
): boolean {
  return options.ignoreExisting || target.hasSameInode(source) ||
    (options.update && comparer.targetIsNewer(source, target));
}

/**
 * Whether an existing target is replaced as a whole. So it is, too, when only its metadata differ but it
 * has other names: those may belong to someone else, and setting it in place would change them as well.
 */
export function mustReplace(
  { ctx: { inodes } }: WorkerContext,
  target: FileStat,
  bits: number,
): boolean {
  const replaces = (bits & CONTENTS) !== 0 ||
    ((bits & METADATA) !== 0 && (target.nlink > 1 || inodes.wasReplaced(target)));
  if (replaces) inodes.rememberReplaced(target);
  return replaces;
}

/**
 * Whether something is mounted on the target file in hand that must not change, or cannot be replaced: on the file
 * system of the source it may be any file of that.
 */
export function isMountedOn(
  { ctx: { fs, options, sourceStat, targetStat } }: WorkerContext,
  isReplaced: boolean,
): boolean {
  const isMount = (targetStat.attributes & fs.can.mountRootAttribute) !== 0;
  return isMount && (targetStat.dev === sourceStat.dev || (isReplaced && !options.inplace));
}

export function refuseMounted({ ctx }: WorkerContext, pair: FolderPair, name: CString): void {
  ctx.count[COUNTER.filesFailed]++;
  ctx.failWith(targetOf(pair, name), "replace", "MOUNT_POINT", "A file is mounted on it");
}

/**
 * A source entry that is no folder meets a target entry, which may be of another kind. What is removed for it
 * counts as deleted where there is a limit; a folder, which may be large, always waits until all else is copied.
 *
 * @returns whether it is carried out now, a folder's place taken as if nothing stood there; else it was refused or
 * left for later
 */
export function mayTakePlace(worker: WorkerContext, pair: FolderPair, name: CString): boolean {
  const { options, sourceStat, targetStat } = worker.ctx;
  if (sourceStat.type === targetStat.type) return true;
  const { isFolder } = targetStat;
  if (isFolder && isExcluded(worker, pair, name)) {
    return refuseFileOverFolder(worker, pair, name, EXCLUDED);
  }
  if (isFolder && !options.delete) return refuseFileOverFolder(worker, pair, name);
  if (!pair.replacesConflicts && (isFolder || options.maxDelete !== null)) {
    worker.deferConflict(pair, name);
    return false;
  }
  return !isFolder || mayTakePlaceOfFolder(worker, pair, name);
}

/** Whether a folder may go: it does so when the entry in hand is whole and gets its name. A dry run tells of it at once. */
function mayTakePlaceOfFolder(worker: WorkerContext, pair: FolderPair, name: CString): boolean {
  const { ctx, deletionFilter } = worker;
  const isLarge = worker.shouldYield !== null &&
    countEntries(ctx, pair, deletionFilter, { name, type: ENTRY_TYPE.folder }, MOST_INLINE + 1)
        .going > MOST_INLINE;
  if (isLarge) {
    worker.deferEntry();
    return false;
  }
  if (holdsKept(worker, pair, name)) return refuseFileOverFolder(worker, pair, name, HOLDS_KEPT);
  const known = cString(withoutNul(name));
  if (ctx.options.dryRun) {
    return listDeletions(ctx, pair, deletionFilter, known, ENTRY_TYPE.folder);
  }
  pair.removeOld = (aside) => deleteMovedFolder(ctx, pair, deletionFilter, known, aside);
  return true;
}

/** Whether the rules leave out the target entry in hand, though not the source's of the same name: one of the two is a folder. */
function isExcluded({ selection, ctx }: WorkerContext, pair: FolderPair, name: CString) {
  const { options, targetStat } = ctx;
  return selection.hasRules && !options.deleteExcluded &&
    selection.excludesName(pair.path, name, targetStat.isFolder);
}

/** Why it stays. */
const HOLDS_KEPT = "; it holds what must stay: excluded entries, a mount point or the source";
const EXCLUDED = "; the rules exclude it, and what is excluded stays";

function refuseFileOverFolder(
  { ctx }: WorkerContext,
  pair: FolderPair,
  name: CString,
  why = "",
): false {
  ctx.count[COUNTER.filesFailed]++;
  ctx.failWith(targetOf(pair, name), "replace", "EISDIR", `Is a directory${why}`);
  return false;
}

function refuseFolderOverFile(
  { ctx }: WorkerContext,
  pair: FolderPair,
  name: CString,
  why = "",
): false {
  const message = `Not a directory${why}`;
  ctx.failWith(targetOf(pair, name), "create folder", "ENOTDIR", message);
  return false;
}

/** The same for a source folder that meets another kind. Only a mirror replaces that. */
export function mayTakePlaceOfFile(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
): boolean {
  const { options } = worker.ctx;
  if (isExcluded(worker, pair, name)) return refuseFolderOverFile(worker, pair, name, EXCLUDED);
  if (!options.delete) return refuseFolderOverFile(worker, pair, name);
  if (pair.replacesConflicts || options.maxDelete === null) return true;
  worker.deferConflict(pair, name);
  return false;
}
