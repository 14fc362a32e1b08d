// Changes in read-only target folders of this user. Folders of a copied tree are made writable while they are worked in;
// a folder that entries are only put into is left as it is.

import { EACCES, EPERM } from "../../../ffi/errno.ts";
import { FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { targetOf } from "../../entry/subject.ts";
import type { CopyContext } from "../context.ts";
import { liftAgain, liftFolder } from "../metadata/set_flags.ts";

/** Permissions that changing names in a folder needs. */
const OWNERS_RIGHTS = 0o700;

/** How often another shard, which is done with the folder, may have taken the permissions away, or locked it, in between. */
const MOST_UNLOCKED = 20;

/**
 * Runs `attempt`, which changes something in the target folder. If the folder is this user's but not writable, it is made
 * writable; finalizing its metadata, or else `lockAgain`, restores its mode.
 */
export function inWritableFolder(
  ctx: CopyContext,
  pair: FolderPair,
  attempt: () => number,
): number {
  liftFolder(ctx, pair);
  const most = ctx.options.shard === null ? 1 : MOST_UNLOCKED;
  let result = attempt();
  for (let times = 0; times < most && isOpenedFor(ctx, pair, result); times++) result = attempt();
  return result;
}

/** Whether the folder was opened for what has failed in it. */
function isOpenedFor(ctx: CopyContext, pair: FolderPair, error: number): boolean {
  if (error === -EACCES) return makeWritable(ctx, pair);
  return error === -EPERM && ctx.options.shard !== null && liftAgain(ctx, pair);
}

/**
 * The same for what follows a change that `inWritableFolder` has made: only another shard, which is done with the folder,
 * can have taken the permissions away, or locked it, since.
 */
export function despiteOthers(ctx: CopyContext, pair: FolderPair, attempt: () => number): number {
  return ctx.options.shard === null ? attempt() : inWritableFolder(ctx, pair, attempt);
}

/** Gives the owner all permissions on the target folder; true if it has got them since it was opened. */
export function makeWritable(ctx: CopyContext, pair: FolderPair): boolean {
  const { fs } = ctx;
  liftFolder(ctx, pair);
  if (!pair.isOfTree) return false;
  const stat = new FileStat(); // another thread may have changed it
  if (fs.statHandle(pair.target, stat) < 0) return false;
  const mode = stat.permissions | OWNERS_RIGHTS;
  if (mode === stat.permissions) return mode !== pair.targetStat.permissions;
  if (stat.uid !== fs.identity.uid || fs.setMode(pair.target, mode) < 0) return false;
  pair.touched = true;
  pair.lockedMode = stat.permissions;
  return true;
}

/** Restores the mode that a target folder had before it was made writable. */
export function lockAgain(ctx: CopyContext, pair: FolderPair): void {
  const mode = pair.lockedMode;
  if (mode < 0) return;
  pair.lockedMode = -1;
  const error = ctx.fs.setMode(pair.target, mode);
  if (error < 0) ctx.fail(targetOf(pair, null), "give back mode of", "fchmod", error);
}

/** Retries an attempt that was refused with EACCES, with the folder writable for that moment only. */
export function whileWritable(
  { fs }: Pick<CopyContext, "fs">,
  folder: number,
  attempt: () => number,
): number {
  const stat = new FileStat();
  const isOurs = fs.statHandle(folder, stat) === 0 && stat.uid === fs.identity.uid;
  const mode = stat.permissions | OWNERS_RIGHTS;
  if (!isOurs || mode === stat.permissions || fs.setMode(folder, mode) < 0) return -EACCES;
  const result = attempt();
  fs.setMode(folder, stat.permissions);
  return result;
}
