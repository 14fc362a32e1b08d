// Which source files with several links have been met, and where the first of their names stands in
// the target. One table for all workers in shared memory: open addressing by device and inode; the
// paths lie in a store beside it. A name met while another worker still copies the first one waits
// for it: a copy never waits for anything itself, so waiting ends.

import type { FileStat } from "../../ffi/mod.ts";
import { WORD } from "../../ffi/mod.ts";
import { CONTROL, isStopping } from "../shared/control.ts";
import { lock, unlock } from "../shared/lock.ts";
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

const FREE = 0;
const IN_PROGRESS = 1;
const DONE = 2;
const FAILED = 3;

/** Marks a key as a target's: source and target may lie on one file system. No major number has this bit. */
const OF_TARGET = 0x80000000;
/** Marks the key under which a target inode's source is kept. */
const OF_OWNER = 0x40000000;

/** Milliseconds between looks at whether the run was stopped while waiting for another worker. */
const WAIT_MS = 100;

/** Where the first name of a linked file stands in the target. */
export interface FirstName {
  readonly root: number;
  /** Relative to the root's target, raw bytes without NUL. */
  readonly path: Uint8Array;
  readonly inoLow: number;
  readonly inoHigh: number;
}

/** Whether an entry of the target is the file that `first` names. */
export function isFirst(stat: FileStat, first: FirstName): boolean {
  return stat.words[WORD.ino] === first.inoLow && stat.words[WORD.ino + 1] === first.inoHigh;
}

/** One worker's view of the table. */
export class HardLinks {
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

