// Removing target entries: one by one by descriptor, never through a link, folders from the leaves up.

import { ENOENT } from "../../../ffi/errno.ts";
import { type CString, cString, ENTRY_TYPE, FileStat } from "../../../ffi/mod.ts";
import type { OperationEvent } from "../../events.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { CopyContext } from "../context.ts";
import { triesAgain } from "../patience.ts";
import { joinPath, type Place, reportPath } from "../place.ts";
import { ALL_VISITED, eachEntry, typeOf } from "./each_entry.ts";
import { makeEmptiable, openToEmpty } from "./emptiable.ts";

/**
 * Removes one entry with all that is below it, or in a dry run says what it would remove.
 *
 * @param type one of ENTRY_TYPE
 * @returns whether nothing of it is left
 */
export function deleteEntry(ctx: CopyContext, place: Place, name: CString, type: number): boolean {
  return remove(ctx, place, place.target, place.path, name, type);
}

function remove(
  ctx: CopyContext,
  place: Place,
  folder: number,
  path: Uint8Array,
  name: CString,
  type: number,
): boolean {
  if (isStopping(ctx.control)) return false;
  const known = typeOf(ctx, folder, name, type);
  const own = joinPath(path, name);
  if (known === ENTRY_TYPE.folder && !empty(ctx, place, folder, own, name)) return false;
  if (!ctx.options.dryRun) {
    let error = unlink(ctx, folder, name, known);
    for (
      let failures = 0;
      error < 0 && triesAgainAt(ctx, place, own, error, failures);
      failures++
    ) {
      error = unlink(ctx, folder, name, known);
    }
    if (error < 0 && error !== -ENOENT) {
      const call = known === ENTRY_TYPE.folder ? "unlinkat(AT_REMOVEDIR)" : "unlinkat";
      failAt(ctx, place, own, call, error);
      return false;
    }
    place.touched = true;
  }
  tellDeleted(ctx, place, own, known);
  return true;
}

/** Removes an entry of the place's target folder that is no folder; says nothing where that fails. */
export function deleteQuietly(ctx: CopyContext, place: Place, name: CString, type: number): void {
  if (ctx.fs.unlink(place.target, name) < 0) return;
  const path = ctx.report.wantsOperations ? joinPath(place.path, name) : place.path;
  tellDeleted(ctx, place, path, type);
}

function tellDeleted(ctx: CopyContext, { root }: Place, path: Uint8Array, type: number): void {
  ctx.count[COUNTER.deleted]++;
  if (!ctx.report.wantsOperations) return;
  ctx.report.operation("delete", entryTypeName(type), reportPath(root, path), 0, null, null);
}

function unlink({ fs }: CopyContext, folder: number, name: CString, type: number): number {
  return type === ENTRY_TYPE.folder ? fs.removeFolder(folder, name) : fs.unlink(folder, name);
}

/** Removes everything in a folder; whether that succeeded. */
function empty(
  ctx: CopyContext,
  place: Place,
  folder: number,
  path: Uint8Array,
  name: CString,
): boolean {
  const { fs } = ctx;
  let handle = openToEmpty(ctx, folder, name);
  for (
    let failures = 0;
    handle < 0 && triesAgainAt(ctx, place, path, handle, failures);
    failures++
  ) {
    handle = fs.openFolderBeneath(folder, name, false);
  }
  if (handle < 0) {
    failAt(ctx, place, path, "openat", handle);
    return false;
  }
  if (isSource(ctx, place, handle)) {
    const below = cString(pathBelow(place, path));
    ctx.failWith(place, below, "target", "delete", null, "SAME_FILE", "It is the source itself");
    fs.close(handle);
    return false;
  }
  makeEmptiable(ctx, handle);
  const removeBelow = (below: CString, type: number) =>
    remove(ctx, place, handle, path, below, type);
  let end = eachEntry(ctx, handle, removeBelow);
  for (let failures = 0; end < 0 && triesAgainAt(ctx, place, path, end, failures); failures++) {
    end = eachEntry(ctx, handle, removeBelow); // what was listed before is gone
  }
  fs.close(handle);
  if (end < 0) failAt(ctx, place, path, "getdents64", end);
  return end === ALL_VISITED;
}

/** Whether an open folder is the source's root, which a bind mount can make stand in the target. */
export function isSource({ fs, checkStat }: CopyContext, place: Place, handle: number): boolean {
  const root = new FileStat();
  return fs.statHandle(handle, checkStat) < 0 || fs.statHandle(place.root.source, root) < 0 ||
    checkStat.hasSameInode(root);
}

function triesAgainAt(
  ctx: CopyContext,
  place: Place,
  path: Uint8Array,
  error: number,
  failures: number,
): boolean {
  if (ctx.options.retries === 0) return false;
  const name = cString(pathBelow(place, path));
  return triesAgain(ctx, place, name, "target", "delete", error, failures);
}

function failAt(
  ctx: CopyContext,
  place: Place,
  path: Uint8Array,
  syscall: string,
  error: number,
): void {
  ctx.fail(place, cString(pathBelow(place, path)), "target", "delete", syscall, error);
}

/** `path` as seen from the place's folder. */
function pathBelow(place: Place, path: Uint8Array): Uint8Array {
  return place.path.length === 0 ? path : path.subarray(place.path.length + 1);
}

function entryTypeName(type: number): OperationEvent["entryType"] {
  switch (type) {
    case ENTRY_TYPE.folder:
      return "folder";
    case ENTRY_TYPE.symlink:
      return "symlink";
    case ENTRY_TYPE.fifo:
      return "fifo";
    case ENTRY_TYPE.socket:
      return "socket";
    case ENTRY_TYPE.charDevice:
      return "char-device";
    case ENTRY_TYPE.blockDevice:
      return "block-device";
    default:
      return "file";
  }
}
