// A set of names as raw bytes, compact enough for a folder of a million entries: the names lie one
// after the other in one buffer, and a hash table of offsets finds them.

import { ENTRY_TYPE, type Listing, type NameKey } from "../../ffi/mod.ts";
import { hashName } from "./name_hash.ts";

const EMPTY = -1;
/** Scratch: one name as part of a listing. */
const ONE = { nameAt: new Uint32Array(1), type: new Uint8Array(1) };

export class NameSet {
  #bytes = new Uint8Array(4096);
  #used = 0;
  #table = new Int32Array(256).fill(EMPTY);
  /** Type of the entry, by table position. */
  #types = new Uint8Array(256);
  #count = 0;

  /** @param key how names are told apart, null for by their bytes (`NativeFileSystem.nameKey`) */
  constructor(private readonly key: NameKey | null = null) {}

  addAll({ bytes, nameAt, type, count }: Listing): void {
    this.#reserve(count);
    if (this.key === null) return this.#add(bytes, nameAt, type, count);
    for (let i = 0; i < count; i++) this.add(bytes, nameAt[i], type[i]);
  }

  /** Adds the NUL-terminated name at `start`. */
  add(bytes: Uint8Array, start: number, type: number): void {
    if (2 * this.#count >= this.#table.length) this.#reserve(1);
    const { key } = this;
    ONE.nameAt[0] = key === null ? start : 0;
    ONE.type[0] = type;
    this.#add(key === null ? bytes : key(bytes.subarray(start)), ONE.nameAt, ONE.type, 1);
  }

  /**
   * Adds names for which there is room in the table. One function for many of them, because V8 compiles each that is called
   * often, and once more where it is called. Byte by byte: a view of each name, for a call that copies it, costs more.
   */
  #add(bytes: Uint8Array, nameAt: Uint32Array, type: Uint8Array, count: number): void {
    const table = this.#table;
    for (let i = 0; i < count; i++) {
      const start = nameAt[i], at = this.#position(bytes, start);
      if (table[at] !== EMPTY) continue;
      let end = start;
      while (bytes[end] !== 0) end++;
      const stored = this.#used, used = stored + end + 1 - start;
      if (used > this.#bytes.length) this.#makeRoom(used);
      const names = this.#bytes;
      for (let from = start, to = stored; from <= end;) names[to++] = bytes[from++];
      this.#used = used;
      this.#count++;
      this.#types[at] = type[i];
      table[at] = stored;
    }
  }

  /** The type recorded with the NUL-terminated name at `start`, or -1 when the set has no such name. */
  typeOf(bytes: Uint8Array, start: number): number {
    const at = this.key === null
      ? this.#position(bytes, start)
      : this.#position(this.key(bytes.subarray(start)), 0);
    return this.#table[at] === EMPTY ? -1 : this.#types[at];
  }

  /**
   * The first of a listing's entries from `index` on that the set does not have as one of the same kind, as far as the kind
   * is known; the listing's count where it has all. A loop of its own, because V8 compiles it while it runs.
   */
  firstOther({ bytes, nameAt, type, count }: Listing, index: number): number {
    const { key } = this;
    const table = this.#table, types = this.#types;
    for (let i = index; i < count; i++) {
      const at = key === null
        ? this.#position(bytes, nameAt[i])
        : this.#position(key(bytes.subarray(nameAt[i])), 0);
      const isThere = table[at] !== EMPTY && types[at] === type[i];
      if (!isThere || type[i] === ENTRY_TYPE.unknown) return i;
    }
    return count;
  }

  get size(): number {
    return this.#count;
  }

  /** Makes room for so many bytes of names. */
  #makeRoom(bytes: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, bytes));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  /** Where the name is, or where it would go. */
  #position(bytes: Uint8Array, start: number): number {
    const table = this.#table, names = this.#bytes;
    const mask = table.length - 1;
    let at = hashName(bytes, start) & mask;
    for (let stored = table[at]; stored !== EMPTY; stored = table[at]) {
      let i = 0;
      while (names[stored + i] === bytes[start + i] && bytes[start + i] !== 0) i++;
      if (names[stored + i] === bytes[start + i]) break;
      at = (at + 1) & mask;
    }
    return at;
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
      let at = hashName(this.#bytes, oldTable[i]) & (size - 1);
      while (this.#table[at] !== EMPTY) at = (at + 1) & (size - 1);
      this.#table[at] = oldTable[i];
      this.#types[at] = oldTypes[i];
    }
  }
}
