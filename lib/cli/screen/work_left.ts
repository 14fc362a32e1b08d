// The work of a run in amounts of a few kinds that cost time, what is done of it and what is left, as far as it can be
// expected: of files and bytes that were not met yet, as many need copying as of those so far.

import type { ProgressEvent } from "../../events.ts";

/** What is known of a run at a moment. */
export type Moment = Pick<
  ProgressEvent,
  | "entriesSeen"
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
  | "countingMs"
  | "sourceEntries"
  | "sourceFiles"
  | "expectedFiles"
  | "expectedLinks"
  | "sourceBytes"
  | "expectedBytes"
  | "expectedDeletions"
  | "expectedSourceRemovals"
  | "filesToBuild"
  | "filesUnchanged"
  | "filesFailed"
  | "oldRemoved"
  | "expectedOldRemovals"
  | "durationMs"
>;

/**
 * What is assumed that a unit of each kind costs, in copies of a small file: where the processors are busy, by the ratios of
 * `lib/estimate/assumed_costs.ts`, and where calls wait, by their number (13 for such a copy, of a file system in user space,
 * and two for 128 KiB).
 */
const ASSUMED = {
  /** A file, whatever becomes of it. */
  looked: { busy: 0.15, waiting: 4 / 13 },
  /** A file that is copied. */
  copied: { busy: 0.85, waiting: 9 / 13 },
  /** A further name of one. */
  linked: { busy: 0.1, waiting: 2 / 13 },
  bytes: { busy: 1 / (64 * 1024), waiting: 2 / 13 / (128 * 1024) },
  /** Bytes that are read on both sides. */
  bytesCompared: { busy: 1 / (64 * 1024), waiting: 2 / 13 / (128 * 1024) },
  /** Entries of the target that are extra. */
  deleted: { busy: 0.15, waiting: 3 / 13 },
  /** Entries of the source that have arrived, both looked at once more. */
  sourcesRemoved: { busy: 1, waiting: 11 / 13 },
  /** A file that is compared with its counterpart before a new tree is built; by recorded runs. */
  compared: { busy: 0.225, waiting: 3 / 13 },
  /** Folders, symlinks and devices, whatever becomes of them. */
  others: { busy: 0.5, waiting: 8 / 13 },
};

/** The kinds of work; what an amount of each is measured in. */
export const KINDS = Object.keys(ASSUMED) as readonly (keyof typeof ASSUMED)[];

/** What a link to an unchanged file of the old tree costs, in further names of a file: that one is looked at, too. */
const UNCHANGED_LINKS = 2;
/** How many times as many entries as files a tree has of which most are none. */
const OTHERS_MOST = 2;
/** As how many files counts what a comparison has found of all: a file system may have no links. */
const FORESEEN = 30;
/** Milliseconds of one thread from which on a file takes longer because calls wait: bytes are many in a call. */
const WAITING_MS = 1;

/** One number for each kind, in the order of KINDS. */
export type Amounts = readonly number[];

/** What is assumed of each kind where a copy of a small file takes a thread so long. */
export function assumedRatios(fileMs: number): Amounts {
  const busy = Math.sqrt(Math.min(1, WAITING_MS / fileMs));
  return KINDS.map((kind) => busy * ASSUMED[kind].busy + (1 - busy) * ASSUMED[kind].waiting);
}

/** What is done. */
export function amountsDone(moment: Moment): Amounts {
  // What a comparison finds to be copied it does not copy.
  if (comesBeforeBuild(moment)) {
    return [0, 0, 0, 0, moment.bytesVerified, 0, 0, moment.filesDone, othersDone(moment)];
  }
  const isOneFile = moment.sourceFiles === 1; // it is its bytes
  return [
    isOneFile ? 0 : moment.filesDone,
    isOneFile ? 0 : copied(moment),
    isOneFile ? 0 : linked(moment),
    moment.bytesCopied,
    moment.bytesVerified,
    moment.deleted + moment.oldRemoved,
    moment.sourcesRemoved,
    0,
    isOneFile ? 0 : othersDone(moment),
  ];
}

/** Whether both trees are compared, before a new one is built. */
export function comesBeforeBuild({ filesToBuild }: Moment): boolean {
  return filesToBuild !== 0;
}

/** What is left after a comparison, to build a new tree and to remove the old one; null where that is not known yet. */
export function amountsToBuild(moment: Moment): Amounts | null {
  const { filesToBuild, filesDone, filesUnchanged, bytesDone, expectedOldRemovals } = moment;
  const bytes = moment.sourceBytes ?? moment.expectedBytes;
  if (filesToBuild === null || bytes === null) return null;
  const share = shareOf(made(moment), filesDone, 1);
  return [
    filesToBuild,
    filesToBuild * share,
    UNCHANGED_LINKS * filesToBuild * shareOf(filesUnchanged, filesDone, 0),
    // Of those that are to be copied none are done.
    Math.max(0, bytes - bytesDone / Math.max(1, filesDone) * filesToBuild),
    0,
    expectedOldRemovals,
    0,
    0,
    othersDone(moment) + othersLeft(moment, filesToBuild),
  ];
}

