// The fast path for plain files: small files that match the template of their folder. It makes the calls of the general
// path (copy_file.ts) in the same order, but decides nothing: an unusual file is left untouched and takes the general
// path. Most files of a tree are plain, and V8 compiles this much sooner than all that the general path is made of, in
// every thread: bench/NOTES.md.

import { frequent } from "../../../ffi/frequent.ts";
import { WORD } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { targetOf } from "../../entry/subject.ts";
import type { MethodName } from "../../events.ts";
import { isFarTime } from "../../preserve/device_limits.ts";
import { MOST_STAGED_BYTES, SMALLEST_KERNEL_COPY } from "../../thresholds.ts";
import { fallsThrough } from "../bytes/fall_through.ts";
import type { CopyContext } from "../context.ts";
import { reportUnmoved } from "./fill.ts";
import { closeTargetFile, commitTargetFile, openTargetFile } from "./open_target.ts";
import { COPY } from "./outcome.ts";
import { beginCounting, countCopied, countFound } from "./steps.ts";
import { matchesTemplate } from "./template.ts";

/** Results of the fast path. */
export const FAST = { unusual: 0, copied: 1, failed: 2 } as const;

/**
 * Copies a file that matches its folder's template and has the same name on both sides; opens the source itself.
 *
 * @returns one of FAST: `unusual` leaves the target as it was; `failed` does so, too, and was reported
 */
export const copyFileFast = frequent((ctx: CopyContext, entry: Entry): number => {
  const { fs, options } = ctx;
  const { pair, name, replaces } = entry;
  const method = pair.fastMethod;
  if (method === null) return FAST.unusual;
  if (replaces && (options.inplace || entry.keepsOld || mayHaveLabels(ctx, pair))) {
    return FAST.unusual;
  }
  const handle = fs.openForReading(pair.source, name, false);
  beginCounting(ctx);
  const outcome = handle >= 0 && isPlain(ctx, entry, handle)
    ? copyPlain(ctx, entry, handle, method)
    : FAST.unusual;
  if (handle >= 0) fs.close(handle);
  if (outcome === FAST.unusual) {
    pair.fastMethod = null; // the next file may be unusual, too
    ctx.transfer.takeBack();
  } else {
    countFound(ctx, entry);
    countCopied(ctx, entry, outcome === FAST.copied ? COPY.whole : COPY.failed);
  }
  return outcome;
});

/** True if existing files here may have labels that new ones take over; the general path finds out. */
function mayHaveLabels({ fs, xattrPolicy }: CopyContext, pair: FolderPair): boolean {
  return !pair.hasNoLabels && xattrPolicy.any && fs.identity.canLabel;
}

/** True if a copy of the source needs nothing but its bytes and times. */
function isPlain(
  { fs, xattrPolicy }: CopyContext,
  { pair: { staged, template }, source }: Entry,
  handle: number,
): boolean {
  if (fs.statHandle(handle, source) !== 0 || !matchesTemplate(source, template)) {
    return false;
  }
  if (isFarTime(source)) return false;
  const { words } = source;
  const size = words[WORD.size];
  const isWhole = size > 0 && size < SMALLEST_KERNEL_COPY && source.allocatedBytes >= size;
  if (!isWhole || (xattrPolicy.any && fs.xattrListSize(handle) !== 0)) return false;
  if (staged !== null) staged.bytes += size;
  return staged === null || staged.bytes <= MOST_STAGED_BYTES;
}

/** Makes the file and gives it bytes, times and name; one of FAST. A source that changes meanwhile is unusual. */
function copyPlain(
  ctx: CopyContext,
  entry: Entry,
  handle: number,
  method: MethodName,
): number {
  const { fs, options, mover, checkStat, targetFile } = ctx;
  const { pair, source } = entry;
  const mode = pair.fastMode, size = source.words[WORD.size];
  if (openTargetFile(ctx, entry, mode) !== 0) return FAST.unusual;
  const targetDev = pair.targetStat.dev;
  const moved = mover.moveWhole(method, handle, targetFile.handle, source, targetDev);
  const isThere = moved === size &&
    fs.statHandle(handle, checkStat) === 0 && checkStat.hasSameSize(source) &&
    checkStat.hasSameMtime(source) && checkStat.hasSameCtime(source) &&
    (!options.keep.times || fs.setTimes(targetFile.handle, source) === 0) &&
    commitTargetFile(ctx, entry) === 0;
  const closed = closeTargetFile(ctx, entry, isThere ? COPY.whole : COPY.failed);
  if (isThere && closed === 0) return FAST.copied;
  return reportFailed(ctx, entry, moved, closed) ? FAST.failed : FAST.unusual;
}

/** Reports a failure that is final; false if another method may succeed. */
function reportFailed(
  ctx: CopyContext,
  entry: Entry,
  moved: number,
  closed: number,
): boolean {
  const { failedCall } = ctx.transfer;
  const isLastResort = failedCall === "read" || failedCall === "write";
  const isFinal = moved < 0 && (isLastResort || !fallsThrough(moved));
  if (isFinal) reportUnmoved(ctx, entry, moved);
  else if (closed < 0) ctx.fail(targetOf(entry.pair, entry.name), "close", "close", closed);
  return isFinal || closed < 0;
}
