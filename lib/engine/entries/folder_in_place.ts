// A folder of the source that takes the place of an entry that is none.

import { EPERM } from "../../../ffi/errno.ts";
import { type CString, cString, withoutNul } from "../../../ffi/mod.ts";
import { isAppendOnly } from "../../copy/target/append_only.ts";
import type { CopyContext } from "../../copy/context.ts";
import { displace } from "../../copy/target/displace.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { sourceOf } from "../../entry/subject.ts";

/** Makes a folder that takes the name of another entry. 0 or a negated errno: then that still has it. */
export function makeInPlace(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  mode: number,
): number {
  const { fs } = ctx;
  if (isAppendOnly(fs, pair.targetStat)) return -EPERM;
  const temporary = ctx.temporaryNames.next();
  const made = fs.makeFolder(pair.target, temporary, mode);
  if (made < 0) return made;
  const remove = (aside: CString) => fs.unlink(pair.target, aside) === 0;
  const error = displace(ctx, pair, temporary, cString(withoutNul(name)), remove);
  if (error < 0) fs.removeFolder(pair.target, temporary);
  return error;
}

/** Whether the source folder can be opened and listed: else what stands in the target is not removed for it. */
export function isReadable(worker: WorkerContext, pair: FolderPair, name: CString): boolean {
  const { ctx, ctx: { fs, options } } = worker;
  const handle = fs.openFolderBeneath(pair.source, cString(withoutNul(name)), options.dereference);
  if (handle < 0) {
    ctx.fail(sourceOf(pair, name), "open folder", "openat2", handle);
    return false;
  }
  const listing = worker.borrowListing();
  const end = fs.list(handle, listing);
  worker.returnListing(listing);
  fs.close(handle);
  if (end < 0) ctx.fail(sourceOf(pair, name), "list folder", "getdents64", end);
  return end >= 0;
}
