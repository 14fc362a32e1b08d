// Carries out what was decided for a file entry: copy, link or set metadata, or, in a dry run, say so.

import { type CString, FileStat } from "../../../ffi/mod.ts";
import { copyFile } from "../../copy/file/copy_file.ts";
import { CopyWithPauses } from "../../copy/file/copy_with_pauses.ts";
import type { FileToCopy } from "../../copy/file/file_to_copy.ts";
import { refusesHuge } from "../../copy/file/huge_file.ts";
import { copyPlainFile, PLAIN } from "../../copy/file/plain_file.ts";
import { mayWriteInto } from "../../copy/file/target_file.ts";
import type { FirstName } from "../../copy/link_table.ts";
import type { Place } from "../../copy/place.ts";
import { COUNTER } from "../../shared/counters.ts";
import { SMALLEST_HAND_OVER } from "../../thresholds.ts";
import type { Crew } from "../crew/crew.ts";
import { PausedEntry } from "../crew/paused_entry.ts";
import { standsAt, targetMount } from "../folders/target_mount.ts";
import { leaveToWorkers, waitsForName } from "./leave.ts";
import { joinGroup } from "./link_groups.ts";
import { askLinkCount, noteCopied } from "./link_count.ts";
import { reportEntry } from "./report.ts";

/**
 * Opens the source and copies it, or links it where its inode was copied before.
 *
 * @param bits how an existing target differs
 * @param isClaimed whether the source's inode is claimed for this copy (`HardLinks.claim`)
 */
export function copyContents(
  crew: Crew,
  place: Place,
  name: CString,
  targetName: CString,
  existing: FileStat | null,
  bits: number,
  isClaimed: boolean,
): void {
  const { options, sourceStat, links } = crew.ctx;
  if (options.dryRun) {
    askLinkCount(crew.ctx, place.source, name, sourceStat);
    if (refuses(crew, place, name, isClaimed)) return;
    return dryCopy(crew, place, targetName, existing, bits, isClaimed);
  }
  if (targetName === name && !isClaimed && !place.expectsLinks) {
    const outcome = copyPlainFile(crew.ctx, place, name, existing);
    if (outcome === PLAIN.copied) reportCopy(crew, place, name, existing, bits);
    if (outcome !== PLAIN.unusual) return;
  }
  if (isClaimed) crew.claimedStat.copyFrom(sourceStat);
  const handle = openSource(crew, place, name);
  // A source that was swapped meanwhile is not the one that others wait for.
  const holdsClaim = isClaimed && handle >= 0 && links!.isSame(sourceStat, crew.claimedStat);
  if (isClaimed && !holdsClaim) links!.giveUp(crew.claimedStat, targetMount(crew, place));
  if (handle < 0) return;
  place.expectsLinks = links !== null && sourceStat.nlink > 1;
  const isLeft = !holdsClaim &&
    (waitsForName(crew, place, sourceStat) || leaveToWorkers(crew, place, sourceStat));
  if (!isLeft) {
    const isLinked = holdsClaim || (links !== null && sourceStat.nlink > 1);
    const first = isLinked && !holdsClaim
      ? links!.claim(sourceStat, targetMount(crew, place))
      : null;
    if (isLinked && first === null) noteCopied(crew);
    if (first !== null) linkOrCopy(crew, place, name, targetName, first, existing);
    else copyOpened(crew, place, name, targetName, handle, existing, bits, isLinked);
  }
  closeSource(crew, handle);
}

function closeSource({ ctx: { fs }, paused }: Crew, handle: number): void {
  if (paused === null) fs.close(handle);
  else paused.then(() => fs.close(handle));
}

/** Opens a source file and reads its metadata; a negative number when that failed, which was reported. */
function openSource({ ctx }: Crew, place: Place, name: CString): number {
  const { fs, options, sourceStat, count } = ctx;
  const handle = fs.openForReading(place.source, name, options.dereference);
  const error = handle < 0 ? handle : fs.statHandle(handle, ctx.openedStat);
  const isElsewhere = error >= 0 && ctx.openedStat.isDataless && !options.materialize;
  if (error >= 0 && ctx.openedStat.isFile && !isElsewhere) {
    sourceStat.copyFrom(ctx.openedStat);
    return handle;
  }
  if (error < 0) ctx.fail(place, name, "source", "open", "openat", error);
  else if (isElsewhere) ctx.failDataless(place, name, "copy");
  else ctx.failChanged(place, name, "copy", "it is no longer a regular file; run again");
  count[ctx.lastHasChanged ? COUNTER.filesSettled : COUNTER.filesFailed]++;
  if (handle >= 0) fs.close(handle);
  return -1;
}

