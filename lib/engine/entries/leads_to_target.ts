// A link that is about to replace the very entry it leads to, or a folder that holds it: with that the contents
// would be gone, and the link would lead to itself or nowhere.

import { type CString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { holdsKept } from "../../copy/deletion/holds_kept.ts";
import type { Place } from "../../copy/place.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";

const followed = new FileStat();

/**
 * Whether the source link in hand leads, through however many links, to the target entry in hand or into it.
 * Asked only where a link meets something else. One that leads nowhere, or out of reach, harms nothing.
 */
export function leadsToTarget({ ctx }: Crew, place: Place, name: CString, targetName: CString) {
  const { fs, sourceStat, targetStat } = ctx;
  if (!sourceStat.isSymlink || targetStat.isSymlink) return false;
  if (fs.statFollowing(place.source, name, followed) < 0) return false;
  if (followed.hasSameInode(targetStat)) return true;
  if (!targetStat.isFolder) return false;
  return holds(ctx, place, targetName, followed);
}

/** Whether the folder holds the entry, which a link may reach by another mount, too. */
function holds(ctx: CopyContext, place: Place, folder: CString, entry: FileStat): boolean {
  const stat = new FileStat();
  let isFound = false;
  const isEntry = (above: number, name: CString) =>
    ctx.fs.stat(above, name, stat) === 0 && stat.hasSameInode(entry);
  holdsKept(ctx, place, { keeps: (_, above, name) => isFound = isEntry(above, name) }, folder);
  return isFound;
}

/** Refuses to replace it. */
export function refuseOwnTarget({ ctx }: Crew, place: Place, targetName: CString): void {
  ctx.count[COUNTER.filesFailed]++;
  const message = ctx.targetStat.isFolder
    ? "The link in the source leads to it or into it"
    : "It is the same file: the link in the source leads to it";
  ctx.failWith(place, targetName, "target", "replace", null, "SAME_FILE", message);
}
