// A source that does not hold still while it is read: the file is copied again at once, once. If it changes
// again, what was read is no version of it. `--verify` and `--resume` discard that; otherwise the copy
// is delivered, with a time that no source has, so that the next run copies it again.

import { type FileStat, WORD } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import type { Entry } from "../../entry/entry.ts";
import { COPY } from "./outcome.ts";
import { sourceOf } from "../../entry/subject.ts";

/** What became of a source meanwhile. */
export const CHANGE = {
  none: 0,
  /** Its metadata were changed, or its contents and then its mtime set back. */
  touched: 1,
  contents: 2,
  /** It ended before its size, and has that size still. */
  cut: 3,
} as const;

/**
 * Looks whether an open source is as it was. Its metadata are in `ctx.checkStat` then.
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
 * What follows from a change that `changeOf` has just found: another copy, or a report.
 *
 * @returns one of COPY
 */
export function handleChange(ctx: CopyContext, entry: Entry, change: number): number {
  const { pair, name, source, isAgain } = entry;
  if (ctx.targetFile.hadContents && isSourceItself(ctx, entry)) {
    const message = "The target is the source itself, by another way";
    ctx.failWith(sourceOf(pair, name), "copy", "SAME_FILE", message);
    return COPY.failed;
  }
  // With --retries a later attempt is the other copy, after a wait.
  if (!isAgain && (ctx.attempt === null || change === CHANGE.touched)) {
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
 * Whether writing into the target has changed the source: the target's times, set to what the source's
 * were, are the source's as well.
 */
function isSourceItself(
  { fs, checkStat, openedStat, targetFile }: CopyContext,
  { source, handle }: Entry,
): boolean {
  return !checkStat.hasSameMtime(source) && fs.setTimes(targetFile.handle, source) === 0 &&
    fs.statHandle(handle, openedStat) === 0 && openedStat.hasSameMtime(source);
}

const SECONDS_PER_YEAR = 365 * 86_400;
const TWO_32 = 2 ** 32;

/**
 * Gives a torn copy a time that its source has not, whatever times a file system can keep and a comparison
 * lets pass: 1970-01-01, or a year before the source's where that is older. So `--update` takes it for
 * the older one.
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
