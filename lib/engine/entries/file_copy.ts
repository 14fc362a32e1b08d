// Carries out what was decided for a file entry: copy, link or set metadata, or, in a dry run, say so.

import { type CString, FileStat } from "../../../ffi/mod.ts";
import { copyFile } from "../../copy/file/copy_file.ts";
import { CopyWithPauses } from "../../copy/file/copy_with_pauses.ts";
import { refusesHuge } from "../../copy/file/huge_file.ts";
import { copyFileFast, FAST } from "../../copy/file/fast_path.ts";
import { mayWriteInto } from "../../copy/file/target_file.ts";
import type { FirstLink } from "../../copy/links/link_table.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { COUNTER } from "../../shared/counters.ts";
import { SMALLEST_HAND_OVER } from "../../thresholds.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { PausedEntry } from "../worker/paused_copy.ts";
import { targetLocation, targetMount } from "./target_mount.ts";
import { deferToWorkers, waitsForName } from "./defer.ts";
import { joinLinkGroup } from "./link_groups.ts";
import { askLinkCount, noteCopied } from "./link_count.ts";
import { reportEntry } from "./report.ts";
import { sourceOf } from "../../entry/subject.ts";

/**
 * Opens the source and copies it, or links it where its inode was copied before.
 *
 * @param bits how an existing target differs
 * @param isClaimed whether the source's inode is claimed for this copy (`HardLinks.claim`)
 */
export function copyContents(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
  existing: FileStat | null,
  bits: number,
  isClaimed: boolean,
): void {
  const { options, sourceStat, links } = worker.ctx;
  if (options.dryRun) {
    askLinkCount(worker.ctx, pair.source, name, sourceStat);
    if (refuses(worker, pair, isClaimed)) return;
    return dryCopy(worker, pair, targetName, existing, bits, isClaimed);
  }
  if (targetName === name && !isClaimed && !pair.expectsLinks) {
    worker.ctx.entry.replaces = existing !== null;
    const outcome = copyFileFast(worker.ctx, worker.ctx.entry);
    if (outcome === FAST.copied) reportCopy(worker, pair, name, existing, bits);
    if (outcome !== FAST.unusual) return;
  }
  if (isClaimed) worker.claimedStat.copyFrom(sourceStat);
  const handle = openSource(worker, pair, name);
  // A source that was swapped meanwhile is not the one that others wait for.
  const holdsClaim = isClaimed && handle >= 0 && links!.isSame(sourceStat, worker.claimedStat);
  if (isClaimed && !holdsClaim) links!.giveUp(worker.claimedStat, targetMount(worker, pair));
  if (handle < 0) return;
  pair.expectsLinks = links !== null && sourceStat.nlink > 1;
  const isLeft = !holdsClaim &&
    (waitsForName(worker, pair, sourceStat) || deferToWorkers(worker, pair, sourceStat));
  if (!isLeft) {
    const isLinked = holdsClaim || (links !== null && sourceStat.nlink > 1);
    const first = isLinked && !holdsClaim
      ? links!.claim(sourceStat, targetMount(worker, pair))
      : null;
    if (isLinked && first === null) noteCopied(worker);
    if (first !== null) linkOrCopy(worker, pair, name, targetName, first, existing);
    else copyOpened(worker, pair, handle, existing, bits, isLinked);
  }
  closeSource(worker, handle);
}

function closeSource({ ctx: { fs }, paused }: WorkerContext, handle: number): void {
  if (paused === null) fs.close(handle);
  else paused.then(() => fs.close(handle));
}

/** Opens a source file and reads its metadata; a negative number when that failed, which was reported. */
function openSource({ ctx }: WorkerContext, pair: FolderPair, name: CString): number {
  const { fs, options, sourceStat, count } = ctx;
  const handle = fs.openForReading(pair.source, name, options.dereference);
  const error = handle < 0 ? handle : fs.statHandle(handle, ctx.openedStat);
  const isElsewhere = error >= 0 && ctx.openedStat.isDataless && !options.materialize;
  if (error >= 0 && ctx.openedStat.isFile && !isElsewhere) {
    sourceStat.copyFrom(ctx.openedStat);
    return handle;
  }
  if (error < 0) ctx.fail(sourceOf(pair, name), "open", "openat", error);
  else if (isElsewhere) ctx.failDataless(pair, name, "copy");
  else ctx.failChanged(pair, name, "copy", "it is no longer a regular file; run again");
  count[ctx.lastHasChanged ? COUNTER.filesSettled : COUNTER.filesFailed]++;
  if (handle >= 0) fs.close(handle);
  return -1;
}

