// The short way for a plain file: small, and like the file that was copied last in its folder the
// general way, its model. It makes the same calls in the same order, but decides nothing: what is unusual
// leaves no trace and goes the general way, which does. Most files of a tree are plain, and V8 compiles this
// much sooner than all that the general way is made of, in every thread: bench/NOTES.md.

import { type CString, type FileStat, WORD } from "../../../ffi/mod.ts";
import type { MethodName } from "../../events.ts";
import { MOST_STAGED_BYTES, SMALLEST_KERNEL_COPY } from "../../thresholds.ts";
import { fallsThrough } from "../bytes/fall_through.ts";
import type { CopyContext } from "../context.ts";
import { isFarTime } from "../metadata/kept.ts";
import type { Place } from "../place.ts";
import { reportUnmoved } from "./fill.ts";
import { isLike } from "./model.ts";
import { countCopied, countFound } from "./steps.ts";
import { target } from "./target_file.ts";

/** What became of a file. */
export const PLAIN = { unusual: 0, copied: 1, failed: 2 } as const;

/**
 * Copies a file that is like its folder's model. Its metadata are in `ctx.sourceStat` then.
 *
 * @param existing what it replaces, or null
 * @returns one of PLAIN; unless it was copied, there is what there was, and a failure was reported
 */
export function copyPlainFile(
  ctx: CopyContext,
  place: Place,
  name: CString,
  existing: FileStat | null,
): number {
  const { fs, options } = ctx;
  const method = place.plainMethod;
  if (method === null) return PLAIN.unusual;
  if (existing !== null && (options.inplace || mayHaveLabels(ctx, place))) return PLAIN.unusual;
  const source = fs.openForReading(place.source, name, false);
  const outcome = source >= 0 && isPlain(ctx, place, source)
    ? copyOpened(ctx, place, name, existing, source, method)
    : PLAIN.unusual;
  if (source >= 0) fs.close(source);
  if (outcome === PLAIN.unusual) place.plainMethod = null; // the next one may be no better
  else {
    countFound(ctx, { stat: ctx.sourceStat });
    countCopied(ctx, { place, existing }, outcome === PLAIN.copied);
  }
  return outcome;
}

/** Whether a file here may have labels that its successor takes over; who goes the general way finds out. */
function mayHaveLabels({ fs, xattrPolicy }: CopyContext, place: Place): boolean {
  return !place.hasNoLabels && xattrPolicy.any && fs.identity.canLabel;
}

/** Whether a source needs nothing but its bytes and times. */
function isPlain(
  { fs, sourceStat, xattrPolicy }: CopyContext,
  { hidden, model }: Place,
  source: number,
): boolean {
  if (fs.statHandle(source, sourceStat) !== 0 || !isLike(sourceStat, model)) return false;
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
  place: Place,
  name: CString,
  existing: FileStat | null,
  source: number,
  method: MethodName,
): number {
  const { fs, options, mover, sourceStat, checkStat } = ctx;
  const mode = sourceStat.words[WORD.mode] & 0o777, size = sourceStat.words[WORD.size];
  if (target.open(ctx, place, name, mode, size, existing) !== 0) return PLAIN.unusual;
  const targetDev = place.targetStat.dev;
  const moved = mover.moveWhole(method, source, target.handle, sourceStat, targetDev);
  const isThere = moved === size &&
    fs.statHandle(source, checkStat) === 0 && checkStat.hasSameSize(sourceStat) &&
    checkStat.hasSameMtime(sourceStat) && checkStat.hasSameCtime(sourceStat) &&
    (!options.keep.times || fs.setTimes(target.handle, sourceStat) === 0) &&
    target.finish(ctx, place, name, existing !== null) === 0;
  const closed = target.close(ctx, place, name, isThere);
  if (isThere && closed === 0) return PLAIN.copied;
  return reportFailed(ctx, place, name, moved, closed) ? PLAIN.failed : PLAIN.unusual;
}

/** Reports bytes that are lost; false where they are not and another method may do. */
function reportFailed(
  ctx: CopyContext,
  place: Place,
  name: CString,
  moved: number,
  closed: number,
): boolean {
  const { failedCall } = ctx.transfer;
  const isLastResort = failedCall === "read" || failedCall === "write";
  const isFinal = moved < 0 && (isLastResort || !fallsThrough(moved));
  if (isFinal) reportUnmoved(ctx, { place, name, targetName: name }, moved);
  else if (closed < 0) ctx.fail(place, name, "target", "close", "close", closed);
  return isFinal || closed < 0;
}
