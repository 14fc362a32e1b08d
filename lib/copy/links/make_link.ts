// Making names that carry no data of their own: hard links, symlinks, FIFOs and devices. A name that
// is taken is replaced in one step, by a temporary name and a rename.

import { EEXIST, EPERM } from "../../../ffi/errno.ts";
import { type CString, cString, FileStat, S_IFMT, sameBytes, WORD } from "../../../ffi/mod.ts";
import { COUNTER } from "../../shared/counters.ts";
import { isAppendOnly } from "../target/append_only.ts";
import type { CopyContext } from "../context.ts";
import { displace } from "../target/displace.ts";
import { isStillFirst } from "./hard_links.ts";
import type { FirstLink } from "../../entry/first_link.ts";
import { withPinned } from "../metadata/pinned_entry.ts";
import { applyMetadata, noteLosses, readSourceXattrs } from "../metadata/metadata.ts";
import { modeToMake } from "../metadata/new_mode.ts";
import { despiteLock } from "../metadata/set_flags.ts";
import { xattrsOfName } from "../metadata/xattrs.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FolderPair, RootPair } from "../../entry/folder_pair.ts";
import { removeTrial } from "../target/trial.ts";
import { inWritableFolder } from "../target/writable_folder.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";

const SLASH = 47;
/** Nobody else may open it until owner, group and ACL are right. */
const PRIVATE_MODE = 0o600;

/** Answers of `makeHardLink`; no errno is that small. Somebody has put another file where the first name was. */
export const NOT_THE_FIRST = -0x7fff_ffff;
/** The new name shows another inode number than the one that it was linked to. */
export const NUMBERED_BY_NAME = -0x7fff_fffe;

/**
 * Makes an entry in the target by `make`, through a temporary name where it replaces another one.
 * Returns 0 or a negated errno.
 */
