// The table behind hard_links.ts, one for all workers in shared memory: open addressing by device and
// inode; the paths lie in a store beside it. Whoever calls holds the lock.

import { type FileStat, WORD } from "../../ffi/mod.ts";
import { CONTROL } from "../shared/control.ts";
import type { SharedMemory } from "../shared/mod.ts";

/** Words of an entry. */
const STATE = 0;
const INO = 1; // two words
const DEV_MAJOR = 3;
const DEV_MINOR = 4;
const PATH_AT = 5; // in units of 4 bytes
const PATH_LENGTH = 6;
const TARGET_INO = 7; // two words
const ROOT = 9;
const ENTRY_WORDS = 12;
const ENTRY_BYTES = ENTRY_WORDS * 4;

/** What is known of an inode. */
export const LINK = { free: 0, inProgress: 1, done: 2, failed: 3 } as const;

/** What an entry is about. Source and target may lie on one file system; no major number has these bits. */
export const SIDE = { source: 0, owner: 0x40000000, target: 0x80000000 } as const;

/** Where the first name of a linked file stands in the target. */
export interface FirstName {
  readonly root: number;
  /** Relative to the root's target, raw bytes without NUL. */
  readonly path: Uint8Array;
  readonly inoLow: number;
  readonly inoHigh: number;
}

/** One worker's view of the table. An entry is named by the index of its first word. */
export class LinkTable {
  readonly #memory: SharedMemory;
  readonly #control: Int32Array;
  readonly #entries: Int32Array;
  readonly #paths: Uint8Array;

  constructor(memory: SharedMemory, control: Int32Array) {
    this.#memory = memory;
    this.#control = control;
    // Views without a length follow the memory as it grows.
    this.#entries = new Int32Array(memory.linkEntries);
    this.#paths = new Uint8Array(memory.linkPaths);
  }

  /** Index of the entry for an inode, or of the free one where it belongs. */
  find(stat: FileStat, side: number): number {
    const { words } = stat;
    const capacity = this.#capacity;
    for (
      let slot = hash(words[WORD.ino], words[WORD.devMinor]) % capacity;;
      slot = (slot + 1) % capacity
    ) {
      const at = slot * ENTRY_WORDS;
      if (this.state(at) === LINK.free || isAbout(this.#entries, at, words, side)) return at;
    }
  }

  /** As `find`; what is not there is entered, still free, where there is room for it. */
  findOrAdd(stat: FileStat, side: number): number {
    this.#makeRoom();
    const at = this.find(stat, side);
    if (this.state(at) === LINK.free) this.#write(at, stat, side);
    return at;
  }

  state(at: number): number {
    return this.#entries[at + STATE];
  }

  setState(at: number, state: number): void {
    Atomics.store(this.#entries, at + STATE, state);
  }

  /** Wakes those who wait for an entry. */
  wake(at: number): void {
    Atomics.notify(this.#entries, at + STATE);
  }

  /** Without the lock: waits while an entry has that state, but no longer than `ms`. */
  wait(at: number, state: number, ms: number): void {
    Atomics.wait(this.#entries, at + STATE, state, ms);
  }

  /** Whether an entry's other inode is that of `stat`. */
  leadsTo(at: number, { words }: FileStat): boolean {
    return this.#entries[at + TARGET_INO] >>> 0 === words[WORD.ino] &&
      this.#entries[at + TARGET_INO + 1] >>> 0 === words[WORD.ino + 1];
  }

  leadTo(at: number, { words }: FileStat): void {
    this.#entries[at + TARGET_INO] = words[WORD.ino];
    this.#entries[at + TARGET_INO + 1] = words[WORD.ino + 1];
  }

  /** Keeps where a file stands. */
  setName(at: number, root: number, path: Uint8Array): void {
    this.#entries[at + PATH_AT] = this.#store(path);
    this.#entries[at + PATH_LENGTH] = path.length;
    this.#entries[at + ROOT] = root;
  }

  firstName(at: number): FirstName {
    const entries = this.#entries;
    const start = entries[at + PATH_AT] * 4;
    return {
      root: entries[at + ROOT],
      path: this.#paths.slice(start, start + entries[at + PATH_LENGTH]),
      inoLow: entries[at + TARGET_INO] >>> 0,
      inoHigh: entries[at + TARGET_INO + 1] >>> 0,
    };
  }

  /** Doubles a table that is half full, so that a search stays short. */
  #makeRoom(): void {
    const { linkEntries } = this.#memory;
    if (this.#control[CONTROL.linkEntries] * 2 * ENTRY_BYTES < linkEntries.byteLength) return;
    const old = this.#entries.slice();
    linkEntries.grow(linkEntries.byteLength * 2);
    this.#entries.fill(LINK.free);
    for (let from = 0; from + ENTRY_WORDS <= old.length; from += ENTRY_WORDS) {
      if (old[from + STATE] === LINK.free) continue;
      const to = this.#firstFree(old[from + INO], old[from + DEV_MINOR]);
      this.#entries.set(old.subarray(from, from + ENTRY_WORDS), to);
    }
  }

  #firstFree(ino: number, dev: number): number {
    const capacity = this.#capacity;
    let slot = hash(ino, dev) % capacity;
    while (this.state(slot * ENTRY_WORDS) !== LINK.free) slot = (slot + 1) % capacity;
    return slot * ENTRY_WORDS;
  }

  get #capacity(): number {
    return Math.floor(this.#entries.length / ENTRY_WORDS);
  }

  #write(at: number, { words }: FileStat, side: number): void {
    this.#entries[at + INO] = words[WORD.ino];
    this.#entries[at + INO + 1] = words[WORD.ino + 1];
    this.#entries[at + DEV_MAJOR] = words[WORD.devMajor] | side;
    this.#entries[at + DEV_MINOR] = words[WORD.devMinor];
    this.#control[CONTROL.linkEntries]++;
  }

  #store(path: Uint8Array): number {
    const used = this.#control[CONTROL.linkPathsUsed];
    const after = used + Math.ceil(path.length / 4);
    const { linkPaths } = this.#memory;
    if (after * 4 > linkPaths.byteLength) {
      linkPaths.grow(Math.max(after * 4, linkPaths.byteLength * 2));
    }
    this.#paths.set(path, used * 4);
    this.#control[CONTROL.linkPathsUsed] = after;
    return used;
  }
}

function isAbout(entries: Int32Array, at: number, words: Uint32Array, side: number): boolean {
  return entries[at + INO] >>> 0 === words[WORD.ino] &&
    entries[at + INO + 1] >>> 0 === words[WORD.ino + 1] &&
    entries[at + DEV_MAJOR] >>> 0 === (words[WORD.devMajor] | side) >>> 0 &&
    entries[at + DEV_MINOR] >>> 0 === words[WORD.devMinor];
}

/** Multiplicative hashing (Knuth, TAOCP 6.4): spreads inode numbers that follow each other. */
function hash(ino: number, dev: number): number {
  return (Math.imul(ino, 0x9e3779b1) ^ Math.imul(dev, 0x85ebca6b)) >>> 0;
}
