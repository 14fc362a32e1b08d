// Making names that carry no data of their own: hard links, symlinks, FIFOs and devices. A name that
// is taken is replaced in one step, by a temporary name and a rename.

import { EEXIST, EPERM } from "../../ffi/errno.ts";
import { type CString, cString, FileStat, S_IFMT, sameBytes, WORD } from "../../ffi/mod.ts";
import { COUNTER } from "../shared/counters.ts";
import { isAppendOnly } from "./append_only.ts";
import type { CopyContext } from "./context.ts";
import { displace } from "./displace.ts";
import { isStillFirst } from "./hard_links.ts";
import type { FirstName } from "./link_table.ts";
import { withPinned } from "./metadata/held_entry.ts";
import { applyMetadata, noteLosses, readSourceXattrs } from "./metadata/metadata.ts";
import { modeToMake } from "./metadata/new_mode.ts";
import { despiteLock } from "./metadata/set_flags.ts";
import { xattrsOfName } from "./metadata/xattrs.ts";
import type { Place, RootPair } from "./place.ts";
import { inWritableFolder } from "./writable_folder.ts";

const SLASH = 47;
/** Nobody else may open it until owner, group and ACL are right. */
const PRIVATE_MODE = 0o600;

/** Answers of `makeHardLink`; no errno is that small. Somebody has put another file where the first name was. */
export const NOT_THE_FIRST = -0x7fff_ffff;
/** The new name shows another inode number than the one that it was linked to. */
export const NUMBERED_BY_NAME = -0x7fff_fffe;

/**
 * Makes an entry under `name` by `make`, through a temporary name where one stands there already.
 * Returns 0 or a negated errno.
 */
function makeOrReplace(
  ctx: CopyContext,
  place: Place,
  name: CString,
  replaces: boolean,
  make: (name: CString) => number,
): number {
  const { fs } = ctx;
  const { removeOld } = place;
  return inWritableFolder(ctx, place, () => {
    if (!replaces && removeOld === null) return make(name);
    if (isAppendOnly(fs, place.targetStat)) return -EPERM;
    const temporary = ctx.temporaryNames.next();
    const made = make(temporary);
    if (made < 0) {
      // Some file systems say that they failed and have made something all the same.
      if (made !== -EEXIST) fs.unlink(place.target, temporary);
      return made;
    }
    const rename = () =>
      removeOld !== null
        ? displace(ctx, place, temporary, name, removeOld)
        : fs.rename(place.target, temporary, place.target, name);
    const renamed = despiteLockOf(ctx, place.target, name, rename(), rename);
    // Also after success: renaming one link of an inode over another leaves both (rename(2)).
    fs.unlink(place.target, temporary);
    return renamed;
  });
}

/** Tries again what the lock of an entry forbade, where the source in hand has that lock as well. */
function despiteLockOf(
  ctx: CopyContext,
  folder: number,
  name: CString,
  error: number,
  again: () => number,
): number {
  if (error !== -EPERM) return error;
  const current = new FileStat();
  if (ctx.fs.stat(folder, name, current) < 0) return error;
  return despiteLock(ctx, { folder, name, current, source: ctx.sourceStat }, error, again);
}

/**
 * Makes `name` another name of the file that stands at `first`. 0 or a negated errno, NOT_THE_FIRST or
 * NUMBERED_BY_NAME: then there is what there was.
 */
export function makeHardLink(
  ctx: CopyContext,
  place: Place,
  roots: readonly RootPair[],
  name: CString,
  first: FirstName,
  replaces: boolean,
): number {
  const slash = first.path.lastIndexOf(SLASH);
  const folder = openLinkFolder(
    ctx,
    place,
    roots,
    first,
    first.path.subarray(0, Math.max(slash, 0)),
  );
  if (folder < 0) return folder;
  const base = cString(first.path.subarray(slash + 1));
  const make = (to: CString) => linkFirst(ctx, folder, base, place.target, to, first);
  const attempt = () => makeOrReplace(ctx, place, name, replaces, make);
  // A locked file takes no further name.
  const linked = despiteLockOf(ctx, folder, base, attempt(), attempt);
  if (linked === 0 || linked === NUMBERED_BY_NAME || linked === NOT_THE_FIRST) place.touched = true;
  return linked;
}

/** The folder in which `first` stands: a handle that the place keeps, or a negated errno. */
function openLinkFolder(
  ctx: CopyContext,
  place: Place,
  roots: readonly RootPair[],
  { root }: FirstName,
  path: Uint8Array,
): number {
  const last = place.linkFolder;
  if (last !== null && last.root === root && sameBytes(last.path, path)) return last.handle;
  closeLinkFolder(ctx, place);
  const handle = ctx.folders.open(roots[root].target, path, false);
  if (handle >= 0) place.linkFolder = { root, path, handle };
  return handle;
}

