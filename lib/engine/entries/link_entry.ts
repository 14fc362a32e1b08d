// An entry that is a symlink, a FIFO or a device: replaced as a whole where it differs, since none of
// these has contents to keep.

import type { CString } from "../../../ffi/mod.ts";
import { copySpecial, copySymlink } from "../../copy/links/make_link.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { CHANGED, CONTENTS, METADATA } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { targetLocation, targetMount } from "./target_mount.ts";
import { isLeftAlone, mayTakePlace, mustReplace } from "./conflicts.ts";
import { compareEntries } from "./compare_entry.ts";
import { waitsForName } from "./defer.ts";
import { leadsToTarget, refuseOwnTarget } from "./leads_to_target.ts";
import { isInGroup, joinLinkGroup } from "./link_groups.ts";
import { textsDiffer } from "./link_text.ts";
import { statSource, statTarget, TARGET } from "./stat_entry.ts";
import { reportEntry } from "./report.ts";
import { updateMetadata } from "./update_metadata.ts";
import { xattrDifferencesByName } from "./xattr_differences.ts";

/** Carries out an entry that is neither file nor folder. */
export function processLink(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): void {
  const { ctx: { sourceStat, targetStat, options, links }, ctx } = worker;
  if (!statSource(worker, pair, name, sourceStat)) return;
  if (sourceStat.isFile || sourceStat.isFolder) {
    const kind = sourceStat.isFile ? "file" : "folder";
    return ctx.failChanged(pair, name, "copy", `it has become a ${kind}; run again`);
  }
  if (waitsForName(worker, pair, sourceStat)) return;
  if (!sourceStat.isSymlink && !options.keep.specials) return;
  const found = statTarget(worker, pair, targetName, targetStat);
  if (found === TARGET.failed) return;
  let exists = found === TARGET.present;
  if (exists ? isLeftAlone(worker, sourceStat, targetStat) : options.existingOnly) return;
  if (exists && leadsToTarget(worker, pair, name, targetName)) {
    return refuseOwnTarget(worker, pair, targetName);
  }
  if (exists && !mayTakePlace(worker, pair, targetName)) return;
  if (exists && targetStat.isFolder) exists = false;

  const isLinked = links !== null && sourceStat.nlink > 1;
  const first = isLinked ? links.claim(sourceStat, targetMount(worker, pair)) : null;
  if (first !== null) {
    if (exists && isInGroup(worker, first)) return;
    if (joinLinkGroup(worker, pair, targetName, first, exists)) return;
  }
  const bits = exists ? differences(worker, pair, name, targetName) : 0;
  const mustMake = !exists || mustReplace(worker, targetStat, bits);
  let succeeded = true;
  if (mustMake) succeeded = make(worker, pair, targetName, exists, bits);
  else if (bits & METADATA) updateMetadata(worker, pair, name, targetName, bits, false);
  if (!isLinked) return;
  if (!succeeded) return links.giveUp(sourceStat, targetMount(worker, pair));
  const { resultStat, ctx: { fs } } = worker;
  // A dry run that would make it anew must not take the old one for it.
  const isPlanned = mustMake && options.dryRun;
  if (isPlanned || pair.target < 0 || fs.stat(pair.target, targetName, resultStat) < 0) {
    resultStat.words.fill(0);
  }
  links.publish(sourceStat, resultStat, targetLocation(worker, pair, targetName));
}

/** Makes the entry, in place of another where there is one. Whether it stands there now. */
function make(
  worker: WorkerContext,
  pair: FolderPair,
  targetName: CString,
  exists: boolean,
  bits: number,
): boolean {
  const { ctx: { sourceStat, options, count }, ctx } = worker;
  const { isSymlink } = sourceStat;
  if (!options.dryRun) {
    const carryOut = isSymlink ? copySymlink : copySpecial;
    ctx.entry.replaces = exists;
    if (!carryOut(ctx, ctx.entry)) {
      if (!ctx.lastHasChanged) count[COUNTER.filesFailed]++;
      return false;
    }
  } else count[isSymlink ? COUNTER.linksCreated : COUNTER.specialsCreated]++;
  reportEntry(worker, pair, targetName, isSymlink ? "symlink" : "special", 0, bits);
  return true;
}

/** How two entries differ, as CHANGED bits. */
function differences(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): number {
  const { ctx } = worker;
  const { options, sourceStat, targetStat } = ctx;
  let bits = compareEntries(worker, pair, sourceStat, targetStat);
  if (!options.keep.times) bits &= ~CHANGED.mtime;
  if (bits & CONTENTS) return bits;
  if (sourceStat.isSymlink && textsDiffer(worker, pair, name, targetName)) {
    return bits | CHANGED.target;
  }
  return bits | xattrDifferencesByName(ctx, pair, name, targetName);
}
