// The short way for a plain file: small, new, and like the file that was copied last in its folder the
// general way, its model. It makes the same calls in the same order, but decides nothing: what is unusual
// leaves no trace and goes the general way, which does. Most files of a tree are plain, and V8 compiles this
// much sooner than all that the general way is made of, in every thread: bench/NOTES.md.

import { type CString, WORD } from "../../../ffi/mod.ts";
import { SPARE_WORD } from "../../../ffi/file_stat.ts";
import type { MethodName } from "../../events.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { MOST_STAGED_BYTES, SMALLEST_KERNEL_COPY } from "../../thresholds.ts";
import { fallsThrough } from "../bytes/fall_through.ts";
import { isCloneMethod } from "../bytes/methods.ts";
import type { CopyContext } from "../context.ts";
import type { Place } from "../place.ts";
import type { FileToCopy } from "./file_to_copy.ts";
import { reportUnmoved } from "./fill.ts";

/** What has to be the same as in the model: type, mode, owner, attributes, links, how it is stored, a small size. */
const ALIKE = [
  WORD.attributes,
  WORD.attributes + 1,
  WORD.nlink,
  WORD.uid,
  WORD.gid,
  WORD.mode,
  WORD.size + 1,
  SPARE_WORD.isEncrypted,
  SPARE_WORD.isDataless,
];

/** Takes a file that was right as soon as it had its bytes and times for the model of those that follow. */
export function takeAsModel(ctx: CopyContext, { stat, place }: FileToCopy): void {
  const { options, keeping, links, transfer: { method } } = ctx;
  const isSmall = stat.size > 0 && stat.size < SMALLEST_KERNEL_COPY;
  if (!ctx.copiesPlainly || !isSmall || (links !== null && stat.nlink !== 1)) return;
  if (place.hidden === null && !options.inplace) return; // there it has to wait for its name
  if (keeping.losesOwner(stat) || keeping.losesSpecialBits(stat)) return; // that is said of each file
  place.plainMethod = method;
  place.model.copyFrom(stat);
}

/** What became of a file. */
export const PLAIN = { unusual: 0, copied: 1, failed: 2 } as const;

/**
 * Copies a file to a name that nothing has, if it is like its folder's model. Its metadata are in
 * `ctx.sourceStat` then.
 *
 * @returns one of PLAIN; nothing is there if it is unusual, nor if it failed, which was reported
 */
export function copyPlainFile(ctx: CopyContext, place: Place, name: CString): number {
  const { fs } = ctx;
  const method = place.plainMethod;
  if (method === null) return PLAIN.unusual;
  const source = fs.openForReading(place.source, name, false);
  const outcome = source >= 0 && isPlain(ctx, place, source)
    ? copyOpened(ctx, place, name, source, method)
    : PLAIN.unusual;
  if (source >= 0) fs.close(source);
  if (outcome === PLAIN.unusual) place.plainMethod = null; // the next one may be no better
  else count(ctx, method, outcome === PLAIN.copied);
  return outcome;
}

/** Whether a source needs nothing but its bytes and times. */
function isPlain(
  { fs, sourceStat, xattrPolicy }: CopyContext,
  { hidden, model }: Place,
  source: number,
): boolean {
  if (fs.statHandle(source, sourceStat) !== 0) return false;
  const { words } = sourceStat;
  for (let i = 0; i < ALIKE.length; i++) {
    if (words[ALIKE[i]] !== model.words[ALIKE[i]]) return false;
  }
  const size = words[WORD.size];
  const isWhole = size > 0 && size < SMALLEST_KERNEL_COPY && words[WORD.blocks] * 512 >= size;
  if (!isWhole || (xattrPolicy.any && fs.xattrListSize(source) !== 0)) return false;
  if (hidden !== null) hidden.bytes += size;
  return hidden === null || hidden.bytes <= MOST_STAGED_BYTES;
}

/** Makes the file and gives it bytes and times; one of PLAIN. A source that does not hold still is unusual. */
function copyOpened(
  ctx: CopyContext,
  place: Place,
  name: CString,
  source: number,
  method: MethodName,
): number {
  const { fs, options, mover, sourceStat, checkStat } = ctx;
  const { words } = sourceStat;
  const target = fs.createNamed(place.target, name, words[WORD.mode] & 0o777);
  if (target < 0) return PLAIN.unusual;
  const moved = mover.moveWhole(method, source, target, words[WORD.size]);
  const isRight = moved === words[WORD.size] &&
    fs.statHandle(source, checkStat) === 0 && checkStat.hasSameSize(sourceStat) &&
    checkStat.hasSameMtime(sourceStat) &&
    (!options.keep.times || fs.setTimes(target, sourceStat) === 0);
  const closed = fs.close(target);
  if (isRight && closed === 0) return PLAIN.copied;
  fs.unlink(place.target, name);
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

function count(ctx: CopyContext, method: MethodName, isCopied: boolean): void {
  const { count, transfer, sourceStat: { words } } = ctx;
  const size = words[WORD.size];
  count[COUNTER.filesFound]++;
  count[COUNTER.bytesFound] += size;
  if (!isCopied) {
    if (!isStopping(ctx.control)) count[COUNTER.filesFailed]++;
    return;
  }
  count[COUNTER.filesCopied]++;
  if (!isCloneMethod(method)) count[COUNTER.bytesCopied] += size; // a clone has counted its own
  count[COUNTER[method]]++;
  transfer.method = method;
}
