// Progress as a pure function from numbers and a width to a line of text. What is not known is not
// shown: no total before all was counted, no share and no time left before these can be told. Narrow screens
// lose the least useful parts first.

import type { ProgressEvent } from "../../events.ts";
import { formatClock } from "../durations.ts";
import { formatBytes, formatCount } from "../sizes.ts";
import type { Outlook } from "./forecaster.ts";

/** What a progress line is made of. */
export interface ProgressState
  extends
    Pick<ProgressEvent, "filesDone" | "bytesDone" | "sourceFiles" | "sourceBytes" | "durationMs">,
    Partial<
      Pick<
        ProgressEvent,
        | "deleted"
        | "sourcesRemoved"
        | "oldRemoved"
        | "expectedDeletions"
        | "expectedSourceRemovals"
        | "expectedOldRemovals"
      >
    >,
    Outlook {
  /** The recent speed of copying, or of verify's reading. */
  readonly bytesPerSecond: number;
  /** True of a dry run, which moves no bytes: none are shown. */
  readonly isDryRun?: boolean;
}

const MIN_BAR = 8;
const MAX_BAR = 30;
/** Estimates above this are not shown. */
const MAX_LEFT_MS = 100 * 3600 * 1000;

/**
 * One line of at most `width` columns, without colours or control characters.
 *
 * @param width columns, 1 or more
 */
export function progressLine(state: ProgressState, width: number): string {
  const parts = partsOf(state);
  const { files, filesDone, bytes, bytesDone, rate, clock, atLast } = parts;
  // All shares are equally wide, so that the rest of the line does not jump.
  const share = parts.share === "" ? "" : parts.share.padStart(4);
  const whileCopying = [
    [share, files, bytes, rate, clock],
    [share, filesDone, bytes, rate, clock],
    [share, filesDone, bytesDone, rate, clock],
    [share, bytesDone, rate, clock],
    [share, bytesDone, clock],
    [share, bytesDone],
    [bytesDone],
  ];
  const whileRemoving = [
    [share, atLast, files, bytes, clock],
    [share, atLast, filesDone, clock],
    [share, atLast, clock],
    [share, atLast],
    [atLast],
  ];
  const layouts = (atLast === "" ? whileCopying : whileRemoving)
    .map((layout) => layout.filter((part) => part !== "").join("  "));
  const text = layouts.find((layout) => layout.length <= width) ?? "";
  return share === "" ? text : withBar(text, parts.fraction!, width);
}

/** The same as a line for a log: no bar, nothing left out. */
export function plainProgress(state: ProgressState): string {
  const { atLast, share, files, bytes, rate, clock } = partsOf(state);
  const parts = atLast === ""
    ? [share, files, bytes, rate, clock]
    : [share, atLast, files, bytes, clock];
  return parts.filter((part) => part !== "").join(", ");
}

function partsOf(state: ProgressState) {
  const { filesDone, bytesDone, sourceFiles, sourceBytes, durationMs, bytesPerSecond } = state;
  const { fraction, leftMs, isDryRun = false } = state;
  const atLast = lastPhase(state);
  // How much is left to remove is not always known.
  const isTold = atLast === "" || (leftMs !== null && leftMs > 0);
  const hasEta = leftMs !== null && leftMs <= MAX_LEFT_MS && isTold;
  return {
    atLast,
    fraction,
    // Rounded down: 100 % means that nothing is left.
    share: fraction === null || !isTold ? "" : `${Math.floor(fraction * 100)}%`,
    files: sourceFiles === null
      ? filesText(filesDone)
      : `${formatCount(filesDone)}/${formatCount(sourceFiles)} files`,
    filesDone: filesText(filesDone),
    bytes: isDryRun
      ? ""
      : `${formatBytes(bytesDone)}${sourceBytes === null ? "" : `/${formatBytes(sourceBytes)}`}`,
    bytesDone: isDryRun ? filesText(filesDone) : formatBytes(bytesDone),
    rate: isDryRun ? "" : `${formatBytes(bytesPerSecond)}/s`,
    clock: hasEta ? `ETA ${formatClock(leftMs / 1000)}` : formatClock(durationMs / 1000),
  };
}

/** What is done when all is copied. */
function lastPhase(state: ProgressState): string {
  const { deleted = 0, expectedDeletions, sourcesRemoved = 0, expectedSourceRemovals } = state;
  const would = state.isDryRun ? " would be" : "";
  if (sourcesRemoved > 0) {
    return `${ofAll(sourcesRemoved, expectedSourceRemovals)}${would} removed from SOURCE`;
  }
  const { oldRemoved = 0, expectedOldRemovals } = state;
  if (oldRemoved > 0) return `${ofAll(oldRemoved, expectedOldRemovals)} of the old tree removed`;
  return deleted > 0 ? `${ofAll(deleted, expectedDeletions)}${would} deleted` : "";
}

function ofAll(done: number, all: number | null = 0): string {
  return (all ?? 0) > done ? `${formatCount(done)}/${formatCount(all!)}` : formatCount(done);
}

function filesText(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "file" : "files"}`;
}

function withBar(text: string, fraction: number, width: number): string {
  const room = width - text.length - 3;
  if (room < MIN_BAR) return text;
  const length = Math.min(room, MAX_BAR);
  const filled = Math.floor(fraction * length);
  const head = filled < length ? ">" : "";
  return `[${("=".repeat(filled) + head).padEnd(length)}] ${text}`;
}

/** How far back the speed looks, in milliseconds. */
const WINDOW_MS = 3000;

/**
 * The recent speed of a run. An average over the whole run takes minutes to notice that large files
 * follow small ones, and a single interval jumps too much to read.
 */
export class RateMeter {
  #samples: { atMs: number; bytes: number }[] = [];

  /**
   * Adds a sample and gives the speed over the window.
   *
   * @param atMs milliseconds since the start, never falling
   * @param bytes done so far
   * @returns bytes a second; 0 until there is anything to compare with
   */
  add(atMs: number, bytes: number): number {
    this.#samples.push({ atMs, bytes });
    while (this.#samples.length > 2 && this.#samples[1].atMs <= atMs - WINDOW_MS) {
      this.#samples.shift();
    }
    const first = this.#samples[0];
    // The very first sample stands for all that happened since the start.
    if (this.#samples.length === 1) return atMs > 0 ? bytes / atMs * 1000 : 0;
    return atMs > first.atMs ? Math.max(0, (bytes - first.bytes) / (atMs - first.atMs) * 1000) : 0;
  }
}
