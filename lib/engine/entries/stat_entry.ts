// What stands under a name in the source and in the target.

import { ENOENT } from "../../../ffi/errno.ts";
import type { CString, FileStat } from "../../../ffi/mod.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";

/** Reads the source entry's metadata; false when that failed, which was reported. */
export function statSource(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  stat: FileStat,
): boolean {
  const { ctx: { fs, options }, ctx } = worker;
  const error = options.dereference
    ? fs.statFollowing(pair.source, name, stat)
    : fs.stat(pair.source, name, stat);
  if (error < 0) ctx.fail(sourceOf(pair, name), "read metadata of", "statx", error);
  return error === 0;
}

/** What `statTarget` found. */
export const TARGET = { absent: 0, present: 1, failed: 2 } as const;

/** Looks for the target entry of that name. */
export function statTarget(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  stat: FileStat,
): number {
  const { ctx: { fs }, ctx } = worker;
  pair.removeOld = null;
  if (pair.fresh || pair.target < 0) return TARGET.absent;
  const error = fs.stat(pair.target, name, stat);
  if (error === -ENOENT) return TARGET.absent;
  if (error < 0) {
    ctx.fail(targetOf(pair, name), "read metadata of", "statx", error);
    return TARGET.failed;
  }
  pair.matched++;
  return TARGET.present;
}

/** Path below the root, for a report. */
export function entryPath(pair: FolderPair, name: CString): Uint8Array {
  return joinPath(pair.path, name);
}