  /**
   * Says whether `source` was met before. Null: it was not, the caller is to copy it and must then
   * call `publish` or `giveUp`.
   */
  claim(source: FileStat): FirstName | null {
    for (;;) {
      lock(this.#control, CONTROL.linksLock);
      this.#makeRoom();
      const at = this.#find(source);
      const state = this.#entries[at + STATE];
      if (state === FREE || state === FAILED) {
        if (state === FREE) this.#write(at, source);
        Atomics.store(this.#entries, at + STATE, IN_PROGRESS);
        unlock(this.#control, CONTROL.linksLock);
        return null;
      }
      const first = state === DONE ? this.#firstName(at) : null;
      unlock(this.#control, CONTROL.linksLock);
      if (first !== null) return first;
      if (isStopping(this.#control)) return null;
      Atomics.wait(this.#entries, at + STATE, IN_PROGRESS, WAIT_MS);
    }
  }

  /** Says where the claimed file's first name now stands. */
  publish(source: FileStat, target: FileStat, root: number, path: Uint8Array): void {
    lock(this.#control, CONTROL.linksLock);
    const at = this.#find(source);
    const entries = this.#entries;
    entries[at + PATH_AT] = this.#store(path);
    entries[at + PATH_LENGTH] = path.length;
    entries[at + ROOT] = root;
    entries[at + TARGET_INO] = target.words[WORD.ino];
    entries[at + TARGET_INO + 1] = target.words[WORD.ino + 1];
    this.#settle(at, DONE);
  }

  /** The claimed file could not be copied: the next name that is met tries again. */
  giveUp(source: FileStat): void {
    lock(this.#control, CONTROL.linksLock);
    this.#settle(this.#find(source), FAILED);
  }

  #settle(at: number, state: number): void {
    Atomics.store(this.#entries, at + STATE, state);
    Atomics.notify(this.#entries, at + STATE);
    unlock(this.#control, CONTROL.linksLock);
  }

  /**
   * Remembers that one name of a target file with several was replaced. Its other names are then
   * treated as names of a linked file to the end of the run, whatever its link count has become, so
   * that it does not matter which name comes first, and a dry run decides as the run does.
   */
  rememberReplaced(target: FileStat): void {
    if (target.nlink < 2) return;
    lock(this.#control, CONTROL.linksLock);
    this.#makeRoom();
    const at = this.#find(target, OF_TARGET);
    if (this.#entries[at + STATE] === FREE) this.#write(at, target, OF_TARGET);
    this.#entries[at + STATE] = DONE;
    unlock(this.#control, CONTROL.linksLock);
  }

  wasReplaced(target: FileStat): boolean {
    if (Atomics.load(this.#control, CONTROL.linkEntries) === 0) return false;
    lock(this.#control, CONTROL.linksLock);
    const found = this.#entries[this.#find(target, OF_TARGET) + STATE] !== FREE;
    unlock(this.#control, CONTROL.linksLock);
    return found;
  }

  /**
   * Says that a linked source stands at `target` as it is. False where another source does so already:
   * the two were one file in the target, but are not in the source.
   */
  own(target: FileStat, source: FileStat): boolean {
    lock(this.#control, CONTROL.linksLock);
    this.#makeRoom();
    const at = this.#find(target, OF_OWNER);
    const entries = this.#entries;
    const isNew = entries[at + STATE] === FREE;
    if (isNew) {
      this.#write(at, target, OF_OWNER);
      entries[at + STATE] = DONE;
      entries[at + TARGET_INO] = source.words[WORD.ino];
      entries[at + TARGET_INO + 1] = source.words[WORD.ino + 1];
    }
    const owns = entries[at + TARGET_INO] >>> 0 === source.words[WORD.ino] &&
      entries[at + TARGET_INO + 1] >>> 0 === source.words[WORD.ino + 1];
    unlock(this.#control, CONTROL.linksLock);
    return owns;
  }

  /** Doubles a table that is half full, so that a search stays short. */
  #makeRoom(): void {
    const { linkEntries } = this.#memory;
    if (this.#control[CONTROL.linkEntries] * 2 * ENTRY_BYTES < linkEntries.byteLength) return;
    const old = this.#entries.slice();
    linkEntries.grow(linkEntries.byteLength * 2);
    this.#entries.fill(FREE);
    for (let from = 0; from + ENTRY_WORDS <= old.length; from += ENTRY_WORDS) {
      if (old[from + STATE] === FREE) continue;
      const to = this.#firstFree(old[from + INO], old[from + DEV_MINOR]);
      this.#entries.set(old.subarray(from, from + ENTRY_WORDS), to);
    }
  }

  #firstFree(ino: number, dev: number): number {
    const capacity = this.#capacity;
    let slot = hash(ino, dev) % capacity;
    while (this.#entries[slot * ENTRY_WORDS + STATE] !== FREE) slot = (slot + 1) % capacity;
    return slot * ENTRY_WORDS;
  }

  get #capacity(): number {
    return Math.floor(this.#entries.length / ENTRY_WORDS);
  }

  /** Index of the entry for `source`, or of the free one where it belongs. */
  #find(source: FileStat, side = 0): number {
    const { words } = source;
    const capacity = this.#capacity;
    for (
      let slot = hash(words[WORD.ino], words[WORD.devMinor]) % capacity;;
      slot = (slot + 1) % capacity
    ) {
      const at = slot * ENTRY_WORDS;
      if (this.#entries[at + STATE] === FREE || isAbout(this.#entries, at, words, side)) return at;
    }
  }

  #write(at: number, source: FileStat, side = 0): void {
    const { words } = source;
    this.#entries[at + INO] = words[WORD.ino];
    this.#entries[at + INO + 1] = words[WORD.ino + 1];
    this.#entries[at + DEV_MAJOR] = words[WORD.devMajor] | side;
    this.#entries[at + DEV_MINOR] = words[WORD.devMinor];
    this.#control[CONTROL.linkEntries]++;
  }

  #firstName(at: number): FirstName {
    const entries = this.#entries;
    const start = entries[at + PATH_AT] * 4;
    return {
      root: entries[at + ROOT],
      path: this.#paths.slice(start, start + entries[at + PATH_LENGTH]),
      inoLow: entries[at + TARGET_INO] >>> 0,
      inoHigh: entries[at + TARGET_INO + 1] >>> 0,
    };
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
