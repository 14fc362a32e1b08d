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
const TARGET_NAMES = 10;
const TARGET_BTIME = 11;
const TARGET_BTIME_NSEC = 12;
/** The mount of the target on which the name stands, and that which the entry is only for, or 0. */
const MOUNT = 13;
const ONLY_MOUNT = 14;
/** Not 0: a name of the source file is a copy in the target, and no link. */
const SPLIT = 15;
const IDENTITY = 16; // as many words as IDENTIFYING
const ENTRY_WORDS = 22;
const ENTRY_BYTES = ENTRY_WORDS * 4;

/** What is known of an inode. */
export const LINK = { free: 0, inProgress: 1, done: 2, failed: 3 } as const;

/** What an entry is about. Source and target may lie on one file system; no major number has these bits. */
export const SIDE = { source: 0, owner: 0x40000000, target: 0x80000000 } as const;

/** What tells a file from another one that has got its inode number. */
export const IDENTIFYING = [
  WORD.size,
  WORD.size + 1,
  WORD.mtime,
  WORD.mtimeNsec,
  WORD.btime,
  WORD.btimeNsec,
] as const;

/** Where the first name of a linked file stands in the target. */
export interface FirstName {
  /** Another one for each that a file has had. */
  readonly id: number;
  readonly root: number;
  /** Relative to the root's target, raw bytes without NUL. */
  readonly path: Uint8Array;
  readonly inoLow: number;
  readonly inoHigh: number;
  /** How many names the file had there when that was told. */
  readonly names: number;
  readonly btime: number;
  readonly btimeNsec: number;
}

/** What `LinkTable.find` looks for. */
export interface LinkKey {
  readonly stat: FileStat;
  /** One of SIDE. */
  readonly side: number;
  /** The mount that the entry is only for, or 0. */
  readonly mount: number;
}

/** One worker's view of the table. An entry is named by the index of its first word. */
export class LinkTable {
  readonly #memory: SharedMemory;
  readonly #control: Int32Array;
  readonly #entries: Int32Array;
  readonly #paths: Uint8Array;

  /** @param reusesInodes whether an inode number alone does not tell which file it is */
  constructor(memory: SharedMemory, control: Int32Array, private readonly reusesInodes: boolean) {
    this.#memory = memory;
    this.#control = control;
    // Views without a length follow the memory as it grows.
    this.#entries = new Int32Array(memory.linkEntries);
    this.#paths = new Uint8Array(memory.linkPaths);
  }

  /** Index of the entry for an inode, or of the free one where it belongs. */
  find(key: LinkKey): number {
    const { words } = key.stat;
    const capacity = this.#capacity;
    for (
      let slot = hash(words[WORD.ino], words[WORD.devMinor]) % capacity;;
      slot = (slot + 1) % capacity
    ) {
      const at = slot * ENTRY_WORDS;
      if (this.state(at) === LINK.free || this.#isAbout(at, key)) return at;
    }
  }

  /** As `find`; what is not there is entered, still free, where there is room for it. */
  findOrAdd(key: LinkKey): number {
    this.#makeRoom();
    const at = this.find(key);
    if (this.state(at) === LINK.free) this.#write(at, key);
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

  /** The mount of the target on which an entry's first name stands. */
  mount(at: number): number {
    return this.#entries[at + MOUNT];
  }
  setMount(at: number, mount: number): void {
    this.#entries[at + MOUNT] = mount;
  }

  /** Notes that a name is a copy; whether it is the first of its file. */
  split(at: number): boolean {
    const isFirst = this.#entries[at + SPLIT] === 0;
    this.#entries[at + SPLIT] = 1;
    return isFirst;
  }

  /** Whether an entry's other inode is that of the file `stat`. */
  leadsTo(at: number, stat: FileStat): boolean {
    const { words } = stat;
    return this.#entries[at + TARGET_INO] >>> 0 === words[WORD.ino] &&
      this.#entries[at + TARGET_INO + 1] >>> 0 === words[WORD.ino + 1] &&
      this.#identifies(at, stat);
  }

  /** Keeps a source file as an entry's other inode. */
  leadToSource(at: number, stat: FileStat): void {
    this.leadTo(at, stat);
    this.#identify(at, stat);
  }

  leadTo(at: number, { words }: FileStat): void {
    const entries = this.#entries;
    entries[at + TARGET_INO] = words[WORD.ino];
    entries[at + TARGET_INO + 1] = words[WORD.ino + 1];
    entries[at + TARGET_NAMES] = words[WORD.nlink];
    entries[at + TARGET_BTIME] = words[WORD.btime];
    entries[at + TARGET_BTIME_NSEC] = words[WORD.btimeNsec];
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
      id: entries[at + PATH_AT],
      root: entries[at + ROOT],
      path: this.#paths.slice(start, start + entries[at + PATH_LENGTH]),
      inoLow: entries[at + TARGET_INO] >>> 0,
      inoHigh: entries[at + TARGET_INO + 1] >>> 0,
      names: entries[at + TARGET_NAMES],
      btime: entries[at + TARGET_BTIME] >>> 0,
      btimeNsec: entries[at + TARGET_BTIME_NSEC] >>> 0,
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

  #write(at: number, { stat, side, mount }: LinkKey): void {
    const entries = this.#entries;
    const { words } = stat;
    entries.fill(0, at, at + ENTRY_WORDS);
    entries[at + INO] = words[WORD.ino];
    entries[at + INO + 1] = words[WORD.ino + 1];
    entries[at + DEV_MAJOR] = words[WORD.devMajor] | side;
    entries[at + DEV_MINOR] = words[WORD.devMinor];
    entries[at + ONLY_MOUNT] = mount;
    if (side === SIDE.source) this.#identify(at, stat);
    this.#control[CONTROL.linkEntries]++;
  }

  #isAbout(at: number, { stat, side, mount }: LinkKey): boolean {
    const entries = this.#entries;
    const { words } = stat;
    return entries[at + INO] >>> 0 === words[WORD.ino] &&
      entries[at + INO + 1] >>> 0 === words[WORD.ino + 1] &&
      entries[at + DEV_MAJOR] >>> 0 === (words[WORD.devMajor] | side) >>> 0 &&
      entries[at + DEV_MINOR] >>> 0 === words[WORD.devMinor] &&
      entries[at + ONLY_MOUNT] === mount &&
      (side !== SIDE.source || this.#identifies(at, stat));
  }

  #identify(at: number, { words }: FileStat): void {
    for (let i = 0; i < IDENTIFYING.length; i++) {
      this.#entries[at + IDENTITY + i] = words[IDENTIFYING[i]];
    }
  }

  #identifies(at: number, { words }: FileStat): boolean {
    if (!this.reusesInodes) return true;
    for (let i = 0; i < IDENTIFYING.length; i++) {
      if (this.#entries[at + IDENTITY + i] >>> 0 !== words[IDENTIFYING[i]]) return false;
    }
    return true;
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

/** Multiplicative hashing (Knuth, TAOCP 6.4): spreads inode numbers that follow each other. */
function hash(ino: number, dev: number): number {
  return (Math.imul(ino, 0x9e3779b1) ^ Math.imul(dev, 0x85ebca6b)) >>> 0;
}
