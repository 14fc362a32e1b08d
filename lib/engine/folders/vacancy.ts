// Whether none of the files that a shard is to copy into a folder stands there. Most folders are made by another shard, so that
// each shard but one finds them made; the listing that is read anyway then spares two calls for each of its files. Names are
// told apart by a hash: V8 compiles that sooner than a set of names (bench/NOTES.md), and two names with the same one only mean
// that the files are looked at.

import { ENTRY_TYPE, type Listing } from "../../../ffi/mod.ts";
import { hashName } from "../../plan/name_hash.ts";

const EMPTY = 0;

export class Vacancy {
  /** False once the target has one of the names. */
  isVacant = true;
  /** Hashes of the names, in a table that is at most half full; null until the target has an entry. */
  #hashes: Uint32Array | null = null;

  /**
   * @param source the listing of the source folder
   * @param own how many of its first entries the shard has
   */
  constructor(private readonly source: Listing, private readonly own: number) {}

  /** Takes note of entries that the target has. */
  note(target: Listing): void {
    if (!this.isVacant || target.count === 0) return;
    const hashes = this.#hashes ??= hashesOf(this.source, this.own);
    this.isVacant = !hasAny(hashes, target);
  }
}

/** Of what is no folder: folders are made by all shards, and each is looked at. */
function hashesOf({ bytes, nameAt, type }: Listing, own: number): Uint32Array {
  const hashes = new Uint32Array(2 ** Math.ceil(Math.log2(2 * own + 2)));
  for (let i = 0; i < own; i++) {
    if (type[i] === ENTRY_TYPE.folder) continue;
    const hash = hashAt(bytes, nameAt[i]);
    hashes[placeOf(hashes, hash)] = hash;
  }
  return hashes;
}

function hasAny(hashes: Uint32Array, { bytes, nameAt, count }: Listing): boolean {
  for (let i = 0; i < count; i++) {
    if (hashes[placeOf(hashes, hashAt(bytes, nameAt[i]))] !== EMPTY) return true;
  }
  return false;
}

/** Where a hash is in the table, or where it would go. */
function placeOf(hashes: Uint32Array, hash: number): number {
  const mask = hashes.length - 1;
  let at = hash >>> 1 & mask;
  while (hashes[at] !== EMPTY && hashes[at] !== hash) at = (at + 1) & mask;
  return at;
}

/** Of the NUL-terminated name at `start`; odd, so that it is never EMPTY. */
function hashAt(bytes: Uint8Array, start: number): number {
  return (hashName(bytes, start) | 1) >>> 0;
}
