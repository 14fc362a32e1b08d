// Removes what a killed run left behind under temporary names, and nothing that is still in use.

import { EAGAIN, ENOENT } from "../../ffi/errno.ts";
import type { CString, FileStat } from "../../ffi/mod.ts";
import { COUNTER } from "../shared/counters.ts";
import type { CopyContext } from "./context.ts";
import { removeTree } from "./deletion/remove_tree.ts";
import type { Place } from "./place.ts";
import { ownerOf } from "./temporary_names.ts";

/** Seconds after which a leftover that cannot be locked (a symlink, a device) counts as abandoned. */
const ABANDONED_AFTER = 3600;

/** Seconds that a living process has to lock what it made: between making and locking anybody else could. */
const LOCKED_WITHIN = 10;

/** Sweeps one leftover of the target folder. Its name is known to be a temporary one. */
export function sweep(ctx: CopyContext, place: Place, name: CString): void {
  const { fs, checkStat } = ctx;
  if (ctx.temporaryNames.isOurs(name)) return;
  if (fs.stat(place.target, name, checkStat) < 0) return;
  const { isFolder } = checkStat;
  if (isInUse(ctx, place, name, checkStat)) return;
  const removed = isFolder ? removeTree(ctx, place.target, name) : fs.unlink(place.target, name);
  if (removed === -ENOENT) return; // another run swept it
  if (removed < 0) return ctx.fail(place, name, "target", "remove leftover", "unlinkat", removed);
  place.touched = true;
  ctx.count[COUNTER.leftoversSwept]++;
}

/** A file or folder is in use while its maker holds the lock on it; other entries while the maker lives. */
function isInUse(ctx: CopyContext, place: Place, name: CString, stat: FileStat): boolean {
  const { fs } = ctx;
  const owner = ownerOf(name);
  const age = Date.now() / 1000 - stat.mtimeSec;
  if (stat.isFile || stat.isFolder) {
    const handle = stat.isFolder
      ? fs.openFolderBeneath(place.target, name, false)
      : fs.openForReading(place.target, name, false);
    if (handle >= 0) {
      const locked = fs.tryLock(handle);
      fs.close(handle);
      if (locked === -EAGAIN) return true;
      // Where there are no locks, the next rule decides.
      if (locked === 0) return age < LOCKED_WITHIN && owner !== null && fs.isRunning(owner);
    }
  }
  return owner !== null && owner !== Deno.pid && age < ABANDONED_AFTER && fs.isRunning(owner);
}