/** Whether a file cannot be copied whatever is tried; that was reported. */
function refuses(crew: Crew, place: Place, name: CString, isClaimed: boolean): boolean {
  const { ctx } = crew;
  if (!refusesHuge(ctx, place, name, "copy")) return false;
  ctx.count[COUNTER.filesFailed]++;
  if (isClaimed) ctx.links!.giveUp(ctx.sourceStat, targetMount(crew, place));
  return true;
}

/** Copies an open file; where it has more names, says where the first of them now stands. */
function copyOpened(
  crew: Crew,
  place: Place,
  name: CString,
  targetName: CString,
  handle: number,
  existing: FileStat | null,
  bits: number,
  isLinked: boolean,
): void {
  const { ctx: { sourceStat }, ctx } = crew;
  if (refuses(crew, place, name, isLinked)) return;
  const result = isLinked ? crew.resultStat : null;
  const xattrBytes = ctx.xattrPolicy.any ? ctx.fs.xattrListSize(handle) : 0;
  const file = {
    place,
    name,
    targetName,
    source: handle,
    stat: sourceStat,
    xattrBytes,
    existing,
    result,
  };
  if (!crew.takesLargeFiles || sourceStat.size < SMALLEST_HAND_OVER) {
    return settleCopied(crew, file, bits, copyFile(ctx, file));
  }
  const copy = new CopyWithPauses(ctx, file);
  if (copy.copied !== null) return settleCopied(crew, file, bits, copy.copied);
  const paused = new PausedEntry(copy);
  paused.then(() => settleCopied(crew, file, bits, paused.copied));
  crew.paused = paused;
}

/** Tells what became of a copy. */
function settleCopied(
  crew: Crew,
  { place, targetName, existing, result }: FileToCopy,
  bits: number,
  copied: boolean,
): void {
  const { ctx: { sourceStat, links } } = crew;
  if (result !== null) {
    if (copied) links!.publish(sourceStat, result, standsAt(crew, place, targetName));
    else links!.giveUp(sourceStat, targetMount(crew, place));
  }
  if (copied) reportCopy(crew, place, targetName, existing, bits);
}

function reportCopy(
  crew: Crew,
  place: Place,
  targetName: CString,
  existing: FileStat | null,
  bits: number,
): void {
  const op = existing === null ? "copy" : "replace";
  reportEntry(crew, place, targetName, op, crew.ctx.sourceStat.size, bits);
}

/** What a dry run says in place of a copy. */
function dryCopy(
  crew: Crew,
  place: Place,
  targetName: CString,
  existing: FileStat | null,
  bits: number,
  isClaimed: boolean,
): void {
  const { ctx: { sourceStat, links, count, options } } = crew;
  const isLinked = links !== null && sourceStat.nlink > 1;
  const first = isLinked && !isClaimed ? links.claim(sourceStat, targetMount(crew, place)) : null;
  if (first !== null) {
    count[COUNTER.linksCreated]++;
    return reportEntry(crew, place, targetName, "link", 0, 0);
  }
  if (isLinked) {
    noteCopied(crew);
    const staysInPlace = options.inplace && existing !== null && mayWriteInto(existing);
    const result = staysInPlace ? existing : new FileStat();
    links.publish(sourceStat, result, standsAt(crew, place, targetName));
  }
  count[existing === null ? COUNTER.filesCopied : COUNTER.filesReplaced]++;
  count[COUNTER.filesFound]++;
  count[COUNTER.bytesFound] += sourceStat.size;
  reportCopy(crew, place, targetName, existing, bits);
}

/** Links a file to where it was copied before; where that is impossible, copies it again. */
export function linkOrCopy(
  crew: Crew,
  place: Place,
  name: CString,
  targetName: CString,
  first: FirstName,
  existing: FileStat | null,
): void {
  if (joinGroup(crew, place, targetName, first, existing !== null)) return;
  copyContents(crew, place, name, targetName, existing, 0, true);
}
