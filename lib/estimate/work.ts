// What there is to do in a run, in the numbers that its time depends on.

import type { Totals } from "../events.ts";

export interface Work {
  /** Entries of the source that are looked at, whatever becomes of them. */
  readonly entries: number;
  /** Entries made or replaced that are no folders: files, and links and the like. */
  readonly files: number;
  /** Bytes copied; what a clone shares is not among them. */
  readonly bytes: number;
  /** Bytes of the files that are read on both sides and compared. */
  readonly bytesCompared: number;
  readonly foldersCreated: number;
  readonly metadataUpdated: number;
  /** Entries removed, from the target or, by a move, from the source. */
  readonly removed: number;
}

export const WORK_FIELDS = [
  "entries",
  "files",
  "bytes",
  "bytesCompared",
  "foldersCreated",
  "metadataUpdated",
  "removed",
] as const satisfies readonly (keyof Work)[];

/** What a finished run has done. */
export function workOf(done: Totals): Work {
  const { filesCopied, filesReplaced, linksCreated, specialsCreated } = done;
  return {
    entries: done.entriesSeen,
    files: filesCopied + filesReplaced + linksCreated + specialsCreated,
    bytes: done.bytesCopied,
    bytesCompared: done.bytesVerified,
    foldersCreated: done.foldersCreated,
    metadataUpdated: done.metadataUpdated,
    removed: done.deleted + done.sourcesRemoved,
  };
}
