// Which method a file's bytes are expected to move by, before anything is written. What only trying tells is said.

import type { StorageTraits } from "../../../ffi/mod.ts";
import type { MethodName } from "../../events.ts";
import type { Ladders } from "./ladders.ts";

/** Where a file is to be copied from and to. */
export interface Way {
  /** Bytes. */
  readonly size: number;
  readonly sourceDev: number;
  readonly targetDev: number;
  /** Bytes that the source takes on disk: without any there is nothing but a hole. */
  readonly allocated: number;
  /** Of the file system of the source. */
  readonly traits: StorageTraits;
  /** Whether files of the target can share blocks; null if that is not known. */
  readonly targetShares: boolean | null;
}

/** What is expected of a file. */
export interface ExpectedMethod {
  /** Null where there is nothing to move. */
  readonly method: MethodName | null;
  /** What is tried after it, where only trying tells whether it works. */
  readonly otherwise: MethodName | null;
}

const NOTHING: ExpectedMethod = { method: null, otherwise: null };

/** The first method of the file's ladder that works, as far as that is known of the two file systems. */
export function expectedMethod(ladders: Ladders, way: Way): ExpectedMethod {
  const { size, allocated, sourceDev, targetDev, traits, targetShares } = way;
  if (size === 0) return NOTHING;
  const isSame = sourceDev === targetDev;
  const ladder = ladders.for(size, isSame ? traits.smallFiles : "read_write");
  const clone: MethodName | null = ladder.clonesToName ? "clonefile" : ladder.clone;
  const copying = copyingMethod();
  // Two subvolumes of one btrfs have numbers of their own, and share blocks.
  const mayShare = isSame
    ? traits.sharesBlocks !== false
    : traits.sharesBlocks === true && targetShares === true;
  if (clone === null || (!mayShare && copying !== null)) {
    return { method: copying, otherwise: null };
  }
  const isKnown = isSame && traits.sharesBlocks === true;
  return { method: clone, otherwise: isKnown ? null : copying };

  function copyingMethod(): MethodName | null {
    if (ladder.goesByName) return "CopyFileExW";
    if (allocated === 0 && ladder.readsAndWrites) return "read_write";
    if (ladder.copiesContents) return "fcopyfile";
    // The kernel copies ranges within one file system (copy_file_range(2), EXDEV).
    const fits = ({ method }: { method: MethodName }) => method !== "copy_file_range" || isSame;
    return ladder.rungs.find(fits)?.method ?? null;
  }
}
