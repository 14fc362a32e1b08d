// Copies entries without data: symlinks, FIFOs and devices.

import { EEXIST } from "../../../ffi/errno.ts";
import { type CString, cString, type FileStat, S_IFMT, WORD } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";
import { PRIVATE_MODE } from "../../preserve/private_mode.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { CopyContext } from "../context.ts";
import { applyMetadata, noteLosses, readSourceXattrs } from "../metadata/metadata.ts";
import { modeToMake } from "../metadata/new_mode.ts";
import { withPinned } from "../metadata/pinned_entry.ts";
import { xattrsOfName } from "../metadata/xattr_holder.ts";
import { isAppendOnly } from "../target/append_only.ts";
import { removeLeftover } from "../target/remove_leftover.ts";
import { renameNew } from "../target/rename_new.ts";
import { removeTrial } from "../target/trial.ts";
import { inWritableFolder } from "../target/writable_folder.ts";
import { makeOrReplace } from "./make_or_replace.ts";

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
  const make = (to: CString) => fs.makeSymlink(text, pair.target, to);
  const made = makeWithMetadata(ctx, entry, source.permissions, make);
  if (made < 0) {
    ctx.fail(targetOf(pair, targetName), "create symlink", "symlinkat", made);
    return false;
  }
  ctx.count[COUNTER.linksCreated]++;
  return true;
}

/** Copies a FIFO or a device. */
export function copySpecial(ctx: CopyContext, entry: Entry): boolean {
  const { pair, targetName, source } = entry;
  const mode = modeToMake(ctx, pair, source, entry.replaced);
  const make = (to: CString) => makeSpecial(ctx, pair, to, source);
  const made = makeWithMetadata(ctx, entry, mode, make);
  if (made < 0) {
    ctx.fail(targetOf(pair, targetName), "create special file", "mknodat", made);
    return false;
  }
  ctx.count[COUNTER.specialsCreated]++;
  return true;
}

/** Makes an entry with its metadata. 0 or a negated errno. */
function makeWithMetadata(
  ctx: CopyContext,
  entry: Entry,
  mode: number,
  make: (name: CString) => number,
): number {
  if (mustBeWhole(ctx, entry)) return makeWhole(ctx, entry, mode, make);
  const made = makeOrReplace(ctx, entry, make);
  if (made >= 0) applyMetadataByName(ctx, entry, mode, entry.targetName);
  return made;
}

/**
 * Whether no run would set the times of an entry that has its name: with --ignore-existing. Elsewhere the next one does, and a
 * rename of each would cost one call more. What is locked cannot be renamed, and in a new folder nobody sees it before.
 */
function mustBeWhole({ fs, flags, options }: CopyContext, entry: Entry): boolean {
  const { pair, replaces, source } = entry;
  if (!options.ignoreExisting || replaces || pair.removeOld !== null || pair.staged !== null) {
    return false;
  }
  return !isAppendOnly(fs, pair.targetStat) && (flags === null || flags.locks(source) === 0);
}

/** Makes an entry under a temporary name, and gives it its own with its metadata. */
function makeWhole(
  ctx: CopyContext,
  entry: Entry,
  mode: number,
  make: (name: CString) => number,
): number {
  const { pair } = entry;
  return inWritableFolder(ctx, pair, () => {
    const temporary = ctx.temporaryNames.next();
    const made = make(temporary);
    if (made < 0) {
      if (made !== -EEXIST) removeLeftover(ctx, pair, temporary);
      return made;
    }
    applyMetadataByName(ctx, entry, mode, temporary);
    const renamed = renameNew(ctx, pair, temporary, entry.targetName);
    if (renamed < 0) removeLeftover(ctx, pair, temporary);
    return renamed;
  });
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
    // A file system without them may fail and leave an empty file (exfat-fuse), which must not get the entry's name.
    const trial = ctx.temporaryNames.next();
    const made = make(trial);
    if (made < 0) {
      pair.touched = true;
      if (made !== -EEXIST) removeLeftover(ctx, pair, trial);
      return made;
    }
    removeTrial(ctx, pair, trial);
    withSpecials.add(dev);
  }
  return make(name);
}

/** Metadata of an entry that was just made under the name `at` and must not be opened. */
function applyMetadataByName(ctx: CopyContext, entry: Entry, mode: number, at: CString): void {
  const { fs, checkStat, xattrPolicy } = ctx;
  const { pair, name, targetName, source } = entry;
  pair.touched = true;
  noteLosses(ctx, pair, targetName, source);
  // The new entry has one name: another one would show that it was swapped for a link to a foreign entry.
  const isOurs = (found: FileStat) => found.type === source.type && found.nlink <= 1;
  withPinned(ctx, entry, isOurs, (setter) => {
    const mayHaveXattrs = xattrPolicy.any &&
      (fs.xattrListSizeAt(pair.source, name) !== 0 || setter.xattrs.listSize() !== 0);
    const wanted = mayHaveXattrs
      ? readSourceXattrs(ctx, pair, name, source, xattrsOfName(fs, pair.source, name))
      : null;
    applyMetadata(ctx, pair, targetName, setter, {
      source,
      current: checkStat,
      mode,
      xattrs: wanted,
    });
  }, at);
}
