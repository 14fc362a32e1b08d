// New folders are filled under a temporary name and then take their final one, with all that is in them:
// a file in there needs no name of its own to hide behind, which saves a fifth of the time of a small
// file (no O_TMPFILE, no linkat). Until then the final name is an empty folder. Where the folder cannot be
// renamed, it is filled under its own name like any other.

import { EACCES } from "../../../ffi/errno.ts";
import { cString, ENTRY_TYPE, type FileStat, type Listing } from "../../../ffi/mod.ts";
import { isAppendOnly } from "../../copy/target/append_only.ts";
import type { CopyContext } from "../../copy/context.ts";
import { removeTree } from "../../copy/deletion/remove_tree.ts";
import { renameDespiteAcl } from "../../copy/metadata/despite_acl.ts";
import { modeOfTarget } from "../../copy/metadata/folder_mode.ts";
import { limitedSetter } from "../../copy/metadata/limited_setter.ts";
import { settingByHandle } from "../../copy/metadata/metadata.ts";
import { type FolderPair, joinPath, labelledPath } from "../../entry/folder_pair.ts";
import { whileWritable } from "../../copy/target/writable_folder.ts";
import { isStopping } from "../../shared/control.ts";
import { LONGEST_STAGED_PATH, SMALLEST_STAGED_FOLDER } from "../../thresholds.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { PendingReport } from "./pending_report.ts";
import { fillHidden, Subtree, type UnfinishedFolder } from "./subtree.ts";
import { targetOf } from "../../entry/subject.ts";

const SLASH = 47;

/** Devices on which a filled folder could not take the name of an empty one, per thread. */
const withoutStaging = new Set<number>();

/** What became of a folder. */
export const STAGED = {
  /** It is to be filled under its own name. */
  no: 0,
  /** So it is, and the listing was used up: nothing that was done has lasted. */
  undone: 1,
  /** It has its name; the entries that are left in the listing wait. */
  named: 2,
  /** It also has its metadata, and nothing waits. */
  finished: 3,
} as const;

/** Whether a folder's entries are many enough to be worth a second folder and a rename. */
export function paysToStage(worker: WorkerContext, pair: FolderPair, listing: Listing): boolean {
  const { fs, options } = worker.ctx;
  if (!pair.fresh || pair.target < 0 || pair.path.length === 0) return false;
  if (pair.path.length > LONGEST_STAGED_PATH) return false;
  if (withoutStaging.has(pair.targetStat.dev)) return false;
  // With --fsync each file is to be on disk under its own name as soon as it is done.
  if (
    options.inplace || options.fsync || !fs.can.stableHandles || !worker.performer.stagesFolders
  ) return false;
  // The folder above may belong to somebody else by the time of the rename, and get no times any more.
  if (fs.identity.canChown && !fs.identity.canSetOthers) return false;
  // A folder must not stand under its temporary name for as long as a slow run likes.
  if (options.bandwidthLimit !== null) return false;
  // A locked folder could not be renamed once it has its flags.
  if ((pair.sourceStat.attributes & fs.can.lockingAttributes) !== 0) return false;
  let files = 0;
  for (let i = 0; i < listing.count; i++) {
    if (listing.type[i] === ENTRY_TYPE.folder && !options.dereference) return true;
    if (listing.type[i] === ENTRY_TYPE.file) files++;
  }
  return files >= SMALLEST_STAGED_FOLDER;
}

/**
 * Fills the folder, and as much of what is below it as its subtree takes, under a temporary name and gives it
 * its own. Entries that are to wait are left in `listing`, and only they.
 *
 * @param finish called for each folder below that is not finished, once all of them can be seen
 * @returns one of STAGED
 */
