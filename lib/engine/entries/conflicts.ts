// What happens to the entry that already has the name in the target: left alone, replaced, or in the way.

import { type CString, cString, ENTRY_TYPE, type FileStat, withoutNul } from "../../../ffi/mod.ts";
import { countEntries } from "../../copy/deletion/count_entries.ts";
import { deleteEntry, deleteMovedFolder } from "../../copy/deletion/delete_entry.ts";
import type { Place } from "../../copy/place.ts";
import { CONTENTS, METADATA } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";
import { MOST_INLINE } from "../../thresholds.ts";
import type { Crew } from "../crew/crew.ts";
import { holdsKept } from "../folders/holds_kept.ts";

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
 * Whether something is mounted on the target file in hand that must not change, or cannot be replaced: on the file
 * system of the source it may be any file of that.
 */
export function isMountedOn(
  { ctx: { fs, options, sourceStat, targetStat } }: Crew,
  isReplaced: boolean,
): boolean {
  const isMount = (targetStat.attributes & fs.can.mountRootAttribute) !== 0;
  return isMount && (targetStat.dev === sourceStat.dev || (isReplaced && !options.inplace));
}

export function refuseMounted({ ctx }: Crew, place: Place, name: CString): void {
  ctx.count[COUNTER.filesFailed]++;
  ctx.failWith(place, name, "target", "replace", null, "MOUNT_POINT", "A file is mounted on it");
}

/**
 * A source entry that is no folder meets a target entry, which may be of another kind. What is removed for it
 * counts as deleted where there is a limit; a folder, which may be large, always waits until all else is copied.
 *
 * @returns whether it is carried out now, a folder's place taken as if nothing stood there; else it was refused or
 * left for later
 */
export function mayTakePlace(crew: Crew, place: Place, name: CString): boolean {
  const { options, sourceStat, targetStat } = crew.ctx;
  if (sourceStat.type === targetStat.type) return true;
  const { isFolder } = targetStat;
  if (isFolder && isExcluded(crew, place, name)) {
    return refuseFileOverFolder(crew, place, name, EXCLUDED);
  }
  if (isFolder && !options.delete) return refuseFileOverFolder(crew, place, name);
  if (!place.makesWay && (isFolder || options.maxDelete !== null)) {
    crew.leaveInTheWay(place, name);
    return false;
  }
  return !isFolder || mayTakePlaceOfFolder(crew, place, name);
}

/** Whether a folder may go: it does so when the entry in hand is whole and gets its name. A dry run tells of it at once. */
function mayTakePlaceOfFolder(crew: Crew, place: Place, name: CString): boolean {
  const { ctx, keeper } = crew;
  const isLarge = crew.handOver !== null &&
    countEntries(ctx, place, keeper, name, ENTRY_TYPE.folder, MOST_INLINE + 1).going > MOST_INLINE;
  if (isLarge) {
    crew.leaveEntry();
    return false;
  }
  if (holdsKept(crew, place, name)) return refuseFileOverFolder(crew, place, name, HOLDS_KEPT);
  const known = cString(withoutNul(name));
  if (ctx.options.dryRun) return deleteEntry(ctx, place, keeper, known, ENTRY_TYPE.folder);
  place.removeOld = (aside) => deleteMovedFolder(ctx, place, keeper, known, aside);
  return true;
}

/** Whether the rules leave out the target entry in hand, though not the source's of the same name: one of the two is a folder. */
function isExcluded({ selection, ctx }: Crew, place: Place, name: CString) {
  const { options, targetStat } = ctx;
  return selection.hasRules && !options.deleteExcluded &&
    selection.excludesName(place.path, name, targetStat.isFolder);
}

/** Why it stays. */
const HOLDS_KEPT = "; it holds what must stay: excluded entries, a mount point or the source";
const EXCLUDED = "; the rules exclude it, and what is excluded stays";

function refuseFileOverFolder({ ctx }: Crew, place: Place, name: CString, why = ""): false {
  ctx.count[COUNTER.filesFailed]++;
  ctx.failWith(place, name, "target", "replace", null, "EISDIR", `Is a directory${why}`);
  return false;
}

function refuseFolderOverFile({ ctx }: Crew, place: Place, name: CString, why = ""): false {
  const message = `Not a directory${why}`;
  ctx.failWith(place, name, "target", "create folder", null, "ENOTDIR", message);
  return false;
}

/** The same for a source folder that meets another kind. Only a mirror replaces that. */
export function mayTakePlaceOfFile(crew: Crew, place: Place, name: CString): boolean {
  const { options } = crew.ctx;
  if (isExcluded(crew, place, name)) return refuseFolderOverFile(crew, place, name, EXCLUDED);
  if (!options.delete) return refuseFolderOverFile(crew, place, name);
  if (place.makesWay || options.maxDelete === null) return true;
  crew.leaveInTheWay(place, name);
  return false;
}
