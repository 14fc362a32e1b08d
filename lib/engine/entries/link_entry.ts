// An entry that is a symlink, a FIFO or a device: replaced as a whole where it differs, since none of
// these has contents to keep.

import type { CString } from "../../../ffi/mod.ts";
import { copySpecial, copySymlink } from "../../copy/links.ts";
import type { Place } from "../../copy/place.ts";
import { CHANGED, CONTENTS, METADATA } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { standsAt, targetMount } from "../folders/target_mount.ts";
import { isLeftAlone, mayTakePlace, mustReplace } from "./conflicts.ts";
import { compareEntries } from "./kept_differences.ts";
import { waitsForName } from "./leave.ts";
import { leadsToTarget, refuseOwnTarget } from "./leads_to_target.ts";
import { isInGroup, joinGroup } from "./link_groups.ts";
import { textsDiffer } from "./link_text.ts";
import { statSource, statTarget, TARGET } from "./look.ts";
import { reportEntry } from "./report.ts";
import { updateMetadata } from "./update_metadata.ts";
import { xattrDifferencesByName } from "./xattr_differences.ts";

/** Carries out an entry that is neither file nor folder. */
export function carryOutLink(crew: Crew, place: Place, name: CString, targetName: CString): void {
  const { ctx: { sourceStat, targetStat, options, links }, ctx } = crew;
  if (!statSource(crew, place, name, sourceStat)) return;
  if (sourceStat.isFile || sourceStat.isFolder) {
    const kind = sourceStat.isFile ? "file" : "folder";
    return ctx.failChanged(place, name, "copy", `it has become a ${kind}; run again`);
  }
  if (waitsForName(crew, place, sourceStat)) return;
  if (!sourceStat.isSymlink && !options.keep.specials) return;
  const found = statTarget(crew, place, targetName, targetStat);
  if (found === TARGET.failed) return;
  let exists = found === TARGET.present;
  if (exists ? isLeftAlone(crew, sourceStat, targetStat) : options.existingOnly) return;
  if (exists && leadsToTarget(crew, place, name, targetName)) {
    return refuseOwnTarget(crew, place, targetName);
  }
  if (exists && !mayTakePlace(crew, place, targetName)) return;
  if (exists && targetStat.isFolder) exists = false;

  const isLinked = links !== null && sourceStat.nlink > 1;
  const first = isLinked ? links.claim(sourceStat, targetMount(crew, place)) : null;
  if (first !== null) {
    if (exists && isInGroup(crew, first)) return;
    if (joinGroup(crew, place, targetName, first, exists)) return;
  }
  const bits = exists ? differences(crew, place, name, targetName) : 0;
  const mustMake = !exists || mustReplace(crew, targetStat, bits);
  let succeeded = true;
  if (mustMake) succeeded = make(crew, place, name, targetName, exists, bits);
  else if (bits & METADATA) updateMetadata(crew, place, name, targetName, bits, false);
  if (!isLinked) return;
  if (!succeeded) return links.giveUp(sourceStat, targetMount(crew, place));
  const { resultStat, ctx: { fs } } = crew;
  // A dry run that would make it anew must not take the old one for it.
  const isPlanned = mustMake && options.dryRun;
  if (isPlanned || place.target < 0 || fs.stat(place.target, targetName, resultStat) < 0) {
    resultStat.words.fill(0);
  }
  links.publish(sourceStat, resultStat, standsAt(crew, place, targetName));
}

/** Makes the entry, in place of another where there is one. Whether it stands there now. */
function make(
  crew: Crew,
  place: Place,
  name: CString,
  targetName: CString,
  exists: boolean,
  bits: number,
): boolean {
  const { ctx: { sourceStat, options, count }, ctx } = crew;
  const { isSymlink } = sourceStat;
  if (!options.dryRun) {
    const carryOut = isSymlink ? copySymlink : copySpecial;
    if (!carryOut(ctx, place, name, targetName, sourceStat, exists)) {
      if (!ctx.lastHasChanged) count[COUNTER.filesFailed]++;
      return false;
    }
  } else count[isSymlink ? COUNTER.linksCreated : COUNTER.specialsCreated]++;
  reportEntry(crew, place, targetName, isSymlink ? "symlink" : "special", 0, bits);
  return true;
}

/** How two entries differ, as CHANGED bits. */
function differences(crew: Crew, place: Place, name: CString, targetName: CString): number {
  const { ctx } = crew;
  const { options, sourceStat, targetStat } = ctx;
  let bits = compareEntries(crew, place, sourceStat, targetStat);
  if (!options.keep.times) bits &= ~CHANGED.mtime;
  if (bits & CONTENTS) return bits;
  if (sourceStat.isSymlink && textsDiffer(crew, place, name, targetName)) {
    return bits | CHANGED.target;
  }
  return bits | xattrDifferencesByName(ctx, place, name, targetName);
}
