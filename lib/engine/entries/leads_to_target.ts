// A link that is about to replace the very entry it leads to, or a folder that holds it: with that the contents
// would be gone, and the link would lead to itself or nowhere.

import { type CString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { DeletionFilter } from "../../copy/deletion/deletion_filter.ts";
import { holdsProtected } from "../../copy/deletion/holds_protected.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { accessTo } from "./holds_protected.ts";
import { targetOf } from "../../entry/subject.ts";

const followed = new FileStat();

/**
 * Whether the source link in hand leads, through however many links, to the target entry in hand or into it.
 * Asked only where a link meets something else. One that leads nowhere, or out of reach, harms nothing.
 */
export function leadsToTarget(
  { ctx }: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
) {
  const { fs, sourceStat, targetStat } = ctx;
  if (!sourceStat.isSymlink || targetStat.isSymlink) return false;
  if (fs.statFollowing(pair.source, name, followed) < 0) return false;
  if (followed.hasSameInode(targetStat)) return true;
  if (!targetStat.isFolder) return false;
  return holds(ctx, pair, targetName, followed);
}

/** Whether the folder holds the entry, which a link may reach by another mount, too. */
function holds(ctx: CopyContext, pair: FolderPair, folder: CString, entry: FileStat): boolean {
  const stat = new FileStat();
  let isFound = false;
  const isEntry = (above: number, name: CString) =>
    ctx.fs.stat(above, name, stat) === 0 && stat.hasSameInode(entry);
  const filter: DeletionFilter = { protects: (_, above, name) => isFound = isEntry(above, name) };
  holdsProtected(ctx, pair, filter, folder, accessTo(ctx));
  return isFound;
}

/** Refuses to replace it. */
export function refuseOwnTarget(
  { ctx }: WorkerContext,
  pair: FolderPair,
  targetName: CString,
): void {
  ctx.count[COUNTER.filesFailed]++;
  const message = ctx.targetStat.isFolder
    ? "The link in the source leads to it or into it"
    : "It is the same file: the link in the source leads to it";
  ctx.failWith(targetOf(pair, targetName), "replace", "SAME_FILE", message);
}
