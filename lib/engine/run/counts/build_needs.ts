// What there is to do where a new tree is built (`--swap`): the comparison before has met all of it.

import { counted, totals } from "../../../shared/counters.ts";
import type { SharedMemory } from "../../../shared/mod.ts";
import type { Totals } from "./expected.ts";

/** What a comparison has found. */
export interface BuildNeeds {
  readonly entries: number;
  readonly files: number;
  readonly bytes: number;
  /** Entries of the old tree that are removed in the end; 0 where it is kept. */
  readonly oldEntries: number;
}

/** @param compared the memory of the threads that have compared the trees */
export function needsOf({ counters }: SharedMemory, removesOld: boolean): BuildNeeds {
  const { entriesSeen, filesCopied, filesReplaced, bytesFound } = totals(counters);
  return {
    entries: entriesSeen,
    files: filesCopied + filesReplaced + counted(counters, "filesWithoutCopy"),
    bytes: bytesFound + counted(counters, "bytesNotCopied"),
    oldEntries: removesOld ? counted(counters, "targetEntries") : 0,
  };
}

/** The same as an event tells it. @param oldRemoved how many were removed so far, of more that are to be: the tree itself is the last one */
export function totalsOfBuild(needs: BuildNeeds, oldRemoved: number): Totals {
  return {
    sourceFiles: needs.files,
    sourceBytes: needs.bytes,
    sourceEntries: needs.entries,
    expectedFiles: needs.files,
    expectedBytes: needs.bytes,
    expectedLinks: null,
    expectedDeletions: 0,
    expectedSourceRemovals: 0,
    filesToBuild: 0,
    expectedOldRemovals: needs.oldEntries === 0 ? 0 : Math.max(oldRemoved, needs.oldEntries) + 1,
  };
}