/** Closes what `makeHardLink` has left open. */
export function closeLinkFolder({ fs }: CopyContext, place: Place): void {
  if (place.linkFolder !== null) fs.close(place.linkFolder.handle);
  place.linkFolder = null;
}

/** Links `base` to `to`, unless somebody has put another file where the first name was. */
function linkFirst(
  { fs, checkStat, openedStat }: CopyContext,
  folder: number,
  base: CString,
  target: number,
  to: CString,
  first: FirstName,
): number {
  const linked = fs.link(folder, base, target, to);
  if (linked < 0) return linked;
  const error = fs.stat(target, to, checkStat);
  if (error === 0 && isStillFirst(checkStat, first)) return 0;
  fs.unlink(target, to);
  if (error < 0) return error;
  const isOne = fs.stat(folder, base, openedStat) === 0 && openedStat.hasSameInode(checkStat);
  return isOne ? NOT_THE_FIRST : NUMBERED_BY_NAME;
}

/** Copies a symlink: its text, owner, times and attributes. */
export function copySymlink(
  ctx: CopyContext,
  place: Place,
  name: CString,
  targetName: CString,
  stat: FileStat,
  replaces: boolean,
): boolean {
  const { fs, linkBuffer } = ctx;
  const length = fs.readSymlink(place.source, name, linkBuffer);
  if (length < 0) {
    ctx.fail(place, name, "source", "read symlink", "readlinkat", length);
    return false;
  }
  const text = cString(linkBuffer.subarray(0, length));
  const made = makeOrReplace(
    ctx,
    place,
    targetName,
    replaces,
    (to) => fs.makeSymlink(text, place.target, to),
  );
  if (made < 0) {
    ctx.fail(place, targetName, "target", "create symlink", "symlinkat", made);
    return false;
  }
  dressByName(ctx, place, name, targetName, stat, stat.permissions);
  ctx.count[COUNTER.linksCreated]++;
  return true;
}

/** Copies a FIFO or a device; what it takes the place of, if anything, is in `ctx.targetStat`. */
export function copySpecial(
  ctx: CopyContext,
  place: Place,
  name: CString,
  targetName: CString,
  stat: FileStat,
  replaces: boolean,
): boolean {
  const mode = modeToMake(ctx, place, stat, replaces ? ctx.targetStat : null);
  const made = makeOrReplace(
    ctx,
    place,
    targetName,
    replaces,
    (to) => makeSpecial(ctx, place, to, stat),
  );
  if (made < 0) {
    ctx.fail(place, targetName, "target", "create special file", "mknodat", made);
    return false;
  }
  dressByName(ctx, place, name, targetName, stat, mode);
  ctx.count[COUNTER.specialsCreated]++;
  return true;
}

/** Devices that hold FIFOs and device nodes, per thread. */
const withSpecials = new Set<number>();

/** Makes one like `stat`. 0 or a negated errno, and then nothing. */
function makeSpecial(ctx: CopyContext, place: Place, name: CString, stat: FileStat): number {
  const { fs } = ctx;
  const { words } = stat;
  const { target, targetStat: { dev } } = place;
  const mode = (stat.mode & S_IFMT) | PRIVATE_MODE;
  const make = (name: CString) =>
    fs.makeSpecial(target, name, mode, words[WORD.rdevMajor], words[WORD.rdevMinor]);
  if (!withSpecials.has(dev) && !isAppendOnly(fs, place.targetStat)) {
    // A file system without any may fail and leave an empty file (exfat-fuse): not under the entry's name.
    const trial = ctx.temporaryNames.next();
    const made = make(trial);
    place.touched = true;
    const removed = made === -EEXIST ? 0 : fs.unlink(target, trial);
    if (made === 0 && removed < 0) {
      ctx.fail(place, trial, "target", "remove leftover", "unlinkat", removed);
    }
    if (made < 0) return made;
    withSpecials.add(dev);
  }
  return make(name);
}

/** Metadata of an entry that was just made and must not be opened. */
function dressByName(
  ctx: CopyContext,
  place: Place,
  name: CString,
  targetName: CString,
  stat: FileStat,
  mode: number,
): void {
  const { fs, checkStat, xattrPolicy } = ctx;
  place.touched = true;
  noteLosses(ctx, place, targetName, stat);
  // It has one name: a second one would be a link to somebody else's entry, put there meanwhile.
  const isOurs = (found: FileStat) => found.type === stat.type && found.nlink <= 1;
  withPinned(ctx, place, targetName, isOurs, (setter) => {
    const mayHaveXattrs = xattrPolicy.any &&
      (fs.xattrListSizeAt(place.source, name) !== 0 || setter.xattrs.listSize() !== 0);
    const wanted = mayHaveXattrs
      ? readSourceXattrs(ctx, place, name, xattrsOfName(fs, place.source, name))
      : null;
    applyMetadata(ctx, place, targetName, setter, {
      source: stat,
      current: checkStat,
      mode,
      xattrs: wanted,
    });
  });
}