export function fillStaged(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  finish: (folder: UnfinishedFolder) => void,
): number {
  const staging = openStaging(worker, pair);
  if (staging === null) return STAGED.no;
  const { fs, control } = worker.ctx;
  const placeholder = pair.target;
  pair.target = staging.handle;
  const account = new PendingReport(worker.ctx);
  const subtree = new Subtree();
  fillHidden(worker, pair, listing, subtree);
  const finished = listing.count === 0 && !isStopping(control);
  if (finished) worker.performer.finishFolder(pair, 0);
  const rename = () => fs.rename(staging.parent, staging.temporary, staging.parent, staging.name);
  let error = rename();
  // The folder above may be finished, and read-only, by now.
  if (error === -EACCES) error = whileWritable(worker.ctx, staging.parent, rename);
  if (error < 0) {
    error = renameDespiteAcl(worker.ctx, targetOf(pair, null), staging.handle, error, rename);
  }
  if (error < 0) {
    account.discard();
    withoutStaging.add(pair.targetStat.dev);
    pair.target = placeholder;
    remove(worker, pair, staging);
    restoreParentTimes(worker, pair, staging);
  } else {
    account.release();
    restoreParentTimes(worker, pair, staging);
    subtree.unfinished.forEach(finish);
    fs.close(placeholder);
  }
  fs.close(staging.parent);
  return error < 0 ? STAGED.undone : finished ? STAGED.finished : STAGED.named;
}

/** Removes a folder that did not get its name. */
function remove(worker: WorkerContext, { root }: FolderPair, staging: Staging): void {
  const { ctx, ctx: { fs } } = worker;
  fs.close(staging.handle);
  const error = removeTree(ctx, staging.parent, staging.temporary);
  if (error === 0) return;
  ctx.reportError({
    op: "remove leftover",
    path: labelledPath(root.targetLabel, joinPath(staging.parentPath, staging.temporary)),
    syscall: fs.callName("unlinkat"),
    code: fs.errorName(error),
    message: fs.errorText(error),
    fatal: false,
  });
}

/** The folder under its temporary name, and where it stands. */
interface Staging {
  readonly parent: number;
  readonly parentPath: Uint8Array;
  readonly name: Uint8Array;
  readonly temporary: Uint8Array;
  readonly handle: number;
}

/** Makes the temporary folder beside the final one; null where that is not possible. */
function openStaging(worker: WorkerContext, pair: FolderPair): Staging | null {
  const { fs, temporaryNames } = worker.ctx;
  const slash = pair.path.lastIndexOf(SLASH);
  const parentPath = pair.path.subarray(0, Math.max(slash, 0));
  if (getsLocked(worker, pair, parentPath)) return null;
  const parent = worker.ctx.folders.open(pair.root.target, parentPath, false);
  if (parent < 0) return null;
  if (takesNamesOnly(worker, parent)) {
    fs.close(parent);
    return null;
  }
  const temporary = temporaryNames.next();
  if (fs.makeFolder(parent, temporary, modeOfTarget(worker.ctx, pair)) === 0) {
    const handle = fs.openFolderBeneath(parent, temporary, false);
    if (handle >= 0) {
      fs.tryLock(handle); // tells a sweeping neighbour that it is in use
      return {
        parent,
        parentPath,
        name: cString(pair.path.subarray(slash + 1)),
        temporary,
        handle,
      };
    }
    fs.removeFolder(parent, temporary);
  }
  fs.close(parent);
  return null;
}

/** Whether the folder above gets flags, maybe meanwhile, with which no name in it can be changed. */
function getsLocked(worker: WorkerContext, { root }: FolderPair, parentPath: Uint8Array): boolean {
  const { flags } = worker.ctx;
  if (flags === null || flags.locking === 0) return false;
  const above = worker.parentStat(root, parentPath);
  return typeof above !== "number" && flags.locks(above) !== 0;
}

/** Whether a folder is append-only: what is made in it keeps its name. */
function takesNamesOnly({ ctx: { fs, checkStat } }: WorkerContext, folder: number): boolean {
  return fs.can.appendOnlyAttributes !== 0 && fs.statHandle(folder, checkStat) === 0 &&
    isAppendOnly(fs, checkStat);
}

/** The names changed the times of the folder above, which may have been final already. */
function restoreParentTimes(
  worker: WorkerContext,
  pair: FolderPair,
  { parent, parentPath }: Staging,
): void {
  const { ctx } = worker;
  if (!ctx.options.keep.times) return;
  const stat = worker.parentStat(pair.root, parentPath);
  const error = typeof stat === "number" ? stat : setKeptTimes(ctx, pair, parent, stat);
  if (error < 0) {
    ctx.fail(targetOf(pair, null), "keep times of the folder above", "futimens", error);
  }
}

/** Gives the folder above the times of its source, as far as they are kept there. */
function setKeptTimes(
  ctx: CopyContext,
  pair: FolderPair,
  folder: number,
  source: FileStat,
): number {
  const setter = limitedSetter(ctx, pair, settingByHandle(ctx, folder), source, source);
  return setter.setTimes(source);
}
