// Opens the two folders of a job, relative to their roots and never through a link, and refuses to copy
// a folder onto itself.

import { ENOENT } from "../../../ffi/errno.ts";
import { binaryText, type CString, withoutNul } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { closeLinkFolders } from "../../copy/links/make_hard_link.ts";
import { withRetries } from "../../copy/retry.ts";
import { isWithin } from "../../entry/guarded_paths.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import { type Side, sourceOf, type Subject, targetOf } from "../../entry/subject.ts";
import { lockAgain } from "../../copy/target/writable_folder.ts";
import { keepFirstTime } from "../facts/first_time.ts";
import { closeEarlier } from "../facts/earlier_folders.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { JOB, type Job } from "../worker/job.ts";
import { readRules } from "../facts/folder_rules.ts";
import { isTargetRoot, noteTargetInSource } from "../facts/target_in_source.ts";

/** Answer of a step that refused and has said why. */
const REFUSED = -1;

const IS_TARGET = "The folder is the target itself";

/** What a path is relative to: descriptors of two folders. */
interface Above {
  readonly source: number;
  /** -1 where a dry run found none. */
  readonly target: number;
}

/** Opens the source and target folder of a job; false when that failed, which was reported. */
export function openPair(worker: WorkerContext, pair: FolderPair, job: Job): boolean {
  const root = worker.roots[job.root];
  pair.reset(root, job.path, job.fresh);
  pair.isVacant = job.isVacant === true;
  // Named entries may be copied within one folder.
  const isForEntries = job.kind === JOB.lateOperands || (job.kind === JOB.slice && job.slot < 0);
  pair.isOfTree = !isForEntries;
  pair.isForeign = worker.shard !== null && !worker.shard.ownsFolder(pair);
  return openBoth(worker, pair, root, job.path, isForEntries);
}

/** Opens a sub-folder that was just made in the target; false when that failed, which was reported. */
export function openSubfolder(
  worker: WorkerContext,
  pair: FolderPair,
  above: FolderPair,
  name: CString,
): boolean {
  pair.reset(above.root, joinPath(above.path, name), true);
  pair.isOfTree = true;
  pair.learnFrom(above);
  return openBoth(worker, pair, above, withoutNul(name), false);
}

function openBoth(
  worker: WorkerContext,
  pair: FolderPair,
  above: Above,
  path: Uint8Array,
  isForEntries: boolean,
): boolean {
  const { ctx: { fs, options }, ctx } = worker;
  pair.source = openFolder(ctx, sourceOf(pair, null), above.source, path, options.dereference);
  if (pair.source < 0) {
    ctx.fail(sourceOf(pair, null), "open folder", "openat2", pair.source);
    worker.performer.leaveOut(pair);
    return false;
  }
  let error = statFolder(worker, pair, "source");
  pair.isUnlisted = worker.selection.isLastLevel(pair.path) || isElsewhere(worker, pair);
  if (error < 0) ctx.fail(sourceOf(pair, null), "read metadata of", "statx", error);
  else if (!pair.isUnlisted && !readRules(worker, pair, pair.source)) error = REFUSED;
  // Into such a folder nothing is copied, so that it may be the target itself.
  else error = openTarget(worker, pair, above.target, path, isForEntries || pair.isUnlisted);
  if (error === 0) return true;
  fs.close(pair.source);
  worker.performer.leaveOut(pair);
  return false;
}

/** Whether the source folder is on another file system than its root, and is not looked into for that. */
function isElsewhere({ ctx }: WorkerContext, { root, sourceStat }: FolderPair): boolean {
  return ctx.options.oneFileSystem && sourceStat.dev !== ctx.sourceInode(root)?.dev;
}

function openTarget(
  worker: WorkerContext,
  pair: FolderPair,
  above: number,
  path: Uint8Array,
  isForEntries: boolean,
): number {
  const isShown = !isForEntries && isAliasOf(pair, "targets");
  const isRoot = isShown
    ? pair.root.guarded.sources.includes("")
    : !isForEntries && isTargetRoot(worker, pair);
  if (isRoot) refuseTarget(worker, pair);
  else if (isShown) refuse(worker, pair, "source", "copy", IS_TARGET);
  else return openCounterpart(worker, pair, above, path, isForEntries);
  return REFUSED;
}