/**
 * What is left; null where that is not known yet.
 *
 * @param unchanged the share of the files that a comparison before has found to need no copy; 0 where there was none
 */
export function amountsLeft(moment: Moment, unchanged: number): Amounts | null {
  const { filesDone, bytesDone, bytesCopied, bytesVerified, deleted, sourcesRemoved } = moment;
  const { expectedDeletions, expectedSourceRemovals } = moment;
  const allFiles = moment.sourceFiles ?? moment.expectedFiles;
  // Where no bytes move, their number does not matter.
  const movesNone = filesDone > 0 && bytesCopied + bytesVerified === 0;
  const all = moment.sourceBytes ?? moment.expectedBytes ?? (movesNone ? bytesDone : null);
  if (allFiles === null || all === null || (allFiles === 0 && !moment.sourceEntries)) return null;
  if (expectedDeletions === null || expectedSourceRemovals === null) return null;
  const others = othersLeft(moment, allFiles);
  if (comesBeforeBuild(moment)) {
    return [0, 0, 0, 0, 0, 0, 0, Math.max(0, allFiles - filesDone), others];
  }
  const files = allFiles === 1 && all > 0 ? 0 : Math.max(0, allFiles - filesDone);
  const bytes = Math.max(0, all - bytesDone);
  const madeLeft = files * shareOf(made(moment), filesDone, 1);
  const links = unchanged > 0
    ? madeLeft * (linked(moment) + FORESEEN * unchanged) / (made(moment) + FORESEEN)
    : linksLeft(moment, allFiles, madeLeft);
  const oldLeft = Math.max(0, moment.expectedOldRemovals - moment.oldRemoved);
  const left = [
    files,
    madeLeft - links,
    links,
    bytes * shareOf(bytesCopied, bytesDone, 1 - unchanged),
    bytes * shareOf(bytesVerified, bytesDone, 0),
    Math.max(0, expectedDeletions - deleted) + oldLeft,
    Math.max(0, expectedSourceRemovals - sourcesRemoved),
    0,
    allFiles === 1 ? 0 : others,
  ];
  // Folders and symlinks may not count, but the run is not over before each was looked at.
  const hasSeenAll = moment.entriesSeen >= (moment.sourceEntries ?? 0);
  const hasMore = othersAreMost(moment) || left.slice(0, -1).some((amount) => amount > 0);
  return hasSeenAll || hasMore ? left : null;
}

/** Whether the tree consists of folders and symlinks rather than of files. */
export function othersAreMost(moment: Moment): boolean {
  const { sourceEntries, entriesSeen, filesDone } = moment;
  const files = moment.sourceFiles ?? filesDone;
  return (sourceEntries ?? entriesSeen) > OTHERS_MOST * files;
}

/** Entries that are no files, of those that were looked at; some of these are files that are not done yet. */
function othersDone({ entriesSeen, filesDone }: Moment): number {
  return Math.max(0, entriesSeen - filesDone);
}

/** As many as there are, or before that is known, as come with the files on average. */
function othersLeft(moment: Moment, allFiles: number): number {
  const { sourceEntries, filesDone } = moment;
  const done = othersDone(moment);
  if (sourceEntries !== null) return Math.max(0, sourceEntries - allFiles - done);
  return Math.max(0, allFiles - filesDone) * (filesDone > 0 ? done / filesDone : 0);
}

/** Of so many that are still to be made, those that are further names of a file: of all there are as many as in the source. */
function linksLeft(moment: Moment, allFiles: number, madeLeft: number): number {
  const { filesDone, expectedLinks } = moment;
  if (expectedLinks === null) return madeLeft * shareOf(linked(moment), made(moment), 0);
  const all = (made(moment) + madeLeft) * shareOf(expectedLinks, Math.max(allFiles, filesDone), 0);
  return Math.min(madeLeft, Math.max(0, all - linked(moment)));
}

function copied({ filesCopied, filesReplaced, specialsCreated }: Moment): number {
  return filesCopied + filesReplaced + specialsCreated;
}

function made(moment: Moment): number {
  return copied(moment) + linked(moment);
}

/** Further names of files; symlinks are made, too, and no files. */
function linked(moment: Moment): number {
  const { linksCreated, filesDone, filesCopied, filesReplaced, filesUnchanged, filesFailed } =
    moment;
  const others = filesCopied + filesReplaced + filesUnchanged + filesFailed;
  return Math.min(linksCreated, Math.max(0, filesDone - others));
}

/** What share of something was of a kind; `first` before there is any. */
function shareOf(part: number, all: number, first: number): number {
  return all > 0 ? Math.min(1, part / all) : first;
}
