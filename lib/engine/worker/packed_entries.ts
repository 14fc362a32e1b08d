// Entries as jobs carry them: names and types in one piece of memory, for a job travels through shared memory.

import { type CString, ENTRY_TYPE, type Listing } from "../../../ffi/mod.ts";

/** Entries as they lie in a job: of each its type as a byte, then its name with the NUL. */
export interface PackedEntries {
  readonly bytes: Uint8Array;
  readonly count: number;
}

/** Grows to the largest slice and is used for all of them: a new one each would be garbage by the megabyte. */
let packing = new Uint8Array(0);

/** Packs entries `from` to `to` of a listing; the result is good until the next call. */
export function packEntries(listing: Listing, from: number, to: number): PackedEntries {
  if (packing.length < listing.capacity) packing = new Uint8Array(listing.capacity);
  const length = packEach(listing, from, to, packing);
  return { bytes: packing.subarray(0, length), count: to - from };
}

/** A function of its own: V8 optimizes the loop while it runs, and would discard that for code that follows it. */
function packEach(listing: Listing, from: number, to: number, packed: Uint8Array): number {
  let at = 0;
  for (let i = from; i < to; i++) {
    packed[at++] = listing.type[i];
    let name = listing.nameAt[i];
    while (listing.bytes[name] !== 0) packed[at++] = listing.bytes[name++];
    packed[at++] = 0;
  }
  return at;
}

/** Visits packed entries; names without their NUL. */
export function eachPacked(
  { bytes, count }: PackedEntries,
  visit: (name: Uint8Array, type: number) => void,
): void {
  for (let i = 0, at = 0; i < count; i++) {
    const end = bytes.indexOf(0, at + 1);
    visit(bytes.subarray(at + 1, end), bytes[at]);
    at = end + 1;
  }
}

/** Packed entries by their index, which may only grow. */
export class PackedInOrder {
  readonly #bytes: Uint8Array;
  readonly count: number;
  #index = 0;
  /** Offset of the entry `#index`. */
  #at = 0;

  constructor({ bytes, count }: PackedEntries) {
    this.#bytes = bytes;
    this.count = count;
  }

  name(index: number): CString {
    return this.#bytes.subarray(this.#offsetOf(index) + 1) as CString;
  }

  typeOf(index: number): number {
    return this.#bytes[this.#offsetOf(index)];
  }

  #offsetOf(index: number): number {
    for (; this.#index < index; this.#index++) {
      this.#at = this.#bytes.indexOf(0, this.#at + 1) + 1;
    }
    return this.#at;
  }
}

/** Adds packed entries, no more than a listing holds, to an empty one. */
export function unpackEntries(entries: PackedEntries, listing: Listing): void {
  eachPacked(entries, (name, type) => listing.append(name, name.length, type));
}

/** Packs entries of unknown type; names without their NUL. */
export function packNames(names: readonly Uint8Array[]): PackedEntries {
  const packed = new Uint8Array(names.reduce((sum, name) => sum + name.length + 2, 0));
  let at = 0;
  for (const name of names) {
    packed[at] = ENTRY_TYPE.unknown;
    packed.set(name, at + 1);
    at += name.length + 2;
  }
  return { bytes: packed, count: names.length };
}
