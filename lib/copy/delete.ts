// Removing target entries: one by one by descriptor, never through a link, folders from the leaves up.

import { EACCES, ENOENT, EOPNOTSUPP } from "../../ffi/errno.ts";
import { type CString, cString, ENTRY_TYPE, FileStat, Listing } from "../../ffi/mod.ts";
import type { OperationEvent } from "../events.ts";
import { isStopping } from "../shared/control.ts";
import { COUNTER } from "../shared/counters.ts";
import type { CopyContext } from "./context.ts";
import { joinPath, type Place, reportPath } from "./place.ts";

/** Bytes of the listing of a folder being emptied; it is listed again until it is empty. */
const LISTING_BYTES = 64 * 1024;

/**
 * Removes one entry with all that is below it, or in a dry run says what it would remove.
 *
 * @param type one of ENTRY_TYPE
 * @returns whether nothing of it is left
 */
export function deleteEntry(ctx: CopyContext, place: Place, name: CString, type: number): boolean {
  return remove(ctx, place, place.target, place.path, name, type);
}

/**
 * How many entries `deleteEntry` would remove, at most `limit`; the entry itself is one. A negated errno
 * where a folder could not be listed.
 */
export function countEntries(
  ctx: CopyContext,
  folder: number,
  name: CString,
  type: number,
  limit = Infinity,
): number {
  if (limit <= 1 || typeOf(ctx, folder, name, type) !== ENTRY_TYPE.folder) return 1;
  const handle = ctx.fs.openFolderBeneath(folder, name, false);
  if (handle < 0) return handle;
  let count = 1;
  const end = eachEntry(ctx, handle, (below, belowType) => {
    if (count < 0 || count >= limit) return true;
    const entries = countEntries(ctx, handle, below, belowType, limit - count);
    count = entries < 0 ? entries : count + entries;
    return true;
  });
  ctx.fs.close(handle);
  return end < 0 ? end : count;
}

/** Removes a folder of ferry's own making with all that is in it, unreported, also while the run is being stopped. 0 or a negated errno. */
export function removeTree(ctx: CopyContext, parent: number, name: CString): number {
  const { fs } = ctx;
  const handle = fs.openFolderBeneath(parent, name, false);
  if (handle < 0) return handle;
  makeEmptiable(ctx, handle);
  eachEntry(ctx, handle, (below, type) => {
    const isFolder = typeOf(ctx, handle, below, type) === ENTRY_TYPE.folder;
    return (isFolder ? removeTree(ctx, handle, below) : fs.unlink(handle, below)) === 0;
  }, ALWAYS);
  fs.close(handle);
  return fs.removeFolder(parent, name);
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
    const error = known === ENTRY_TYPE.folder
      ? ctx.fs.removeFolder(folder, name)
      : ctx.fs.unlink(folder, name);
    if (error < 0 && error !== -ENOENT) {
      failAt(
        ctx,
        place,
        own,
        known === ENTRY_TYPE.folder ? "unlinkat(AT_REMOVEDIR)" : "unlinkat",
        error,
      );
      return false;
    }
    place.touched = true;
  }
  ctx.count[COUNTER.deleted]++;
  if (ctx.report.wantsOperations) {
    ctx.report.operation(
      "delete",
      entryTypeName(known),
      reportPath(place.root, own),
      0,
      null,
      null,
    );
  }
  return true;
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
  let handle = fs.openFolderBeneath(folder, name, false);
  if (
    handle === -EACCES && !ctx.options.dryRun && letOwnerIn(ctx, folder, name)
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
  const end = eachEntry(
    ctx,
    handle,
    (below, type) => remove(ctx, place, handle, path, below, type),
  );
  fs.close(handle);
  if (end < 0) failAt(ctx, place, path, "getdents64", end);
  return end === ALL_VISITED;
}

/** Gives the owner all rights on a folder that could not be opened; whether that succeeded. */
function letOwnerIn({ fs, checkStat }: CopyContext, folder: number, name: CString): boolean {
  const pin = fs.pin(folder, name);
  if (pin === -EOPNOTSUPP) return fs.setModeAt(folder, name, 0o700) === 0;
  if (pin < 0) return false;
  const isLet = fs.statHandle(pin, checkStat) === 0 && checkStat.isFolder &&
    fs.setModeAt(pin, cString(""), 0o700) === 0;
  fs.close(pin);
  return isLet;
}

/** Whether an open folder is the source's root, which a bind mount can make stand in the target. */
function isSource({ fs, checkStat }: CopyContext, place: Place, handle: number): boolean {
  const root = new FileStat();
  return fs.statHandle(handle, checkStat) < 0 || fs.statHandle(place.root.source, root) < 0 ||
    checkStat.hasSameInode(root);
}

/** An ordinary user can only take names from a folder that is writable. */
function makeEmptiable(ctx: CopyContext, handle: number): void {
  const { fs, options } = ctx;
  if (options.dryRun || fs.identity.uid === 0) return;
  const stat = new FileStat();
  if (
    fs.statHandle(handle, stat) === 0 && (stat.permissions & 0o700) !== 0o700 &&
    stat.uid === fs.identity.uid
  ) {
    fs.setMode(handle, stat.permissions | 0o700);
  }
}

/** Answers of `eachEntry`. */
const ALL_VISITED = 1;
const NOT_ALL = 0;

const ALWAYS = () => true;

/** Visits each entry, batch after batch: 1 when each visit succeeded, 0 when not, or a negated errno of the listing. */
export function eachEntry(
  ctx: CopyContext,
  handle: number,
  visit: (name: CString, type: number) => boolean,
  goesOn: () => boolean = () => !isStopping(ctx.control),
): number {
  const listing = new Listing(LISTING_BYTES);
  let result = ALL_VISITED;
  for (;;) {
    listing.clear();
    const end = ctx.fs.list(handle, listing);
    for (let i = 0; i < listing.count; i++) {
      if (!visit(cString(nameOf(listing, i)), listing.type[i])) result = NOT_ALL;
      if (!goesOn()) return NOT_ALL;
    }
    if (end < 0) return end;
    if (end === 1) return result;
  }
}

function nameOf(listing: Listing, index: number): Uint8Array {
  const name = listing.name(index);
  return name.subarray(0, name.indexOf(0));
}

/** The entry's type, asked for where the listing did not tell. */
function typeOf(ctx: CopyContext, folder: number, name: CString, type: number): number {
  if (type !== ENTRY_TYPE.unknown) return type;
  const stat = new FileStat();
  if (ctx.fs.stat(folder, name, stat) < 0) return ENTRY_TYPE.file;
  return stat.isFolder ? ENTRY_TYPE.folder : ENTRY_TYPE.file;
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
