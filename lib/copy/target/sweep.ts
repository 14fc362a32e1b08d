// Sweeps leftovers of killed runs, which have temporary names, unless they are still in use.

import { EAGAIN, EEXIST, ENOENT, ENOTEMPTY } from "../../../ffi/errno.ts";
import {
  type CString,
  FileStat,
  type NativeFileSystem,
  sameBytes,
  withoutNul,
} from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { targetOf } from "../../entry/subject.ts";
import { COUNTER } from "../../shared/counters.ts";
import { tellsLate } from "./tells_late.ts";
import type { CopyContext } from "../context.ts";
import { removeTree } from "../deletion/remove_tree.ts";
import { FIRST_BATCHES, namesIn } from "./names_in.ts";
import { isPartialName, ownerOf, shardElsewhere } from "./temporary_names.ts";
import { LOCKED_WITHIN, tryLockOf } from "./try_lock_of.ts";

/** Seconds after which a leftover that cannot be locked (a symlink, a device) counts as abandoned. */
const ABANDONED_AFTER = 3600;

/** Codes with which a folder stays that holds something. */
const IS_OTHERS = new Set([-ENOTEMPTY, -EEXIST]);

/** Sweeps one leftover of the target folder, whose name is a temporary one. */
export function sweep(ctx: CopyContext, pair: FolderPair, name: CString): void {
  const { fs, checkStat } = ctx;
  if (ctx.temporaryNames.isOurs(name)) return;
  if (fs.stat(pair.target, name, checkStat) < 0) return;
  const { isFolder } = checkStat;
  if (isInUse(ctx, pair, name, checkStat)) return;
  const isOfMove = isFolder && isPartialName(name);
  const removed = isOfMove
    ? removeMarkedFolder(fs, pair.target, name)
    : isFolder
    ? removeTree(ctx, pair.target, name)
    : fs.unlink(pair.target, name);
  // Another run swept it, is at work in it, or somebody else has made it.
  if (removed === -ENOENT || (isOfMove && IS_OTHERS.has(removed))) return;
  if (removed < 0) return ctx.fail(targetOf(pair, name), "remove leftover", "unlinkat", removed);
  pair.touched = true;
  ctx.count[COUNTER.leftoversSwept]++;
}

/** Removes a folder that a move was to fill, if it holds nothing but the move's mark. */
function removeMarkedFolder(fs: NativeFileSystem, folder: number, name: CString): number {
  const handle = fs.openFolderBeneath(folder, name, false);
  if (handle < 0) return handle;
  const stat = new FileStat();
  const isMarked = fs.stat(handle, name, stat) === 0 && stat.isFile;
  const locked = isMarked ? tryLockOf(fs, handle, name, stat) : null;
  const holdsMore = namesIn(
    fs,
    handle,
    (held) => !sameBytes(withoutNul(held), withoutNul(name)),
    FIRST_BATCHES,
  );
  const isOurs = locked !== -EAGAIN && holdsMore.length === 0;
  if (isOurs && isMarked) fs.unlink(handle, name);
  fs.close(handle);
  return isOurs ? fs.removeFolder(folder, name) : -ENOTEMPTY;
}

/** True if a leftover is in use: a file or folder while its maker holds its lock, other entries while the maker lives. */
function isInUse(ctx: CopyContext, pair: FolderPair, name: CString, stat: FileStat): boolean {
  const { fs } = ctx;
  const elsewhere = shardElsewhere(name);
  const isOfOther = elsewhere > 0 && elsewhere !== ctx.options.shard?.index;
  const owner = elsewhere > 0 ? null : ownerOf(name);
  const isOfLiving = () => owner !== null && fs.isRunning(owner);
  const age = Date.now() / 1000 - stat.mtimeSec;
  const locked = tryLockOf(fs, pair.target, name, stat);
  if (locked !== null) {
    if (locked === -EAGAIN) return true;
    // Locks may be known to one machine alone. What this shard began there is nobody's any more: it runs here.
    if (isOfOther) return isYoung(stat);
    // A link to a whole file waits for its name without a lock, and so does a file that is closed before it gets its name.
    const mayWait = stat.isFile && stat.nlink > 1
      ? isYoung(stat)
      : age < LOCKED_WITHIN || (tellsLate(ctx, pair) && isYoung(stat, LOCKED_WITHIN));
    // Without locks, the next rule decides.
    if (locked === 0) return mayWait && isOfLiving();
  }
  if (isOfOther) return isYoung(stat);
  // Another run of this process is at it for a moment; in containers a killed process had the same number.
  if (owner === Deno.pid) return isYoung(stat, LOCKED_WITHIN);
  const mayBeNew = stat.isFile && stat.nlink < 2 ? age < ABANDONED_AFTER : isYoung(stat);
  return mayBeNew && isOfLiving();
}

/** Whether something became of it of late: what waits for its name has the source's mtime already. */
function isYoung(stat: FileStat, within = ABANDONED_AFTER): boolean {
  return Date.now() / 1000 - stat.ctimeSec < within;
}
