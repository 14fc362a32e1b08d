// An entry that is a regular file: unchanged, its metadata to be set, to be linked, or to be copied.
// Here it is decided which; file_copy.ts carries it out.

import type { CString } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import { CHANGED, CONTENTS, METADATA } from "../../plan/changes.ts";
import type { Crew } from "../crew/crew.ts";
import { standsAt, targetMount } from "../folders/target_mount.ts";
import { isLeftAlone, isMountedOn, mayTakePlace, mustReplace, refuseMounted } from "./conflicts.ts";
import { contentsDiffer } from "./contents.ts";
import { copyContents, linkOrCopy } from "./file_copy.ts";
import { compareEntries } from "./kept_differences.ts";
import { leaveToWorkers } from "./leave.ts";
import { isInFullGroup, isInGroup, joinGroup } from "./link_groups.ts";
import { statSource, statTarget, TARGET } from "./look.ts";
import { countUnchanged } from "./unchanged.ts";
import { updateMetadata } from "./update_metadata.ts";
import { askLinkCount, isOneOfMany, takeForChanged } from "./link_count.ts";
import { xattrDifferencesByName } from "./xattr_differences.ts";

/** Carries out a file entry. */
export function carryOutFile(crew: Crew, place: Place, name: CString, targetName: CString): void {
  const { ctx: { sourceStat, targetStat, options }, ctx, selection } = crew;
  const needsLookFirst = !place.fresh || options.dryRun || selection.looksAtMetadata;
  if (!needsLookFirst) {
    if (options.existingOnly) return;
    if (place.expectsLinks && linkUnopened(crew, place, name, targetName)) return;
    return copyContents(crew, place, name, targetName, null, 0, false);
  }
  if (!statSource(crew, place, name, sourceStat)) return;
  if (leaveToWorkers(crew, place, sourceStat, name)) return;
  const found = statTarget(crew, place, targetName, targetStat);
  if (found === TARGET.present && isUnchanged(crew, place, name, targetName)) {
    return countUnchanged(ctx);
  }
  if (found === TARGET.failed || selection.excludesFile(sourceStat)) return;
  if (found === TARGET.present) return carryOutBoth(crew, place, name, targetName);
  if (!options.existingOnly) copyContents(crew, place, name, targetName, null, 0, false);
}

/** The short way to pass over a file, the one that most files of a mirror go; false says nothing. */
function isUnchanged(
  { ctx: { sourceStat, targetStat, links }, ctx, comparer, selection }: Crew,
  place: Place,
  name: CString,
  targetName: CString,
): boolean {
  return !selection.looksAtMetadata && (links === null || sourceStat.nlink === 1) &&
    comparer.agree(sourceStat, targetStat) &&
    xattrDifferencesByName(ctx, place, name, targetName) === 0;
}

/** Carries out a file whose name is taken in the target. Both sides were looked at. */
function carryOutBoth(crew: Crew, place: Place, name: CString, targetName: CString): void {
  const { ctx: { sourceStat, targetStat, links } } = crew;
  if (isLeftAlone(crew, sourceStat, targetStat)) return countUnchanged(crew.ctx);
  if (!mayTakePlace(crew, place, targetName)) return;
  if (targetStat.isFolder) return copyContents(crew, place, name, targetName, null, 0, false);
  const isLinked = links !== null && (sourceStat.nlink > 1 || isOneOfMany(crew, place, name));
  const first = isLinked ? links.claim(sourceStat, targetMount(crew, place)) : null;
  if (first !== null) {
    if (isInGroup(crew, first)) return countUnchanged(crew.ctx);
    askLinkCount(crew.ctx, place.target, targetName, targetStat);
    if (isRightlyApart(crew, place, name, targetName)) return countUnchanged(crew.ctx);
    if (joinGroup(crew, place, targetName, first, true)) return;
  }
  let bits = differences(crew, place, name, targetName);
  if (isLinked && !links.own(targetStat, sourceStat)) bits |= CHANGED.contents;
  if (bits !== 0) askLinkCount(crew.ctx, place.target, targetName, targetStat);
  const isReplaced = mustReplace(crew, targetStat, bits);
  if (bits !== 0 && isMountedOn(crew, isReplaced)) return refuseMounted(crew, place, targetName);
  if (isReplaced) {
    takeForChanged(crew);
    return copyContents(crew, place, name, targetName, targetStat, bits, isLinked);
  }
  if (isLinked) {
    links.publish(sourceStat, targetStat, standsAt(crew, place, targetName));
  }
  if (bits & METADATA) updateMetadata(crew, place, name, targetName, bits, true);
  else countUnchanged(crew.ctx);
}

/** Whether a name in another group than the first one is unchanged, and its own group can take no more. */
export function isRightlyApart(
  crew: Crew,
  place: Place,
  name: CString,
  targetName: CString,
): boolean {
  if (crew.ctx.targetStat.nlink < 2) return false;
  return differences(crew, place, name, targetName) === 0 && isInFullGroup(crew, place, targetName);
}

/** Makes a name of a file that was copied already, without opening it; false where it is none or one is not sure. */
function linkUnopened(crew: Crew, place: Place, name: CString, targetName: CString): boolean {
  const { ctx: { fs, sourceStat, options, links } } = crew;
  if (options.dereference || fs.stat(place.source, name, sourceStat) < 0) return false;
  if (!sourceStat.isFile || sourceStat.nlink < 2) return false;
  const first = links!.firstName(sourceStat, targetMount(crew, place));
  if (first !== null) linkOrCopy(crew, place, name, targetName, first, null);
  else if (place.hidden !== null) crew.leaveEntry();
  else return false;
  return true;
}

/** How the two files differ, as CHANGED bits; what the options do not keep is left out. */
export function differences(crew: Crew, place: Place, name: CString, targetName: CString): number {
  const { ctx, comparer } = crew;
  const { sourceStat, targetStat, options } = ctx;
  let bits = compareEntries(crew, place, sourceStat, targetStat);
  if (comparer.comparesContents && (bits & (CONTENTS | CHANGED.size)) === 0) {
    if (contentsDiffer(ctx, place, name, targetName)) bits |= CHANGED.checksum | CHANGED.contents;
  }
  if (!options.keep.times) bits &= ~CHANGED.mtime;
  return bits & CONTENTS ? bits : bits | xattrDifferencesByName(ctx, place, name, targetName);
}
