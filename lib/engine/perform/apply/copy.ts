// A file that is copied, or linked where its inode proves to have been copied before.

import { closeRead } from "../../../copy/bytes/close_read.ts";
import { copyFile } from "../../../copy/file/copy_file.ts";
import { CopyWithPauses } from "../../../copy/file/copy_with_pauses.ts";
import { copyFileFast, FAST } from "../../../copy/file/fast_path.ts";
import { refusesHuge } from "../../../copy/file/huge_file.ts";
import type { CopyContext } from "../../../copy/context.ts";
import type { Entry } from "../../../entry/entry.ts";
import { BUSY } from "../../../entry/first_link.ts";
import { sourceOf } from "../../../entry/subject.ts";
import { COUNTER } from "../../../shared/counters.ts";
import { SMALLEST_HAND_OVER } from "../../../thresholds.ts";
import { mustDefer, reserveStaged } from "../../facts/defer.ts";
import { noteCopied } from "../../facts/link_count.ts";
import { claim, giveUpClaim } from "../../facts/claims.ts";
import { targetLocation, targetMount } from "../../facts/target_mount.ts";
import { PausedEntry } from "../../worker/paused_copy.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { reportCopy } from "../report.ts";

/** Copies the file of an entry. */
export function copyEntry(worker: WorkerContext, entry: Entry): void {
  const { ctx } = worker;
  const { pair, name, targetName } = entry;
  if (targetName === name && !entry.isClaimed && !pair.expectsLinks) {
    const outcome = copyFileFast(ctx, entry);
    if (outcome === FAST.copied) reportCopy(ctx, entry);
    if (outcome !== FAST.unusual) return;
  }
  copyGenerally(worker, entry);
}

/** Opens the source, so that what it is now decides, and copies or links it. */
function copyGenerally(worker: WorkerContext, entry: Entry): void {
  const { ctx, ctx: { links } } = worker;
  const { pair, source } = entry;
  const wasClaimed = entry.isClaimed;
  if (wasClaimed) worker.claimedStat.copyFrom(source);
  const handle = entry.sourceHandle = openSource(ctx, entry);
  // A source that was swapped meanwhile is not the one that others wait for.
  entry.isClaimed = wasClaimed && handle >= 0 && links!.isSame(source, worker.claimedStat);
  if (wasClaimed && !entry.isClaimed) {
    links!.giveUp(worker.claimedStat, targetMount(ctx, pair));
  }
  if (handle < 0) return;
  pair.expectsLinks = links !== null && source.nlink > 1;
  const waits = !entry.isClaimed && (!reserveStaged(worker, entry) || mustDefer(worker, entry));
  if (waits) worker.deferEntry();
  else copyOrLink(worker, entry);
  if (worker.paused === null) closeRead(ctx, handle);
  else worker.paused.then(() => closeRead(ctx, handle));
}

/** Opens a source file and reads its metadata; a negative number when that failed, which was reported. */
function openSource(ctx: CopyContext, { pair, name, source }: Entry): number {
  const { fs, options, openedStat, count } = ctx;
  const handle = fs.openForReading(pair.source, name, options.dereference);
  const error = handle < 0 ? handle : fs.statHandle(handle, openedStat);
  const isElsewhere = error >= 0 && openedStat.isDataless && !options.materialize;
  if (error >= 0 && openedStat.isFile && !isElsewhere) {
    source.copyFrom(openedStat);
    return handle;
  }
  if (error < 0) ctx.fail(sourceOf(pair, name), "open", "openat", error);
  else if (isElsewhere) ctx.failDataless(pair, name, "copy");
  else ctx.failChanged(pair, name, "copy", "it is no longer a regular file; run again");
  if (ctx.lastHasChanged) count[COUNTER.filesWithoutCopy]++;
  else ctx.countFailedFile();
  if (handle >= 0) fs.close(handle);
  return -1;
}

function copyOrLink(worker: WorkerContext, entry: Entry): void {
  const { ctx, ctx: { links } } = worker;
  const { source } = entry;
  const mustClaim = !entry.isClaimed && links !== null && source.nlink > 1;
  entry.linkTo = mustClaim ? claim(worker, entry) : null;
  if (entry.linkTo === BUSY) return worker.deferEntry();
  if (entry.linkTo !== null) {
    if (worker.performer.link(entry)) return;
    entry.isClaimed = true;
    return copyGenerally(worker, entry);
  }
  if (mustClaim) {
    entry.isClaimed = true;
    worker.claimedStat.copyFrom(source);
  }
  if (entry.isClaimed) noteCopied(ctx, source);
  copyOrPause(worker, entry);
}

/** Copies an open file, a large one with pauses; where it has more names, publishes where the first of them now is. */
function copyOrPause(worker: WorkerContext, entry: Entry): void {
  const { ctx } = worker;
  const { source, sourceHandle } = entry;
  if (refusesHuge(ctx, entry, "copy")) {
    ctx.countFailedFile();
    return giveUpClaim(ctx, entry);
  }
  entry.xattrListBytes = ctx.xattrPolicy.any ? ctx.fs.xattrListSize(sourceHandle) : 0;
  if (!worker.takesLargeFiles || source.size < SMALLEST_HAND_OVER) {
    return finishCopy(worker, entry, copyFile(ctx, entry));
  }
  const copy = new CopyWithPauses(ctx, entry);
  if (copy.copied !== null) return finishCopy(worker, entry, copy.copied);
  const paused = new PausedEntry(copy);
  paused.then(() => finishCopy(worker, entry, paused.copied));
  worker.paused = paused;
}

/** Tells those that wait for a name of the file, and the report, what became of a copy. The source may have changed since its claim. */
function finishCopy(worker: WorkerContext, entry: Entry, copied: boolean): void {
  const { ctx, ctx: { links }, claimedStat } = worker;
  if (entry.isClaimed) {
    if (copied) {
      links!.publish(claimedStat, entry.finished, targetLocation(ctx, entry), entry.source);
    } else links!.giveUp(claimedStat, targetMount(ctx, entry.pair));
  }
  if (copied) reportCopy(ctx, entry);
}
