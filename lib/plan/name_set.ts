// A set of names as raw bytes, compact enough for a folder of a million entries: the names lie one
// after the other in one buffer, and a hash table of offsets finds them.

import type { Listing, NameKey } from "../../ffi/mod.ts";
import { hashName } from "./name_hash.ts";

const EMPTY = -1;

export class NameSet {
  #bytes = new Uint8Array(4096);
  #used = 0;
  #table = new Int32Array(256).fill(EMPTY);
  /** Type of the entry, by table position. */
  #types = new Uint8Array(256);
  #count = 0;

  /** @param key how names are told apart, null for by their bytes (`NativeFileSystem.nameKey`) */
  constructor(private readonly key: NameKey | null = null) {}

  addAll(listing: Listing): void {
    this.#reserve(listing.count);
    for (let i = 0; i < listing.count; i++) {
      this.add(listing.bytes, listing.nameAt[i], listing.type[i]);
    }
  }

  /** Adds the NUL-terminated name at `start`. */
  add(bytes: Uint8Array, start: number, type: number): void {
    if (this.key === null) return this.#add(bytes, start, type);
    this.#add(this.key(bytes.subarray(start)), 0, type);
  }

  #add(bytes: Uint8Array, start: number, type: number): void {
    this.#reserve(1);
    const at = this.#position(bytes, start);
    if (this.#table[at] !== EMPTY) return;
    this.#table[at] = this.#store(bytes, start);
    this.#types[at] = type;
    this.#count++;
  }

  /** The type recorded with the NUL-terminated name at `start`, or -1 when the set has no such name. */
  typeOf(bytes: Uint8Array, start: number): number {
    const at = this.key === null
      ? this.#position(bytes, start)
      : this.#position(this.key(bytes.subarray(start)), 0);
    return this.#table[at] === EMPTY ? -1 : this.#types[at];
  }

  get size(): number {
    return this.#count;
  }

  /** Byte by byte: a view of each name, for a call that copies it, costs more. */
  #store(bytes: Uint8Array, start: number): number {
    let end = start;
    while (bytes[end] !== 0) end++;
    const length = end + 1 - start, at = this.#used;
    if (at + length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, at + length));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    for (let i = 0; i < length; i++) this.#bytes[at + i] = bytes[start + i];
    this.#used += length;
    return at;
  }

  /** Where the name is, or where it would go. */
  #position(bytes: Uint8Array, start: number): number {
    const mask = this.#table.length - 1;
    let at = hashName(bytes, start) & mask;
    while (this.#table[at] !== EMPTY && !this.#isAt(this.#table[at], bytes, start)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  #isAt(stored: number, bytes: Uint8Array, start: number): boolean {
    for (let i = 0;; i++) {
      if (this.#bytes[stored + i] !== bytes[start + i]) return false;
      if (bytes[start + i] === 0) return true;
    }
  }

  /** Makes room for so many names more: at most half of the table is ever used. */
  #reserve(more: number): void {
    const oldTable = this.#table, oldTypes = this.#types;
    let size = oldTable.length;
    while (size < (this.#count + more) * 2) size *= 2;
    if (size === oldTable.length) return;
    this.#table = new Int32Array(size).fill(EMPTY);
    this.#types = new Uint8Array(size);
    for (let i = 0; i < oldTable.length; i++) {
      if (oldTable[i] === EMPTY) continue;
      const at = this.#position(this.#bytes, oldTable[i]);
      this.#table[at] = oldTable[i];
      this.#types[at] = oldTypes[i];
    }
  }
}
