// Whether an entry of the source has arrived in the target: metadata and contents are as they should be, and the contents
// are read on both sides.

import type { FileStat } from "../../../../ffi/mod.ts";
import { closeRead } from "../../../copy/bytes/close_read.ts";
import { COMPARED } from "../../../copy/bytes/comparison.ts";
import type { CopyContext } from "../../../copy/context.ts";
import type { Entry } from "../../../entry/entry.ts";
import { sourceOf, targetOf } from "../../../entry/subject.ts";
import { isSameEntry } from "../../../plan/conflicts.ts";
import { fileDifferences } from "../../../plan/decide_file.ts";
import { linkDifferences } from "../../../plan/decide_link.ts";
import { COUNTER } from "../../../shared/counters.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";

/** Whether both sides have the entry, as two entries, and differ in nothing that is kept. Contents are not read. */
export function isAlike(worker: WorkerContext, entry: Entry): boolean {
  const { source, target } = entry;
  if (source.type !== target.type || isSameEntry(entry, worker.basis)) return false;
  return differencesOf(worker, entry) === 0;
}

/** How the two differ, as CHANGED bits. */
export function differencesOf({ basis }: WorkerContext, entry: Entry): number {
  return entry.source.isFile ? fileDifferences(entry, basis) : linkDifferences(entry, basis);
}

/** What a look at the contents of a file on both sides finds; `unknown` if they could not be read, which was reported. */
export const CONTENTS = { same: 0, differ: 1, changed: 2, unknown: 3 } as const;

/** How the contents of a file compare, read now on both sides; one of CONTENTS. */
export function compareContents(ctx: CopyContext, entry: Entry): number {
  const { fs, options } = ctx;
  const { pair, name, targetName, source } = entry;
  const file = fs.openForReading(pair.source, name, options.dereference);
  if (file < 0) {
    ctx.fail(sourceOf(pair, name), "open", "openat", file);
    return CONTENTS.unknown;
  }
  const copy = fs.openForReading(pair.target, targetName, false);
  if (copy < 0) ctx.fail(targetOf(pair, targetName), "open", "openat", copy);
  const outcome = copy < 0 ? CONTENTS.unknown : compareOpen(ctx, entry, file, copy);
  if (copy >= 0) closeRead(ctx, copy);
  closeRead(ctx, file);
  if (outcome === CONTENTS.same) {
    ctx.count[COUNTER.filesVerified]++;
    ctx.count[COUNTER.bytesVerified] += source.size;
  }
  return outcome;
}

function compareOpen(ctx: CopyContext, entry: Entry, file: number, copy: number): number {
  const { fs, checkStat, comparison } = ctx;
  const { pair, name, targetName, source, target } = entry;
  const areThese = fs.statHandle(file, checkStat) === 0 && isStill(source, checkStat) &&
    fs.statHandle(copy, checkStat) === 0 && isStill(target, checkStat);
  if (!areThese) return CONTENTS.changed;
  switch (comparison.compare(file, copy)) {
    case COMPARED.same:
      return CONTENTS.same;
    case COMPARED.different:
      return fs.statHandle(file, checkStat) === 0 && isUntouched(source, checkStat)
        ? CONTENTS.differ
        : CONTENTS.changed;
    case COMPARED.sourceFailed:
      ctx.fail(sourceOf(pair, name), "read", "pread", comparison.error);
      return CONTENTS.unknown;
    case COMPARED.targetFailed:
      ctx.fail(targetOf(pair, targetName), "read", "pread", comparison.error);
      return CONTENTS.unknown;
    default:
      return CONTENTS.unknown;
  }
}

/** Whether a look at an entry found the one that it found before; some file systems number none. */
export function isStill(before: FileStat, now: FileStat): boolean {
  return now.type === before.type && (!before.hasInode || now.hasSameInode(before));
}

/** Whether an entry has not been written to, replaced or renamed since it was looked at. */
export function isUntouched(before: FileStat, now: FileStat): boolean {
  const isSame = isStill(before, now) && now.hasSameSize(before) && now.hasSameMtime(before);
  // Removing another name of a file changes its ctime.
  return isSame && (before.nlink > 1 || now.hasSameCtime(before));
}
