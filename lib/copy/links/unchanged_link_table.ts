// Names of unchanged files where listings have no link counts (Windows). Opening each file to ask would cost more
// than the rest of a run without changes. So the inode numbers of each such file and of its counterpart are noted: two
// names of one source file whose counterparts are one file as well are consistent, and only others need a call. One
// table for all threads in shared memory: open addressing, bounded; files without room in it are asked.

import { type FileStat, WORD } from "../../../ffi/mod.ts";
import { CONTROL } from "../../shared/control.ts";
import { lock, unlock } from "../../shared/lock.ts";
import type { SharedMemory } from "../../shared/mod.ts";
import { hashOfInode, hashOfKept, isNumberKept, keepNumber, NUMBER_WORDS } from "./inode_words.ts";

/** Words of an entry. */
const INO = 0;
const DEV = INO + NUMBER_WORDS;
const TARGET_INO = DEV + 1;
/** 1 + number of names noted; 0 = free slot. */
const NAMES = TARGET_INO + NUMBER_WORDS;
const ENTRY_WORDS = NAMES + 1;
const ENTRY_BYTES = ENTRY_WORDS * 4;

/** Results of noting a name. */
export const NOTED = {
  /** The first name of its file, or one with the same counterpart as the first. */
  consistent: 0,
  /** A name with another counterpart than the first. */
  different: 1,
  /** Not noted: there is no room. */
  unknown: 2,
} as const;

/** One thread's view of the table. */
export class UnchangedLinkTable {
  readonly #memory: SharedArrayBuffer;
  readonly #control: Int32Array;
  readonly #entries: Int32Array;

  constructor(memory: SharedMemory, control: Int32Array) {
    this.#memory = memory.passedNames;
    this.#control = control;
    // A view without a length follows the memory as it grows.
    this.#entries = new Int32Array(memory.passedNames);
  }

  /** Notes a name of `source` whose counterpart is `target`; one of NOTED. */
  note(source: FileStat, target: FileStat): number {
    lock(this.#control, CONTROL.passedLock);
    const noted = this.#makeRoom() ? this.#note(source, target) : NOTED.unknown;
    unlock(this.#control, CONTROL.passedLock);
    return noted;
  }

  /** Takes a name back that is not unchanged after all. */
  takeBack(source: FileStat): void {
    lock(this.#control, CONTROL.passedLock);
    const at = this.#find(source);
    if (this.#entries[at + NAMES] > 1) this.#entries[at + NAMES]--;
    unlock(this.#control, CONTROL.passedLock);
  }

  /** True if a name of that file was unchanged. */
  has(source: FileStat): boolean {
    if (Atomics.load(this.#control, CONTROL.passedNames) === 0) return false;
    lock(this.#control, CONTROL.passedLock);
    const found = this.#entries[this.#find(source) + NAMES] > 1;
    unlock(this.#control, CONTROL.passedLock);
    return found;
  }

  #note(source: FileStat, target: FileStat): number {
    const entries = this.#entries;
    const at = this.#find(source);
    if (entries[at + NAMES] === 0) {
      keepNumber(entries, at + INO, source);
      entries[at + DEV] = source.words[WORD.devMinor];
      keepNumber(entries, at + TARGET_INO, target);
      entries[at + NAMES] = 2;
      Atomics.add(this.#control, CONTROL.passedNames, 1);
      return NOTED.consistent;
    }
    entries[at + NAMES]++;
    const isSame = isNumberKept(entries, at + TARGET_INO, target);
    return isSame ? NOTED.consistent : NOTED.different;
  }

  /** Doubles a table that is half full, so that a search stays short; false when it may grow no more. */
  #makeRoom(): boolean {
    const bytes = this.#memory.byteLength;
    if (this.#control[CONTROL.passedNames] * 2 * ENTRY_BYTES < bytes) return true;
    if (bytes * 2 > this.#memory.maxByteLength) return false;
    const old = this.#entries.slice();
    this.#memory.grow(bytes * 2);
    this.#entries.fill(0);
    for (let from = 0; from + ENTRY_WORDS <= old.length; from += ENTRY_WORDS) {
      if (old[from + NAMES] === 0) continue;
      const to = this.#firstFree(hashOfKept(old, from + INO));
      this.#entries.set(old.subarray(from, from + ENTRY_WORDS), to);
    }
    return true;
  }

  /** Index of the file's entry, or of the free one where it belongs. */
  #find(stat: FileStat): number {
    const entries = this.#entries;
    const dev = stat.words[WORD.devMinor] | 0;
    const capacity = this.#capacity;
    for (let slot = hashOfInode(stat) % capacity;; slot = (slot + 1) % capacity) {
      const at = slot * ENTRY_WORDS;
      if (entries[at + NAMES] === 0) return at;
      if (isNumberKept(entries, at + INO, stat) && entries[at + DEV] === dev) return at;
    }
  }

  #firstFree(hash: number): number {
    const capacity = this.#capacity;
    let slot = hash % capacity;
    while (this.#entries[slot * ENTRY_WORDS + NAMES] !== 0) slot = (slot + 1) % capacity;
    return slot * ENTRY_WORDS;
  }

  get #capacity(): number {
    return Math.floor(this.#entries.length / ENTRY_WORDS);
  }
}
