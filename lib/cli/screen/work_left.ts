// The work of a run in amounts of a few kinds that cost time, what is done of it and what is left, as far as it can be
// expected: of files and bytes that were not met yet, as many need copying as of those so far.

import type { ProgressEvent } from "../../events.ts";

/** What is known of a run at a moment. */
export type Moment = Pick<
  ProgressEvent,
  | "filesDone"
  | "filesCopied"
  | "filesReplaced"
  | "linksCreated"
  | "specialsCreated"
  | "bytesDone"
  | "bytesCopied"
  | "bytesVerified"
  | "deleted"
  | "sourcesRemoved"
  | "threads"
  | "expectedThreads"
  | "sourceFiles"
  | "sourceBytes"
  | "expectedBytes"
  | "expectedDeletions"
  | "expectedSourceRemovals"
  | "durationMs"
>;

/** What is assumed that a unit of each kind costs, in copies of a small file: the ratios of `lib/estimate/assumed_costs.ts`. */
const ASSUMED = {
  /** A file, whatever becomes of it. */
  looked: 0.15,
  /** A file that is copied, or a link to one. */
  made: 0.85,
  bytes: 1 / (64 * 1024),
  /** Bytes that are read on both sides. */
  bytesCompared: 1 / (64 * 1024),
  /** Entries of the target that are extra. */
  deleted: 0.15,
  /** Entries of the source that have arrived, both looked at once more. */
  sourcesRemoved: 1,
};

/** The kinds of work; what an amount of each is measured in. */
export const KINDS = Object.keys(ASSUMED) as readonly (keyof typeof ASSUMED)[];
const OF_BYTES: readonly string[] = ["bytes", "bytesCompared"];

/** Milliseconds of one thread from which on a file takes longer because calls wait: bytes are many in a call. */
const WAITING_MS = 1;

/** One number for each kind, in the order of KINDS. */
export type Amounts = readonly number[];

/** What is assumed of each kind where a copy of a small file takes a thread so long. */
export function assumedRatios(fileMs: number): Amounts {
  const ofBytes = Math.sqrt(Math.min(1, WAITING_MS / fileMs));
  return KINDS.map((kind) => ASSUMED[kind] * (OF_BYTES.includes(kind) ? ofBytes : 1));
}

/** What is done. */
export function amountsDone(moment: Moment): Amounts {
  const isOneFile = moment.sourceFiles === 1; // it is its bytes
  return [
    isOneFile ? 0 : moment.filesDone,
    isOneFile ? 0 : made(moment),
    moment.bytesCopied,
    moment.bytesVerified,
    moment.deleted,
    moment.sourcesRemoved,
  ];
}

/** What is left; null where that is not known yet. */
export function amountsLeft(moment: Moment): Amounts | null {
  const { filesDone, bytesDone, bytesCopied, bytesVerified, deleted, sourcesRemoved } = moment;
  const { sourceFiles, expectedDeletions, expectedSourceRemovals } = moment;
  // Where no bytes move, their number does not matter.
  const movesNone = filesDone > 0 && bytesCopied + bytesVerified === 0;
  const all = moment.sourceBytes ?? moment.expectedBytes ?? (movesNone ? bytesDone : null);
  if (sourceFiles === null || all === null || sourceFiles === 0) return null;
  if (expectedDeletions === null || expectedSourceRemovals === null) return null;
  const files = sourceFiles === 1 && all > 0 ? 0 : Math.max(0, sourceFiles - filesDone);
  const bytes = Math.max(0, all - bytesDone);
  return [
    files,
    files * shareOf(made(moment), filesDone, 1),
    bytes * shareOf(bytesCopied, bytesDone, 1),
    bytes * shareOf(bytesVerified, bytesDone, 0),
    Math.max(0, expectedDeletions - deleted),
    Math.max(0, expectedSourceRemovals - sourcesRemoved),
  ];
}

function made({ filesCopied, filesReplaced, linksCreated, specialsCreated }: Moment): number {
  return filesCopied + filesReplaced + linksCreated + specialsCreated;
}

/** What share of something was of a kind; `first` before there is any. */
function shareOf(part: number, all: number, first: number): number {
  return all > 0 ? Math.min(1, part / all) : first;
}
