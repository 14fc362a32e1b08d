// Which target entries a source entry was found for: their number, and a sum over their names that tells whether they are the
// entries that were listed. What another program puts into the target after that is found, too, and would stand in the number
// for an extra entry.

import type { CString } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { hashName, mixBits } from "../../plan/name_hash.ts";

/** The sum with one name more, the NUL-terminated one at `start`: the same in whatever order names come. */
export function withName(sum: number, bytes: Uint8Array, start: number): number {
  // Spread: sums over numbered names alone, as FNV-1a hashes them, are often the same.
  return (sum + mixBits(hashName(bytes, start))) | 0;
}

/** Notes that the target has an entry of the source, by that name. */
export function noteMatch({ options }: CopyContext, pair: FolderPair, name: CString): void {
  pair.matched++;
  if (options.delete) pair.matchedSum = withName(pair.matchedSum, name, 0);
}