/** Whether a file cannot be copied whatever is tried; that was reported. */
function refuses(worker: WorkerContext, pair: FolderPair, isClaimed: boolean): boolean {
  const { ctx } = worker;
  if (!refusesHuge(ctx, ctx.entry, "copy")) return false;
  ctx.count[COUNTER.filesFailed]++;
  if (isClaimed) ctx.links!.giveUp(ctx.sourceStat, targetMount(worker, pair));
  return true;
}

/** Copies an open file; where it has more names, says where the first of them now stands. */
function copyOpened(
  worker: WorkerContext,
  pair: FolderPair,
  handle: number,
  existing: FileStat | null,
  bits: number,
  isLinked: boolean,
): void {
  const { ctx, ctx: { entry } } = worker;
  if (refuses(worker, pair, isLinked)) return;
  entry.handle = handle;
  entry.replaces = existing !== null;
  entry.isClaimed = isLinked;
  entry.xattrBytes = ctx.xattrPolicy.any ? ctx.fs.xattrListSize(handle) : 0;
  if (!worker.takesLargeFiles || entry.source.size < SMALLEST_HAND_OVER) {
    return finishCopy(worker, entry, bits, copyFile(ctx, entry));
  }
  const copy = new CopyWithPauses(ctx, entry);
  if (copy.copied !== null) return finishCopy(worker, entry, bits, copy.copied);
  const paused = new PausedEntry(copy);
  paused.then(() => finishCopy(worker, entry, bits, paused.copied));
  worker.paused = paused;
}

/** Tells what became of a copy. */
function finishCopy(
  worker: WorkerContext,
  { pair, targetName, replaced, source, isClaimed, result }: Entry,
  bits: number,
  copied: boolean,
): void {
  const { ctx: { links } } = worker;
  if (isClaimed) {
    if (copied) links!.publish(source, result, targetLocation(worker, pair, targetName));
    else links!.giveUp(source, targetMount(worker, pair));
  }
  if (copied) reportCopy(worker, pair, targetName, replaced, bits);
}

function reportCopy(
  worker: WorkerContext,
  pair: FolderPair,
  targetName: CString,
  existing: FileStat | null,
  bits: number,
): void {
  const op = existing === null ? "copy" : "replace";
  reportEntry(worker, pair, targetName, op, worker.ctx.sourceStat.size, bits);
}

/** What a dry run says in place of a copy. */
function dryCopy(
  worker: WorkerContext,
  pair: FolderPair,
  targetName: CString,
  existing: FileStat | null,
  bits: number,
  isClaimed: boolean,
): void {
  const { ctx: { sourceStat, links, count, options } } = worker;
  const isLinked = links !== null && sourceStat.nlink > 1;
  const first = isLinked && !isClaimed ? links.claim(sourceStat, targetMount(worker, pair)) : null;
  if (first !== null) {
    count[COUNTER.linksCreated]++;
    return reportEntry(worker, pair, targetName, "link", 0, 0);
  }
  if (isLinked) {
    noteCopied(worker);
    const staysInPlace = options.inplace && existing !== null && mayWriteInto(existing);
    const result = staysInPlace ? existing : new FileStat();
    links.publish(sourceStat, result, targetLocation(worker, pair, targetName));
  }
  count[existing === null ? COUNTER.filesCopied : COUNTER.filesReplaced]++;
  count[COUNTER.filesFound]++;
  count[COUNTER.bytesFound] += sourceStat.size;
  reportCopy(worker, pair, targetName, existing, bits);
}

/** Links a file to where it was copied before; where that is impossible, copies it again. */
export function linkOrCopy(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
  first: FirstLink,
  existing: FileStat | null,
): void {
  if (joinLinkGroup(worker, pair, targetName, first, existing !== null)) return;
  copyContents(worker, pair, name, targetName, existing, 0, true);
}
