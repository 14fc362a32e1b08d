// The source files with several names that all threads of the least JavaScript have met, and the first name of each in the
// target. Whoever claims a file copies it, and never waits meanwhile; the others wait until it is complete.

import type { Bytes } from "./least_listing.ts";

const SLOTS = 1 << 16;
/** Words of a slot: its state, the source's device and number, the target's, and the folder and the name. */
const STATE = 0, SOURCE = 1, TARGET = 5, FOLDER = 9, NAME = 10, SLOT_WORDS = 74;
const NAME_BYTES = 4 * (SLOT_WORDS - NAME);
const FREE = 0, ENTERED = 1, COPYING = 2, COMPLETE = 3;
/** Words of struct stat: device and number. */
const IDENTITY_WORDS = 4, INO = 2;
const PATIENCE_MS = 60_000;

export class LeastLinks {
  /** The memory of all threads; what no file has takes no room in it. */
  static share(): SharedArrayBuffer {
    return new SharedArrayBuffer(4 * SLOTS * SLOT_WORDS);
  }

  private readonly words: Int32Array<SharedArrayBuffer>;
  private readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** C takes no shared memory. */
  private readonly name: Bytes = new Uint8Array(NAME_BYTES);

  constructor(memory: SharedArrayBuffer) {
    this.words = new Int32Array(memory);
    this.bytes = new Uint8Array(memory);
  }

  /** The slot of a file: it is complete, or the caller is to copy it. */
  claim(stat: Uint32Array): number {
    const { words } = this;
    for (let tried = 0; tried < SLOTS; tried++) {
      const slot = (stat[INO] + tried) % SLOTS * SLOT_WORDS;
      if (Atomics.compareExchange(words, slot, FREE, ENTERED) === FREE) {
        words.set(stat.subarray(0, IDENTITY_WORDS), slot + SOURCE);
        Atomics.store(words, slot, COPYING);
        return slot;
      }
      while (Atomics.load(words, slot) === ENTERED);
      if (!this.#isAt(slot + SOURCE, stat)) continue;
      const waited = Atomics.wait(words, slot, COPYING, PATIENCE_MS);
      if (waited === "timed-out") throw new Error("another thread has ended");
      return slot;
    }
    throw new Error("too many files with several names");
  }

  isComplete(slot: number): boolean {
    return Atomics.load(this.words, slot + STATE) === COMPLETE;
  }

  complete(slot: number, folder: number, name: Bytes, target: Uint32Array): void {
    const { words } = this;
    words.set(target.subarray(0, IDENTITY_WORDS), slot + TARGET);
    words[slot + FOLDER] = folder;
    this.bytes.set(name.subarray(0, name.indexOf(0) + 1), 4 * (slot + NAME));
    Atomics.store(words, slot + STATE, COMPLETE);
    Atomics.notify(words, slot + STATE);
  }

  folderOf(slot: number): number {
    return this.words[slot + FOLDER];
  }

  /** Until the next call. */
  nameOf(slot: number): Bytes {
    const at = 4 * (slot + NAME);
    this.name.set(this.bytes.subarray(at, at + NAME_BYTES));
    return this.name;
  }

  isTarget(slot: number, stat: Uint32Array): boolean {
    return this.#isAt(slot + TARGET, stat);
  }

  #isAt(at: number, stat: Uint32Array): boolean {
    for (let word = 0; word < IDENTITY_WORDS; word++) {
      if (this.words[at + word] !== (stat[word] | 0)) return false;
    }
    return true;
  }
}
