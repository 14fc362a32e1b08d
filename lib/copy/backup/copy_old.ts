// A backup that is a copy, where no hard link can be made.

import { EISDIR } from "../../../ffi/errno.ts";
import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";
import type { CopyContext } from "../context.ts";
import { copyFile } from "../file/copy_file.ts";
import { copySpecial, copySymlink } from "../links/copy_special.ts";

/**
 * Copies an entry, whole and with its metadata.
 *
 * @param ctx a context of its own: the thread's is at work on the entry that takes the place
 * @param pair the folder of the entry, and that of its backup as target
 * @param old metadata of the entry
 * @returns false if that failed, which was reported
 */
export function copyOld(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  backup: CString,
  old: FileStat,
): boolean {
  const { fs, entry, entry: { target } } = ctx;
  entry.reset(pair, name, old.entryType);
  entry.targetName = backup;
  entry.source.copyFrom(old);
  entry.replaces = fs.stat(pair.target, backup, target) === 0;
  if (entry.replaces && target.isFolder) {
    ctx.fail(targetOf(pair, backup), "replace", "renameat", -EISDIR);
    return false;
  }
  if (old.isFile) return copyOldFile(ctx, pair, name);
  return old.isSymlink ? copySymlink(ctx, entry) : copySpecial(ctx, entry);
}

function copyOldFile(ctx: CopyContext, pair: FolderPair, name: CString): boolean {
  const { fs, entry, entry: { source } } = ctx;
  const handle = entry.sourceHandle = fs.openForReading(pair.source, name, false);
  const error = handle < 0 ? handle : fs.statHandle(handle, source);
  if (error < 0) ctx.fail(sourceOf(pair, name), "open", "openat", error);
  if (error === 0 && ctx.xattrPolicy.any) entry.xattrListBytes = fs.xattrListSize(handle);
  const isCopied = error >= 0 && copyFile(ctx, entry);
  if (handle >= 0) fs.close(handle);
  return isCopied;
}
