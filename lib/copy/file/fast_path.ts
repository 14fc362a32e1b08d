// The short way for a plain file: small, and like the file that was copied last in its folder the
// general way, its model. It makes the same calls in the same order, but decides nothing: what is unusual
// leaves no trace and goes the general way, which does. Most files of a tree are plain, and V8 compiles this
// much sooner than all that the general way is made of, in every thread: bench/NOTES.md.

import { type CString, type FileStat, WORD } from "../../../ffi/mod.ts";
import type { MethodName } from "../../events.ts";
import { MOST_STAGED_BYTES, SMALLEST_KERNEL_COPY } from "../../thresholds.ts";
import { fallsThrough } from "../bytes/fall_through.ts";
import type { CopyContext } from "../context.ts";
import { isFarTime } from "../../preserve/device_limits.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { reportUnmoved } from "./fill.ts";
import { matchesTemplate } from "./template.ts";
import { countCopied, countFound } from "./steps.ts";
import { target } from "./target_file.ts";
import { targetOf } from "../../entry/subject.ts";

/** What became of a file. */
export const FAST = { unusual: 0, copied: 1, failed: 2 } as const;

/**
 * Copies a file that is like its folder's model. Its metadata are in `ctx.sourceStat` then.
 *
 * @param existing what it replaces, or null
 * @returns one of PLAIN; unless it was copied, there is what there was, and a failure was reported
 */
export function copyFileFast(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  existing: FileStat | null,
): number {
  const { fs, options } = ctx;
  const method = pair.fastMethod;
  if (method === null) return FAST.unusual;
  if (existing !== null && (options.inplace || mayHaveLabels(ctx, pair))) return FAST.unusual;
  const source = fs.openForReading(pair.source, name, false);
  const outcome = source >= 0 && isPlain(ctx, pair, source)
    ? copyOpened(ctx, pair, name, existing, source, method)
    : FAST.unusual;
  if (source >= 0) fs.close(source);
  if (outcome === FAST.unusual) pair.fastMethod = null; // the next one may be no better
  else {
    countFound(ctx, { stat: ctx.sourceStat });
    countCopied(ctx, { pair, existing }, outcome === FAST.copied);
  }
  return outcome;
}

/** Whether a file here may have labels that its successor takes over; who goes the general way finds out. */
function mayHaveLabels({ fs, xattrPolicy }: CopyContext, pair: FolderPair): boolean {
  return !pair.hasNoLabels && xattrPolicy.any && fs.identity.canLabel;
}

/** Whether a source needs nothing but its bytes and times. */
function isPlain(
  { fs, sourceStat, xattrPolicy }: CopyContext,
  { hidden, template }: FolderPair,
  source: number,
): boolean {
  if (fs.statHandle(source, sourceStat) !== 0 || !matchesTemplate(sourceStat, template)) {
    return false;
  }
  if (isFarTime(sourceStat)) return false;
  const { words } = sourceStat;
  const size = words[WORD.size];
  const isWhole = size > 0 && size < SMALLEST_KERNEL_COPY && words[WORD.blocks] * 512 >= size;
  if (!isWhole || (xattrPolicy.any && fs.xattrListSize(source) !== 0)) return false;
  if (hidden !== null) hidden.bytes += size;
  return hidden === null || hidden.bytes <= MOST_STAGED_BYTES;
}

/** Makes the file and gives it bytes, times and name; one of PLAIN. A source that does not hold still is unusual. */
function copyOpened(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  existing: FileStat | null,
  source: number,
  method: MethodName,
): number {
  const { fs, options, mover, sourceStat, checkStat } = ctx;
  const mode = sourceStat.words[WORD.mode] & 0o777, size = sourceStat.words[WORD.size];
  if (target.open(ctx, pair, name, mode, size, existing) !== 0) return FAST.unusual;
  const targetDev = pair.targetStat.dev;
  const moved = mover.moveWhole(method, source, target.handle, sourceStat, targetDev);
  const isThere = moved === size &&
    fs.statHandle(source, checkStat) === 0 && checkStat.hasSameSize(sourceStat) &&
    checkStat.hasSameMtime(sourceStat) && checkStat.hasSameCtime(sourceStat) &&
    (!options.keep.times || fs.setTimes(target.handle, sourceStat) === 0) &&
    target.finish(ctx, pair, name, existing !== null) === 0;
  const closed = target.close(ctx, pair, name, isThere);
  if (isThere && closed === 0) return FAST.copied;
  return reportFailed(ctx, pair, name, moved, closed) ? FAST.failed : FAST.unusual;
}

/** Reports bytes that are lost; false where they are not and another method may do. */
function reportFailed(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  moved: number,
  closed: number,
): boolean {
  const { failedCall } = ctx.transfer;
  const isLastResort = failedCall === "read" || failedCall === "write";
  const isFinal = moved < 0 && (isLastResort || !fallsThrough(moved));
  if (isFinal) reportUnmoved(ctx, { pair, name, targetName: name }, moved);
  else if (closed < 0) ctx.fail(targetOf(pair, name), "close", "close", closed);
  return isFinal || closed < 0;
}
