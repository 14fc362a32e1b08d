// Giving a target entry the source's case, where folders ignore case. Where that takes two steps, a run that is killed
// between them leaves the entry under a temporary name which tells the new one, and which nobody sweeps: a folder may hold
// what the source has not. The next mirror goes on.

import { EEXIST, ENOENT } from "../../../../ffi/errno.ts";
import { type CString, cString, withoutNul } from "../../../../ffi/mod.ts";
import type { CopyContext } from "../../../copy/context.ts";
import { moveNew } from "../../../copy/target/rename_new.ts";
import {
  MADE_BY,
  respelledToken,
  TemporaryNames,
  tokenOf,
} from "../../../copy/target/temporary_names.ts";
import { inWritableFolder } from "../../../copy/target/writable_folder.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { targetOf } from "../../../entry/subject.ts";
import { DEVICE } from "../../../shared/device_memory.ts";
import { targetNames } from "../../facts/target_names.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";

/** Renames it; whether the new case can be seen there, and no error was reported. */
export function renameCase(
  worker: WorkerContext,
  pair: FolderPair,
  from: CString,
  to: CString,
): boolean {
  const { ctx, ctx: { devices } } = worker;
  const { dev } = pair.targetStat;
  const old = cString(withoutNul(from));
  const error = inWritableFolder(ctx, pair, () => rename(ctx, pair, old, to));
  // What has the name meanwhile keeps it.
  if (error === -EEXIST && respelledToken(old) !== null) return false;
  // The same shard, running twice, has it under another name for a moment.
  if (error === -ENOENT && ctx.options.shard !== null) return false;
  if (error < 0) {
    ctx.fail(targetOf(pair, to), "respell", "renameat", error);
    return false;
  }
  pair.touched = true;
  if (ctx.fs.can.renamesCase || devices.has(dev, DEVICE.showsCase)) return true;
  const names = targetNames(worker, pair);
  const shows = names === null || names.typeOf(to, 0) >= 0;
  devices.add(dev, shows ? DEVICE.showsCase : DEVICE.hidesCase);
  return shows;
}

/** Changes the case of a name, or gives it to what a killed run has left without. 0 or a negated errno. */
function rename(ctx: CopyContext, { target }: FolderPair, from: CString, to: CString): number {
  const { fs } = ctx;
  if (respelledToken(from) !== null) return moveNew(fs, target, from, target, to);
  if (fs.can.renamesCase) return fs.rename(target, from, target, to);
  const names = ctx.options.shard === null
    ? new TemporaryNames(tokenOf(to), MADE_BY.respelled)
    : ctx.temporaryNames;
  let between: CString, error: number;
  do error = moveNew(fs, target, from, target, between = names.next()); while (error === -EEXIST);
  if (error < 0) return error;
  const renamed = fs.rename(target, between, target, to);
  if (renamed < 0) fs.rename(target, between, target, from);
  return renamed;
}
