// The totals of a run that has gone over its trees more than once.

import type { Totals } from "../../events.ts";

/** What removing from the source adds. */
export type RemovalTotals = Pick<Totals, "sourcesRemoved" | "filesVerified" | "bytesVerified">;

/** What building a new tree adds to what a comparison of the old one has found. */
export type BuildTotals = Pick<
  Totals,
  "bytesCopied" | "bytesShared" | "methods" | "filesFailed" | "filesVerified" | "bytesVerified"
>;

/** The totals of a copy, and of the removal after it. */
export function withRemoval(done: Totals, removal: RemovalTotals): Totals {
  return {
    ...done,
    sourcesRemoved: removal.sourcesRemoved,
    filesVerified: done.filesVerified + removal.filesVerified,
    bytesVerified: done.bytesVerified + removal.bytesVerified,
  };
}

/** What a comparison has found, done by building a new tree. */
export function withBuild(found: Totals, build: BuildTotals): Totals {
  const { bytesCopied, bytesShared, methods, filesFailed, filesVerified, bytesVerified } = build;
  return {
    ...found,
    bytesCopied,
    bytesShared,
    methods,
    filesFailed,
    filesVerified,
    bytesVerified,
  };
}

/** What a comparison has found, none of which was done; `filesFailed` in the attempt. */
export function withoutOperations(found: Totals, filesFailed: number): Totals {
  return {
    ...found,
    filesFailed: found.filesFailed + filesFailed,
    filesCopied: 0,
    filesReplaced: 0,
    foldersCreated: 0,
    linksCreated: 0,
    specialsCreated: 0,
    metadataUpdated: 0,
    deleted: 0,
    bytesFound: 0,
    filesFound: 0,
  };
}
