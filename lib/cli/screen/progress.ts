// Progress as a pure function from numbers and a width to a line of text. What is not known is not
// shown: no share and no time left before the whole source has been listed. Narrow screens lose the
// least useful parts first.

import type { Totals } from "../../events.ts";
import { formatClock } from "../durations.ts";
import { formatBytes, formatCount } from "../sizes.ts";

/** What a progress line is made of. */
export interface ProgressState {
  readonly totals: Totals;
  readonly durationMs: number;
  /** True once `totals` knows everything that is to be copied. */
  readonly listingDone: boolean;
  /** The recent speed. */
  readonly bytesPerSecond: number;
}

const MIN_BAR = 8;
const MAX_BAR = 30;
/** A longer wait than this is no estimate any more. */
const MAX_ETA_SECONDS = 100 * 3600;

/**
 * One line of at most `width` columns, without colours or control characters.
 *
 * @param width columns, 1 or more
 */
export function progressLine(state: ProgressState, width: number): string {
  const parts = partsOf(state);
  const { files, filesDone, bytes, bytesDone, rate, clock } = parts;
  // All shares are equally wide, so that the rest of the line does not jump.
  const share = parts.share === "" ? "" : parts.share.padStart(4);
  const layouts = [
    [share, files, bytes, rate, clock],
    [share, filesDone, bytes, rate, clock],
    [share, filesDone, bytesDone, rate, clock],
    [share, bytesDone, rate, clock],
    [share, bytesDone, clock],
    [share, bytesDone],
    [bytesDone],
  ].map((layout) => layout.filter((part) => part !== "").join("  "));
  const text = layouts.find((layout) => layout.length <= width) ?? "";
  return parts.fraction === null ? text : withBar(text, parts.fraction, width);
}

/** The same as a line for a log: no bar, nothing left out. */
export function plainProgress(state: ProgressState): string {
  const { share, files, bytes, rate, clock } = partsOf(state);
  return [share, files, bytes, rate, clock].filter((part) => part !== "").join(", ");
}

/** Bytes that need no more work, whether they were copied or shared. */
export function bytesDoneOf(totals: Totals): number {
  return totals.bytesCopied + totals.bytesShared;
}

function partsOf({ totals, durationMs, listingDone, bytesPerSecond }: ProgressState) {
  const done = totals.filesCopied + totals.filesReplaced;
  const bytes = bytesDoneOf(totals);
  const fraction = listingDone ? fractionOf(totals) : null;
  const more = listingDone ? "" : "+";
  const eta = listingDone ? etaSeconds(totals, bytesPerSecond) : null;
  return {
    fraction,
    // Rounded down: 100 % means that nothing is left.
    share: fraction === null ? "" : `${Math.floor(fraction * 100)}%`,
    files: `${formatCount(done)}/${formatCount(totals.filesFound)}${more} files`,
    filesDone: `${formatCount(done)} files`,
    bytes: `${formatBytes(bytes)}/${formatBytes(totals.bytesFound)}${more}`,
    bytesDone: formatBytes(bytes),
    rate: `${formatBytes(bytesPerSecond)}/s`,
    clock: eta === null ? formatClock(durationMs / 1000) : `ETA ${formatClock(eta)}`,
  };
}

/** By bytes where there are any, else by files; a file that grew meanwhile does not go past 1. */
function fractionOf(totals: Totals): number | null {
  const files = totals.filesCopied + totals.filesReplaced;
  const [done, all] = totals.bytesFound > 0
    ? [bytesDoneOf(totals), totals.bytesFound]
    : [files, totals.filesFound];
  return all > 0 ? Math.min(1, done / all) : null;
}

function etaSeconds(totals: Totals, bytesPerSecond: number): number | null {
  if (bytesPerSecond <= 0 || totals.bytesFound === 0) return null;
  const seconds = Math.max(0, totals.bytesFound - bytesDoneOf(totals)) / bytesPerSecond;
  return seconds <= MAX_ETA_SECONDS ? seconds : null;
}

function withBar(text: string, fraction: number, width: number): string {
  const room = width - text.length - 3;
  if (room < MIN_BAR) return text;
  const length = Math.min(room, MAX_BAR);
  const filled = Math.floor(fraction * length);
  const head = filled < length ? ">" : "";
  return `[${("=".repeat(filled) + head).padEnd(length)}] ${text}`;
}
