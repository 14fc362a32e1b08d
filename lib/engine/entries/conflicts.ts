// What happens to the entry that already has the name in the target: left alone, replaced, or in the way.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import { CONTENTS, METADATA } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";

/** Whether the options, or being the very same file, keep an existing target as it is. */
export function isLeftAlone(
  { ctx: { options }, comparer }: Crew,
  source: FileStat,
  target: FileStat,
): boolean {
  return options.ignoreExisting || target.hasSameInode(source) ||
    (options.update && comparer.targetIsNewer(source, target));
}

/**
 * Whether an existing target is replaced as a whole. So it is, too, when only its metadata differ but it
 * has other names: those may belong to someone else, and setting it in place would change them as well.
 */
export function mustReplace({ ctx: { inodes } }: Crew, target: FileStat, bits: number): boolean {
  const replaces = (bits & CONTENTS) !== 0 ||
    ((bits & METADATA) !== 0 && (target.nlink > 1 || inodes.wasReplaced(target)));
  if (replaces) inodes.rememberReplaced(target);
  return replaces;
}

/**
 * A source entry that is no folder meets a target folder. A mirror removes the folder in its second
 * phase and then copies; a copy must not. Returns nothing: the entry is done with for now.
 */
export function meetTargetFolder(crew: Crew, place: Place, name: CString): void {
  const { ctx } = crew;
  if (ctx.options.delete) place.conflicts = true;
  else {
    ctx.count[COUNTER.filesFailed]++;
    ctx.failWith(place, name, "target", "replace", null, "EISDIR", "Is a directory");
  }
}

/** A folder meets a target entry that is none, which a copy must not replace. */
export function refuseFolderOverFile(crew: Crew, place: Place, name: CString): void {
  crew.ctx.failWith(place, name, "target", "create folder", null, "ENOTDIR", "Not a directory");
}
