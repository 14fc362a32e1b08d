// An entry that is a regular file: unchanged, its metadata to be set, to be linked, or to be copied.
// Here it is decided which; file_copy.ts carries it out.

import type { CString } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { CHANGED, CONTENTS, METADATA } from "../../plan/changes.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { targetLocation, targetMount } from "./target_mount.ts";
import { isLeftAlone, isMountedOn, mayTakePlace, mustReplace, refuseMounted } from "./conflicts.ts";
import { contentsDiffer } from "./contents.ts";
import { copyContents, linkOrCopy } from "./file_copy.ts";
import { compareEntries } from "./compare_entry.ts";
import { deferToWorkers } from "./defer.ts";
import { isInFullGroup, isInGroup, joinLinkGroup } from "./link_groups.ts";
import { statSource, statTarget, TARGET } from "./stat_entry.ts";
import { countUnchanged } from "./unchanged.ts";
import { updateMetadata } from "./update_metadata.ts";
import { askLinkCount, isOneOfMany, takeForChanged } from "./link_count.ts";
import { xattrDifferencesByName } from "./xattr_differences.ts";

/** Carries out a file entry. */
export function processFile(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): void {
  const { ctx: { sourceStat, targetStat, options }, ctx, selection } = worker;
  const needsLookFirst = !pair.fresh || options.dryRun || selection.looksAtMetadata;
  if (!needsLookFirst) {
    if (options.existingOnly) return;
    if (pair.expectsLinks && linkUnopened(worker, pair, name, targetName)) return;
    return copyContents(worker, pair, name, targetName, null, 0, false);
  }
  if (!statSource(worker, pair, name, sourceStat)) return;
  if (deferToWorkers(worker, pair, sourceStat, name)) return;
  const found = statTarget(worker, pair, targetName, targetStat);
  if (found === TARGET.present && isUnchanged(worker, pair, name, targetName)) {
    return countUnchanged(ctx);
  }
  if (found === TARGET.failed || selection.excludesFile(sourceStat)) return;
  if (found === TARGET.present) return processExisting(worker, pair, name, targetName);
  if (!options.existingOnly) copyContents(worker, pair, name, targetName, null, 0, false);
}

/** The short way to pass over a file, the one that most files of a mirror go; false says nothing. */
function isUnchanged(
  { ctx: { sourceStat, targetStat, links }, ctx, comparer, selection }: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): boolean {
  return !selection.looksAtMetadata && (links === null || sourceStat.nlink === 1) &&
    comparer.isQuickMatch(sourceStat, targetStat) &&
    xattrDifferencesByName(ctx, pair, name, targetName) === 0;
}

/** Carries out a file whose name is taken in the target. Both sides were looked at. */
function processExisting(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): void {
  const { ctx: { sourceStat, targetStat, links } } = worker;
  if (isLeftAlone(worker, sourceStat, targetStat)) return countUnchanged(worker.ctx);
  if (!mayTakePlace(worker, pair, targetName)) return;
  if (targetStat.isFolder) return copyContents(worker, pair, name, targetName, null, 0, false);
  const isLinked = links !== null && (sourceStat.nlink > 1 || isOneOfMany(worker, pair, name));
  const first = isLinked ? links.claim(sourceStat, targetMount(worker, pair)) : null;
  if (first !== null) {
    if (isInGroup(worker, first)) return countUnchanged(worker.ctx);
    askLinkCount(worker.ctx, pair.target, targetName, targetStat);
    if (isRightlyApart(worker, pair, name, targetName)) return countUnchanged(worker.ctx);
    if (joinLinkGroup(worker, pair, targetName, first, true)) return;
  }
  let bits = differences(worker, pair, name, targetName);
  if (isLinked && !links.own(targetStat, sourceStat)) bits |= CHANGED.contents;
  if (bits !== 0) askLinkCount(worker.ctx, pair.target, targetName, targetStat);
  const isReplaced = mustReplace(worker, targetStat, bits);
  if (bits !== 0 && isMountedOn(worker, isReplaced)) return refuseMounted(worker, pair, targetName);
  if (isReplaced) {
    takeForChanged(worker);
    return copyContents(worker, pair, name, targetName, targetStat, bits, isLinked);
  }
  if (isLinked) {
    links.publish(sourceStat, targetStat, targetLocation(worker, pair, targetName));
  }
  if (bits & METADATA) updateMetadata(worker, pair, name, targetName, bits, true);
  else countUnchanged(worker.ctx);
}

/** Whether a name in another group than the first one is unchanged, and its own group can take no more. */
export function isRightlyApart(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): boolean {
  if (worker.ctx.targetStat.nlink < 2) return false;
  return differences(worker, pair, name, targetName) === 0 &&
    isInFullGroup(worker, pair, targetName);
}

/** Makes a name of a file that was copied already, without opening it; false where it is none or one is not sure. */
function linkUnopened(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): boolean {
  const { ctx: { fs, sourceStat, options, links } } = worker;
  if (options.dereference || fs.stat(pair.source, name, sourceStat) < 0) return false;
  if (!sourceStat.isFile || sourceStat.nlink < 2) return false;
  const first = links!.firstName(sourceStat, targetMount(worker, pair));
  if (first !== null) linkOrCopy(worker, pair, name, targetName, first, null);
  else if (pair.hidden !== null) worker.deferEntry();
  else return false;
  return true;
}

/** How the two files differ, as CHANGED bits; what the options do not keep is left out. */
export function differences(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): number {
  const { ctx, comparer } = worker;
  const { sourceStat, targetStat, options } = ctx;
  let bits = compareEntries(worker, pair, sourceStat, targetStat);
  if (comparer.comparesContents && (bits & (CONTENTS | CHANGED.size)) === 0) {
    if (contentsDiffer(ctx, pair, name, targetName)) bits |= CHANGED.checksum | CHANGED.contents;
  }
  if (!options.keep.times) bits &= ~CHANGED.mtime;
  return bits & CONTENTS ? bits : bits | xattrDifferencesByName(ctx, pair, name, targetName);
}
