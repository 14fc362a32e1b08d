// Whether an entry of the source has arrived in the target: metadata and contents are as they should be, and the contents
// are read on both sides.

import type { FileStat } from "../../../../ffi/mod.ts";
import { closeRead } from "../../../copy/bytes/close_read.ts";
import { COMPARED } from "../../../copy/bytes/comparison.ts";
import type { CopyContext } from "../../../copy/context.ts";
import type { Entry } from "../../../entry/entry.ts";
import { sourceOf, targetOf } from "../../../entry/subject.ts";
import { fileDifferences } from "../../../plan/decide_file.ts";
import { linkDifferences } from "../../../plan/decide_link.ts";
import { COUNTER } from "../../../shared/counters.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";

/** Whether both sides have the entry, as two entries, and differ in nothing that is kept. Contents are not read. */
export function isAlike({ ctx, basis }: WorkerContext, entry: Entry): boolean {
  const { source, target } = entry;
  if (source.type !== target.type || isSameEntry(ctx, entry)) return false;
  return (source.isFile ? fileDifferences(entry, basis) : linkDifferences(entry, basis)) === 0;
}

/** Whether a file has the same contents on both sides, read now. A failure is reported. */
export function hasSameContents(ctx: CopyContext, entry: Entry): boolean {
  const { fs, options, checkStat } = ctx;
  const { pair, name, targetName, source, target } = entry;
  const file = fs.openForReading(pair.source, name, options.dereference);
  if (file < 0) {
    ctx.fail(sourceOf(pair, name), "open", "openat", file);
    return false;
  }
  const copy = fs.openForReading(pair.target, targetName, false);
  if (copy < 0) ctx.fail(targetOf(pair, targetName), "open", "openat", copy);
  const areThese = copy >= 0 &&
    fs.statHandle(file, checkStat) === 0 && isStill(source, checkStat) &&
    fs.statHandle(copy, checkStat) === 0 && isStill(target, checkStat);
  const isSame = areThese && ctx.comparison.compare(file, copy) === COMPARED.same;
  if (copy >= 0) closeRead(ctx, copy);
  closeRead(ctx, file);
  if (isSame) {
    ctx.count[COUNTER.filesVerified]++;
    ctx.count[COUNTER.bytesVerified] += source.size;
  }
  return isSame;
}

/** Whether a look at an entry found the one that it found before; some file systems number none. */
export function isStill(before: FileStat, now: FileStat): boolean {
  return now.type === before.type && (!before.hasInode || now.hasSameInode(before));
}

/**
 * Whether source and target may be one name, shown by a mount: removing it would remove both. Two names of one file are
 * known by the folders that they are in.
 */
function isSameEntry({ fs }: CopyContext, { pair, source, target }: Entry): boolean {
  if (!source.hasSameInode(target)) return false;
  const mounted = (source.attributes | target.attributes) & fs.can.mountRootAttribute;
  return mounted !== 0 || source.nlink < 2 || pair.sourceStat.hasSameInode(pair.targetStat);
}
