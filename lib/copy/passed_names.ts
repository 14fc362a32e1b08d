// Names that were passed over as unchanged where listings do not tell how many names a file has
// (Windows). Opening each file to ask would cost more than all the rest of a run that finds nothing to
// do. So the numbers of each such file and of its counterpart are noted instead: two names of one source
// file whose counterparts are one file as well are as they should be, and only others need to be asked.
// One table for all workers in shared memory: open addressing, bounded; what finds no room is asked.

import { type FileStat, WORD } from "../../ffi/mod.ts";
import { CONTROL } from "../shared/control.ts";
import { lock, unlock } from "../shared/lock.ts";
import type { SharedMemory } from "../shared/mod.ts";

/** Words of an entry. */
const INO = 0; // two words
const DEV = 2;
const TARGET_INO = 3; // two words
/** Names noted and not taken back, and one: 0 is a free entry. */
const NAMES = 5;
const ENTRY_WORDS = 6;
const ENTRY_BYTES = ENTRY_WORDS * 4;

/** What a name turned out to be. */
export const NOTED = {
  /** The first of its file, or one whose counterpart is the same as the first one's. */
  consistent: 0,
  /** One whose counterpart is another file than the first one's. */
  different: 1,
  /** There is no room: nothing is known. */
  unknown: 2,
} as const;

/** One worker's view of the table. */
export class PassedNames {
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

  /** Takes a name back: it was not passed over after all. */
  takeBack(source: FileStat): void {
    lock(this.#control, CONTROL.passedLock);
    const at = this.#find(source);
    if (this.#entries[at + NAMES] > 1) this.#entries[at + NAMES]--;
    unlock(this.#control, CONTROL.passedLock);
  }

  /** Whether a name of that file was passed over. */
  has(source: FileStat): boolean {
    if (Atomics.load(this.#control, CONTROL.passedNames) === 0) return false;
    lock(this.#control, CONTROL.passedLock);
    const found = this.#entries[this.#find(source) + NAMES] > 1;
    unlock(this.#control, CONTROL.passedLock);
    return found;
  }

  #note({ words: source }: FileStat, { words: target }: FileStat): number {
    const entries = this.#entries;
    const at = this.#findWords(source[WORD.ino], source[WORD.ino + 1], source[WORD.devMinor]);
    if (entries[at + NAMES] === 0) {
      entries[at + INO] = source[WORD.ino];
      entries[at + INO + 1] = source[WORD.ino + 1];
      entries[at + DEV] = source[WORD.devMinor];
      entries[at + TARGET_INO] = target[WORD.ino];
      entries[at + TARGET_INO + 1] = target[WORD.ino + 1];
      entries[at + NAMES] = 2;
      Atomics.add(this.#control, CONTROL.passedNames, 1);
      return NOTED.consistent;
    }
    entries[at + NAMES]++;
    const isSame = entries[at + TARGET_INO] >>> 0 === target[WORD.ino] &&
      entries[at + TARGET_INO + 1] >>> 0 === target[WORD.ino + 1];
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
    for (let from = 0; from < old.length; from += ENTRY_WORDS) {
      if (old[from + NAMES] === 0) continue;
      const to = this.#findWords(old[from + INO], old[from + INO + 1], old[from + DEV]);
      this.#entries.set(old.subarray(from, from + ENTRY_WORDS), to);
    }
    return true;
  }

  #find({ words }: FileStat): number {
    return this.#findWords(words[WORD.ino], words[WORD.ino + 1], words[WORD.devMinor]);
  }

  /** Index of the file's entry, or of the free one where it belongs. */
  #findWords(low: number, high: number, dev: number): number {
    const entries = this.#entries;
    const capacity = entries.length / ENTRY_WORDS;
    for (let slot = hash(low, high) % capacity;; slot = (slot + 1) % capacity) {
      const at = slot * ENTRY_WORDS;
      if (entries[at + NAMES] === 0) return at;
      const isIt = entries[at + INO] === (low | 0) && entries[at + INO + 1] === (high | 0) &&
        entries[at + DEV] === (dev | 0);
      if (isIt) return at;
    }
  }
}

/** Multiplicative hashing (Knuth, TAOCP 6.4): spreads file numbers that follow each other. */
function hash(low: number, high: number): number {
  return (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 0;
}
