// A source that changes while it is read is copied again at once, once. If it changes again, the copy mixes versions of
// it: `--verify` and `--resume` discard it; otherwise it is delivered with a time that differs from the source's, so
// that the next run copies it again.

import { type FileStat, WORD } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import { sourceOf } from "../../entry/subject.ts";
import type { CopyContext } from "../context.ts";
import { COPY } from "./outcome.ts";

/** How a source changed meanwhile. */
export const CHANGE = {
  none: 0,
  /** Its metadata changed, or its contents did and its mtime was set back. */
  touched: 1,
  contents: 2,
  /** It ended before its size, which it still has. */
  cut: 3,
} as const;

/**
 * Compares an open source with its earlier metadata; reads the present ones into `ctx.checkStat`.
 *
 * @returns one of CHANGE, or a negated errno
 */
export function changeOf(ctx: CopyContext, source: number, stat: FileStat): number {
  const { fs, transfer, checkStat } = ctx;
  const error = fs.statHandle(source, checkStat);
  if (error < 0) return error;
  if (!checkStat.hasSameSize(stat) || !checkStat.hasSameMtime(stat)) return CHANGE.contents;
  // The size of a file that occupies nothing is only the most that it may have (sysfs).
  if (transfer.endedEarly && stat.allocatedBytes !== 0) return CHANGE.cut;
  // A clone is of one moment, whatever came after.
  return checkStat.hasSameCtime(stat) || transfer.shared > 0 ? CHANGE.none : CHANGE.touched;
}

/**
 * Decides what follows from a change that `changeOf` has just found: another copy, or a report.
 *
 * @returns one of COPY
 */
export function handleChange(ctx: CopyContext, entry: Entry, change: number): number {
  const { pair, name, source, isSecondCopy } = entry;
  if (ctx.targetFile.hadContents && isSourceItself(ctx, entry)) {
    const message = "The target is the source itself, by another way";
    ctx.failWith(sourceOf(pair, name), "copy", "SAME_FILE", message);
    return COPY.failed;
  }
  // With --retries a later attempt is the other copy, after a wait.
  if (!isSecondCopy && (!ctx.waitsForRetry || change === CHANGE.touched)) {
    source.copyFrom(ctx.checkStat);
    return COPY.copyAgain;
  }
  if (change === CHANGE.cut) {
    ctx.failWith(sourceOf(pair, name), "copy", "ENDED_EARLY", "It ended before its size");
    return COPY.failed;
  }
  return deliverTorn(ctx, entry);
}

/** Reports a source that changed twice; the copy is delivered all the same, or discarded. */
function deliverTorn(ctx: CopyContext, entry: Entry): number {
  const { options, targetFile } = ctx;
  // What was written over already cannot be had back.
  const isTorn = !(options.verify || options.resume) || targetFile.hadContents;
  const fate = isTorn ? "" : "; the copy was discarded";
  ctx.failChanged(
    entry.pair,
    entry.name,
    "copy",
    `changed while it was copied; run again${fate}`,
  );
  return isTorn ? COPY.torn : COPY.discarded;
}

/**
 * True if writing into the target has changed the source: times that are set on the target show on the source.
 */
function isSourceItself(
  { fs, checkStat, openedStat, targetFile }: CopyContext,
  { source, sourceHandle }: Entry,
): boolean {
  return !checkStat.hasSameMtime(source) && fs.setTimes(targetFile.handle, source) === 0 &&
    fs.statHandle(sourceHandle, openedStat) === 0 && openedStat.hasSameMtime(source);
}

const SECONDS_PER_YEAR = 365 * 86_400;
const TWO_32 = 2 ** 32;

/**
 * Gives a torn copy a time that differs from its source's, whatever the file system rounds and comparisons tolerate:
 * 1970-01-01, or a year before the source's if that is older. `--update` takes the copy for the older file.
 */
export function setTimesOfTorn({ fs, checkStat }: CopyContext, source: FileStat, target: number) {
  checkStat.copyFrom(source);
  const seconds = source.mtimeSec > SECONDS_PER_YEAR ? 0 : source.mtimeSec - SECONDS_PER_YEAR;
  const { words } = checkStat;
  words[WORD.mtime] = seconds % TWO_32;
  words[WORD.mtime + 1] = Math.floor(seconds / TWO_32);
  words[WORD.mtimeNsec] = 0;
  return fs.setTimes(target, checkStat);
}