function makeOrReplace(ctx: CopyContext, entry: Entry, make: (name: CString) => number): number {
  const { fs } = ctx;
  const { pair, pair: { removeOld }, targetName: name, replaces } = entry;
  return inWritableFolder(ctx, pair, () => {
    if (!replaces && removeOld === null) return make(name);
    if (isAppendOnly(fs, pair.targetStat)) return -EPERM;
    const temporary = ctx.temporaryNames.next();
    const made = make(temporary);
    if (made < 0) {
      // Some file systems say that they failed and have made something all the same.
      if (made !== -EEXIST) fs.unlink(pair.target, temporary);
      return made;
    }
    const rename = () =>
      removeOld !== null
        ? displace(ctx, pair, temporary, name, removeOld)
        : fs.rename(pair.target, temporary, pair.target, name);
    const renamed = despiteLockOf(ctx, pair.target, name, rename(), rename);
    // Also after success: renaming one link of an inode over another leaves both (rename(2)).
    fs.unlink(pair.target, temporary);
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
  return despiteLock(ctx, { folder, name, current, source: ctx.entry.source }, error, again);
}

/**
 * Makes the target entry another name of the file that stands at `first`. 0 or a negated errno, NOT_THE_FIRST or
 * NUMBERED_BY_NAME: then there is what there was.
 */
export function makeHardLink(
  ctx: CopyContext,
  entry: Entry,
  roots: readonly RootPair[],
  first: FirstLink,
): number {
  const { pair } = entry;
  const slash = first.path.lastIndexOf(SLASH);
  const path = first.path.subarray(0, Math.max(slash, 0));
  const folder = openLinkFolder(ctx, pair, roots, first, path);
  if (folder < 0) return folder;
  const base = cString(first.path.subarray(slash + 1));
  const make = (to: CString) => linkFirst(ctx, { folder, base, first }, pair.target, to);
  const attempt = () => makeOrReplace(ctx, entry, make);
  // A locked file takes no further name.
  const linked = despiteLockOf(ctx, folder, base, attempt(), attempt);
  if (linked === 0 || linked === NUMBERED_BY_NAME || linked === NOT_THE_FIRST) pair.touched = true;
  return linked;
}

/** The folder in which `first` stands: a handle that the place keeps, or a negated errno. */
function openLinkFolder(
  ctx: CopyContext,
  pair: FolderPair,
  roots: readonly RootPair[],
  { root }: FirstLink,
  path: Uint8Array,
): number {
  const last = pair.linkFolder;
  if (last !== null && last.root === root && sameBytes(last.path, path)) return last.handle;
  closeLinkFolder(ctx, pair);
  const handle = ctx.folders.open(roots[root].target, path, false);
  if (handle >= 0) pair.linkFolder = { root, path, handle };
  return handle;
}

/** Closes what `makeHardLink` has left open. */
export function closeLinkFolder({ fs }: CopyContext, pair: FolderPair): void {
  if (pair.linkFolder !== null) fs.close(pair.linkFolder.handle);
  pair.linkFolder = null;
}

/** A first name, and the open folder in which it stands. */
interface OpenedFirst {
  readonly folder: number;
  readonly base: CString;
  readonly first: FirstLink;
}

/** Links a first name to `to` in the folder `target`, unless somebody has put another file where it was. */
function linkFirst(
  { fs, checkStat, openedStat }: CopyContext,
  { folder, base, first }: OpenedFirst,
  target: number,
  to: CString,
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
export function copySymlink(ctx: CopyContext, entry: Entry): boolean {
  const { fs, linkBuffer } = ctx;
  const { pair, name, targetName, source } = entry;
  const length = fs.readSymlink(pair.source, name, linkBuffer);
  if (length < 0) {
    ctx.fail(sourceOf(pair, name), "read symlink", "readlinkat", length);
    return false;
  }
  const text = cString(linkBuffer.subarray(0, length));
  const made = makeOrReplace(ctx, entry, (to) => fs.makeSymlink(text, pair.target, to));
  if (made < 0) {
    ctx.fail(targetOf(pair, targetName), "create symlink", "symlinkat", made);
    return false;
  }
  applyMetadataByName(ctx, entry, source.permissions);
  ctx.count[COUNTER.linksCreated]++;
  return true;
}

/** Copies a FIFO or a device. */
export function copySpecial(ctx: CopyContext, entry: Entry): boolean {
  const { pair, targetName, source } = entry;
  const mode = modeToMake(ctx, pair, source, entry.replaced);
  const made = makeOrReplace(ctx, entry, (to) => makeSpecial(ctx, pair, to, source));
  if (made < 0) {
    ctx.fail(targetOf(pair, targetName), "create special file", "mknodat", made);
    return false;
  }
  applyMetadataByName(ctx, entry, mode);
  ctx.count[COUNTER.specialsCreated]++;
  return true;
}

/** Devices that hold FIFOs and device nodes, per thread. */
const withSpecials = new Set<number>();

/** Makes one like `stat`. 0 or a negated errno, and then nothing. */
function makeSpecial(ctx: CopyContext, pair: FolderPair, name: CString, stat: FileStat): number {
  const { fs } = ctx;
  const { words } = stat;
  const { target, targetStat: { dev } } = pair;
  const mode = (stat.mode & S_IFMT) | PRIVATE_MODE;
  const make = (name: CString) =>
    fs.makeSpecial(target, name, mode, words[WORD.rdevMajor], words[WORD.rdevMinor]);
  if (!withSpecials.has(dev) && !isAppendOnly(fs, pair.targetStat)) {
    // A file system without any may fail and leave an empty file (exfat-fuse): not under the entry's name.
    const trial = ctx.temporaryNames.next();
    const made = make(trial);
    if (made < 0) {
      pair.touched = true;
      if (made !== -EEXIST) fs.unlink(target, trial);
      return made;
    }
    removeTrial(ctx, pair, trial);
    withSpecials.add(dev);
  }
  return make(name);
}

/** Metadata of an entry that was just made and must not be opened. */
function applyMetadataByName(ctx: CopyContext, entry: Entry, mode: number): void {
  const { fs, checkStat, xattrPolicy } = ctx;
  const { pair, name, targetName, source } = entry;
  pair.touched = true;
  noteLosses(ctx, pair, targetName, source);
  // It has one name: a second one would be a link to somebody else's entry, put there meanwhile.
  const isOurs = (found: FileStat) => found.type === source.type && found.nlink <= 1;
  withPinned(ctx, entry, isOurs, (setter) => {
    const mayHaveXattrs = xattrPolicy.any &&
      (fs.xattrListSizeAt(pair.source, name) !== 0 || setter.xattrs.listSize() !== 0);
    const wanted = mayHaveXattrs
      ? readSourceXattrs(ctx, pair, name, xattrsOfName(fs, pair.source, name))
      : null;
    applyMetadata(ctx, pair, targetName, setter, {
      source,
      current: checkStat,
      mode,
      xattrs: wanted,
    });
  });
}