/** Refuses a source folder that is one of the target: nothing is deleted from the one or removed from the other. */
export function refuseTarget(worker: WorkerContext, pair: FolderPair): void {
  noteTargetInSource(worker.ctx.control);
  refuse(worker, pair, "source", "copy", IS_TARGET);
}

function openCounterpart(
  worker: WorkerContext,
  pair: FolderPair,
  above: number,
  path: Uint8Array,
  isForEntries: boolean,
): number {
  const { ctx: { fs }, ctx } = worker;
  const target = above < 0 ? -ENOENT : openFolder(ctx, targetOf(pair, null), above, path, false);
  if (target < 0) {
    pair.target = -1;
    if (worker.performer.acceptsMissing(pair, target)) {
      pair.fresh = true;
      return 0;
    }
    ctx.fail(targetOf(pair, null), "open folder", "openat2", target);
    return target;
  }
  pair.target = target;
  const error = statFolder(worker, pair, "target");
  if (error < 0) {
    ctx.fail(targetOf(pair, null), "read metadata of", "statx", error);
    return error;
  }
  if (!pair.fresh) keepFirstTime(pair);
  pair.isOnOtherMount = isOtherMount(pair);
  if (isForEntries) return 0;
  if (pair.sourceStat.hasSameInode(pair.targetStat)) {
    refuse(worker, pair, "source", "copy", IS_TARGET);
  } else if (isAliasOf(pair, "sources") || mayAliasSource(worker, pair)) {
    refuse(worker, pair, "target", "copy into", "It is a folder of the source itself");
  } else return 0;
  fs.close(target);
  return REFUSED;
}

function refuse(
  { ctx }: WorkerContext,
  pair: FolderPair,
  side: Side,
  op: string,
  message: string,
): void {
  ctx.failWith({ pair, name: null, side }, op, "SAME_FILE", message);
}

/** Whether the target folder is in another mount than its root. */
function isOtherMount({ root: { targetDev, guarded }, path, targetStat }: FolderPair): boolean {
  if (targetStat.dev !== targetDev) return true;
  return guarded.mounts.length > 0 &&
    guarded.mounts.some((mount) => isWithin(binaryText(path), mount));
}

/** Whether the pair's path is known to be, or to lie in, an alias of a folder of that side. The root itself was looked at before. */
function isAliasOf({ root: { guarded }, path }: FolderPair, side: "sources" | "targets"): boolean {
  const shown = guarded[side];
  return shown.length > 0 &&
    shown.some((other) => other !== "" && isWithin(binaryText(path), other));
}

/** Whether an unknown mount on the target folder may be an alias of a source folder. */
function mayAliasSource(
  { ctx, basis }: WorkerContext,
  { root, path, targetStat }: FolderPair,
): boolean {
  const isMount = (targetStat.attributes & ctx.fs.can.mountRootAttribute) !== 0;
  if (!isMount || path.length === 0 || basis.onlyCompares) return false;
  if (root.guarded.isKnown && root.guarded.mounts.includes(binaryText(path))) return false;
  return ctx.sourceInode(root)?.dev === targetStat.dev;
}

/** Opens the folder that a subject names; a handle or a negated errno. */
function openFolder(
  ctx: CopyContext,
  subject: Subject,
  above: number,
  path: Uint8Array,
  follow: boolean,
): number {
  const open = () => ctx.folders.open(above, path, follow);
  return withRetries(ctx, subject, "open folder", open);
}

/** Reads the metadata of the pair's open folder on one side; 0 or a negated errno. */
function statFolder({ ctx }: WorkerContext, pair: FolderPair, side: Side): number {
  const [handle, stat] = side === "source"
    ? [pair.source, pair.sourceStat]
    : [pair.target, pair.targetStat];
  const look = () => ctx.fs.statHandle(handle, stat);
  return withRetries(ctx, { pair, name: null, side }, "read metadata of", look);
}

export function closePair(worker: WorkerContext, pair: FolderPair): void {
  lockAgain(worker.ctx, pair);
  worker.ctx.fs.close(pair.source);
  if (pair.target >= 0) worker.ctx.fs.close(pair.target);
  closeLinkFolders(worker.ctx, pair);
  if (pair.earlier !== null) closeEarlier(worker, pair);
}
