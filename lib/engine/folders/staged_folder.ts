// A folder under its temporary name, beside the empty one that has the final name.

import { EACCES, EPERM } from "../../../ffi/errno.ts";
import { cString, type FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { removeTree } from "../../copy/deletion/remove_tree.ts";
import { renameDespiteAcl } from "../../copy/metadata/despite_acl.ts";
import { modeOfTarget } from "../../copy/metadata/folder_mode.ts";
import { limitedSetter } from "../../copy/metadata/limited_setter.ts";
import { settingByHandle } from "../../copy/metadata/metadata.ts";
import { isAppendOnly } from "../../copy/target/append_only.ts";
import { whileWritable } from "../../copy/target/writable_folder.ts";
import { type FolderPair, joinPath, labelledPath } from "../../entry/folder_pair.ts";
import { targetOf } from "../../entry/subject.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

const SLASH = 47;

interface StagedFolder {
  /** Descriptor of the folder above it. */
  readonly parent: number;
  /** Path of that folder below the root. */
  readonly parentPath: Uint8Array;
  /** The final name. */
  readonly name: Uint8Array;
  readonly temporary: Uint8Array;
  /** Its own descriptor. */
  readonly handle: number;
}

/** Makes the folder beside the one that has the final name; null where that is not possible. */
export function makeStaged(worker: WorkerContext, pair: FolderPair): StagedFolder | null {
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

/** Gives the folder its final name; 0 or a negated errno. */
export function giveName(worker: WorkerContext, pair: FolderPair, staged: StagedFolder): number {
  const { ctx, ctx: { fs } } = worker;
  const { parent, temporary, name, handle } = staged;
  const rename = () => fs.rename(parent, temporary, parent, name);
  let error = rename();
  // The folder above may be finished, and read-only, by now.
  if (error === -EACCES) error = whileWritable(ctx, parent, rename);
  return error < 0 ? renameDespiteAcl(ctx, targetOf(pair, null), handle, error, rename) : error;
}

/** Removes a folder that did not get its final name. */
export function removeStaged(
  worker: WorkerContext,
  { root }: FolderPair,
  staged: StagedFolder,
): void {
  const { ctx, ctx: { fs } } = worker;
  fs.close(staged.handle);
  const error = removeTree(ctx, staged.parent, staged.temporary);
  if (error === 0) return;
  ctx.reportError({
    op: "remove leftover",
    path: labelledPath(root.targetLabel, joinPath(staged.parentPath, staged.temporary)),
    syscall: fs.callName("unlinkat"),
    code: fs.errorName(error),
    message: fs.errorText(error),
    fatal: false,
  });
}

/** Whether the folder above gets flags, perhaps meanwhile, that forbid to change names in it. */
function getsLocked(worker: WorkerContext, { root }: FolderPair, parentPath: Uint8Array): boolean {
  const { flags } = worker.ctx;
  if (flags === null || flags.locking === 0) return false;
  const above = worker.parentStat(root, parentPath);
  return typeof above !== "number" && flags.locks(above) !== 0;
}

/** Whether a folder is append-only: no name in it can be changed. */
function takesNamesOnly({ ctx: { fs, checkStat } }: WorkerContext, folder: number): boolean {
  return fs.can.appendOnlyAttributes !== 0 && fs.statHandle(folder, checkStat) === 0 &&
    isAppendOnly(fs, checkStat);
}

/** Sets the times of the folder above again: the names changed them, and they may have been final. */
export function restoreParentTimes(
  worker: WorkerContext,
  pair: FolderPair,
  { parent, parentPath }: StagedFolder,
): void {
  const { ctx } = worker;
  const { keep, omitFolderTimes } = ctx.options;
  if (!keep.times || omitFolderTimes) return;
  const stat = worker.parentStat(pair.root, parentPath);
  const error = typeof stat === "number" ? stat : setKeptTimes(ctx, pair, parent, stat);
  // DEST itself of another user: whether that is an error is said at its end.
  if (error === -EPERM && parentPath.length === 0) return;
  if (error < 0) {
    ctx.fail(targetOf(pair, null), "keep times of the folder above", "futimens", error);
  }
}

/** Gives the folder above the times of its source, as far as the file system keeps them. */
function setKeptTimes(
  ctx: CopyContext,
  pair: FolderPair,
  folder: number,
  source: FileStat,
): number {
  const setter = limitedSetter(ctx, pair, settingByHandle(ctx, folder), source, source);
  return setter.setTimes(source);
}
