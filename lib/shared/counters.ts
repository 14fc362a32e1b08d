// A run's counters. Each worker writes a row of its own, so that counting needs no atomic operation,
// and the main thread adds the rows up whenever it draws the screen.

import type { MethodName, Totals } from "../events.ts";

/** Column of each counter in a row. */
export const COUNTER = {
  entriesSeen: 0,
  filesCopied: 1,
  filesReplaced: 2,
  filesUnchanged: 3,
  filesFailed: 4,
  foldersCreated: 5,
  linksCreated: 6,
  metadataUpdated: 7,
  deleted: 8,
  bytesFound: 9,
  filesFound: 10,
  bytesCopied: 11,
  bytesShared: 12,
  reflink: 13,
  copy_file_range: 14,
  sendfile: 15,
  read_write: 16,
  errors: 17,
  ownersNotKept: 18,
  privilegedXattrsNotKept: 19,
  specialBitsNotKept: 20,
  socketsSkipped: 21,
  leftoversSwept: 22,
  leftoversInSource: 23,
  extraEntries: 24,
  targetEntries: 25,
  /** Bytes of files that needed no copying: unchanged, linked, skipped. */
  bytesNotCopied: 26,
  filesWithoutCopy: 27,
  filesVerified: 28,
  bytesVerified: 29,
  differences: 30,
  /** Modification times that the target's file system does not have: too long ago, or too far ahead. */
  timesOutOfRange: 46,
  block_clone: 31,
  CopyFileExW: 32,
  clonefile: 33,
  fcopyfile: 34,
  /** Bytes that `--resume` found to be right already. */
  bytesResumed: 35,
  partialsKept: 36,
  /** Entries with attributes of a kind that the target's file system does not have. */
  xattrsUnsupported: 37,
  /** Entries with attributes that the target's system refused. */
  xattrsRefused: 38,
  /** Entries with attributes that belong to the source's file system and say who may do what. */
  xattrsLeft: 39,
  /** Entries whose owner or group has no number in this user namespace. */
  ownersUnmapped: 40,
  /** FIFOs and devices. */
  specialsCreated: 41,
  /** Entries with flags that the target's file system does not have, or that this user may not set. */
  flagsUnsupported: 42,
  flagsOutOfReach: 43,
  /** Names of files with several that are copies in the target and no links, and how many files these are. */
  namesCopied: 44,
  filesWithCopies: 45,
  renamed: 47,
  sourcesRemoved: 48,
  /** Entries whose names the target's file system does not take, or which are too large for it. */
  namesRefused: 49,
  namesTooLong: 50,
  filesTooLarge: 51,
  /** Target folders as they were typed whose metadata this user may not set. */
  rootsNotKept: 52,
  /** Entries that were listed and belong to other shards. */
  entriesForeign: 53,
  /** Bytes of the file that a thread compares or hashes at the moment. */
  bytesUnderWay: 54,
  /** Entries with an ACL that names ids without a number in this user namespace. */
  aclsUnmapped: 55,
} as const;

/** A row is a whole number of cache lines, so that workers do not slow each other down. */
export const COUNTER_COLUMNS = 64;
const BYTES_PER_ROW = COUNTER_COLUMNS * Float64Array.BYTES_PER_ELEMENT;

export type CounterName = keyof typeof COUNTER;

/** The methods in the order of a summary. */
const METHODS = Object.keys(
  {
    reflink: true,
    block_clone: true,
    clonefile: true,
    copy_file_range: true,
    sendfile: true,
    CopyFileExW: true,
    fcopyfile: true,
    read_write: true,
  } satisfies Record<MethodName, true>,
) as readonly MethodName[];

/** Memory for the rows of `workers` workers. */
export function createCounters(workers: number): SharedArrayBuffer {
  return new SharedArrayBuffer(workers * BYTES_PER_ROW);
}

/** The row that worker `index` writes. */
export function counterRow(memory: SharedArrayBuffer, index: number): Float64Array {
  return new Float64Array(memory, index * BYTES_PER_ROW, COUNTER_COLUMNS);
}

/** Sum of one column over all rows. */
export function counted(memory: SharedArrayBuffer, name: CounterName): number {
  const cells = new Float64Array(memory);
  let sum = 0;
  for (let at = COUNTER[name]; at < cells.length; at += COUNTER_COLUMNS) sum += cells[at];
  return sum;
}

/** The totals as users see them. */
export function totals(memory: SharedArrayBuffer): Totals {
  const methods: Partial<Record<MethodName, number>> = {};
  for (const method of METHODS) {
    const files = counted(memory, method);
    if (files > 0) methods[method] = files;
  }
  return {
    entriesSeen: counted(memory, "entriesSeen"),
    filesCopied: counted(memory, "filesCopied"),
    filesReplaced: counted(memory, "filesReplaced"),
    filesUnchanged: counted(memory, "filesUnchanged"),
    filesFailed: counted(memory, "filesFailed"),
    foldersCreated: counted(memory, "foldersCreated"),
    linksCreated: counted(memory, "linksCreated"),
    specialsCreated: counted(memory, "specialsCreated"),
    metadataUpdated: counted(memory, "metadataUpdated"),
    deleted: counted(memory, "deleted"),
    renamed: counted(memory, "renamed"),
    sourcesRemoved: counted(memory, "sourcesRemoved"),
    bytesFound: counted(memory, "bytesFound"),
    filesFound: counted(memory, "filesFound"),
    bytesCopied: counted(memory, "bytesCopied"),
    bytesShared: counted(memory, "bytesShared"),
    filesVerified: counted(memory, "filesVerified"),
    bytesVerified: counted(memory, "bytesVerified"),
    differences: counted(memory, "differences"),
    methods,
  };
}
