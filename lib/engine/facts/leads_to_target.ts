// A link that is about to replace the very entry it leads to, or a folder that holds it: with that the contents
// would be gone, and the link would lead to itself or nowhere.

import { type CString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { DeletionFilter } from "../../copy/deletion/deletion_filter.ts";
import type { FolderAccess } from "../../copy/deletion/folder_access.ts";
import { holdsProtected } from "../../copy/deletion/holds_protected.ts";
import type { Entry } from "../../entry/entry.ts";

const followed = new FileStat();

/**
 * Whether the source link leads, through however many links, to the target or into it. Asked only where a link
 * meets something else. One that leads nowhere, or out of reach, harms nothing.
 */
export function leadsToTarget(ctx: CopyContext, entry: Entry, access: FolderAccess): boolean {
  const { pair, name, source, target } = entry;
  if (!source.isSymlink || target.isSymlink) return false;
  if (ctx.fs.statFollowing(pair.source, name, followed) < 0) return false;
  if (followed.hasSameInode(target)) return true;
  return target.isFolder && targetHolds(ctx, entry, followed, access);
}

/** Whether the target folder holds something, which a link may reach by another mount, too. */
function targetHolds(
  ctx: CopyContext,
  { pair, targetName }: Entry,
  wanted: FileStat,
  access: FolderAccess,
): boolean {
  const stat = new FileStat();
  let isFound = false;
  const isWanted = (above: number, name: CString) =>
    ctx.fs.stat(above, name, stat) === 0 && stat.hasSameInode(wanted);
  const filter: DeletionFilter = {
    protects: (_pair, _path, above, name) => isFound = isWanted(above, name),
  };
  holdsProtected(ctx, pair, filter, targetName, access);
  return isFound;
}
