// A link that is about to replace the very entry it leads to, or a folder that holds it: with that the contents
// would be gone, and the link would lead to itself or nowhere.

import { type CString, FileStat, textOf } from "../../../ffi/mod.ts";
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
  const folder = realPath(ctx.pathOf(place, targetName, "target"));
  const leadsTo = realPath(ctx.pathOf(place, name, "source"));
  return folder !== null && leadsTo !== null && leadsTo.startsWith(`${folder}/`);
}

/** With slashes and without links; null where the runtime cannot tell, for names that are no text. */
function realPath(path: Uint8Array): string | null {
  try {
    return Deno.realPathSync(textOf(path)).replaceAll("\\", "/");
  } catch {
    return null;
  }
}

/** Refuses to replace it. */
export function refuseOwnTarget({ ctx }: Crew, place: Place, targetName: CString): void {
  ctx.count[COUNTER.filesFailed]++;
  const message = ctx.targetStat.isFolder
    ? "The link in the source leads to it or into it"
    : "It is the same file: the link in the source leads to it";
  ctx.failWith(place, targetName, "target", "replace", null, "SAME_FILE", message);
}
