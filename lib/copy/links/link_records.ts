// Records of linked files, as words in shared memory: state, inode of the counterpart, and first name. The paths are in a
// store beside the records.

import { type FileStat, WORD } from "../../../ffi/mod.ts";
import type { FirstLink } from "../../entry/first_link.ts";
import { StoppedError } from "../../errors.ts";
import { CONTROL } from "../../shared/control.ts";
import { unlock } from "../../shared/lock.ts";
import type { SharedMemory } from "../../shared/mod.ts";
import { isNumberKept, keepNumber, keptNumber, NUMBER_WORDS } from "./inode_words.ts";

/** Words of an entry. */
export const STATE = 0;
export const INO = 1;
const DEV_MAJOR = INO + NUMBER_WORDS;
const DEV_MINOR = DEV_MAJOR + 1;
const KEY_SIDE = DEV_MAJOR + 2;
const TARGET_INO = DEV_MAJOR + 3;
const PATH_AT = TARGET_INO + NUMBER_WORDS; // in units of 4 bytes
const PATH_LENGTH = PATH_AT + 1;
const ROOT = PATH_AT + 2;
const TARGET_NAMES = PATH_AT + 3;
const TARGET_BTIME = PATH_AT + 4;
const TARGET_BTIME_NSEC = PATH_AT + 5;
/** The target mount of the first name, and the only mount that the entry is for, or 0. */
const MOUNT = PATH_AT + 6;
const ONLY_MOUNT = PATH_AT + 7;
/** Not 0 if a name of the source file is a copy in the target, and no link. */
const IS_COPIED = PATH_AT + 8;
const IDENTITY = PATH_AT + 9; // as many words as IDENTIFYING
export const ENTRY_WORDS = IDENTITY + 6;

/** States of an entry. */
export const LINK = { free: 0, inProgress: 1, done: 2, failed: 3 } as const;

/**
 * Which table a key belongs to: all share one memory, and source and target may be on one file system. A word of its own, for
 * a device of Windows may have any bits: half a volume's serial number stands for its major number.
 */
export const SIDE = {
  /** Source files, and the first name of each in the target. */
  source: 0,
  /** Target files, and the source that each belongs to. */
  owner: 1,
  /** Target files of which a name was replaced. */
  target: 2,
} as const;

/** Words that distinguish a file from another one that got its inode number. */
export const IDENTIFYING = [
  WORD.size,
  WORD.size + 1,
  WORD.mtime,
  WORD.mtimeNsec,
  WORD.btime,
  WORD.btimeNsec,
] as const;

/** The key of an entry. */
export interface LinkKey {
  readonly stat: FileStat;
  /** One of SIDE. */
  readonly side: number;
  /** The mount that the entry is only for, or 0. */
  readonly mount: number;
}

/** One thread's view of the entries. An entry is named by the index of its first word. */
export class LinkRecords {
  /**
   * Views with a length: V8 compiles what goes through them in a third of the time that those take which follow the memory as
   * it grows, so that they are renewed when it has grown.
   */
  protected entries!: Int32Array;
  #paths!: Uint8Array;
  #growths = -1;

  /** @param reusesInodes true if an inode number alone does not identify a file */
  constructor(
    protected readonly memory: SharedMemory,
    protected readonly control: Int32Array,
    private readonly reusesInodes: boolean,
  ) {
    this.#view();
  }

  /** Renews the views if the memory has grown since; called with the lock. */
  protected seeGrowth(): void {
    if (this.#growths !== this.control[CONTROL.linkGrowths]) this.#view();
  }

  #view(): void {
    const { linkEntries, linkPaths } = this.memory;
    // Before the lengths, and told by `grow` after them: the first views are made without the lock.
    this.#growths = Atomics.load(this.control, CONTROL.linkGrowths);
    this.entries = new Int32Array(linkEntries, 0, linkEntries.byteLength / 4);
    this.#paths = new Uint8Array(linkPaths, 0, linkPaths.byteLength);
  }

  /**
   * Makes the entries' memory, or that of paths, as large as `bytes`.
   *
   * @throws {StoppedError} without the lock, for which the other threads would wait for ever
   */
  protected grow(memory: "linkEntries" | "linkPaths", bytes: number): void {
    try {
      this.memory[memory].grow(bytes);
    } catch (cause) {
      unlock(this.control, CONTROL.linksLock);
      const message = "more files with several names (hard links) than memory takes";
      const advice = "--no-hard-links copies each name";
      throw new StoppedError("TOO_MANY_LINKS", message, { advice, cause });
    }
    Atomics.add(this.control, CONTROL.linkGrowths, 1);
    this.#view();
  }

  state(at: number): number {
    return this.entries[at + STATE];
  }

  setState(at: number, state: number): void {
    Atomics.store(this.entries, at + STATE, state);
  }

  /** Wakes the threads that wait for an entry. */
  wake(at: number): void {
    Atomics.notify(this.entries, at + STATE);
  }

  /** Waits while an entry has that state, at most `ms`; called without the lock. */
  wait(at: number, state: number, ms: number): void {
    Atomics.wait(this.entries, at + STATE, state, ms);
  }

  /** The target mount of an entry's first name. */
  mount(at: number): number {
    return this.entries[at + MOUNT];
  }
  setMount(at: number, mount: number): void {
    this.entries[at + MOUNT] = mount;
  }

  /** Notes that a name is a copy; true if it is the first such name of its file. */
  markCopied(at: number): boolean {
    const isFirst = this.entries[at + IS_COPIED] === 0;
    this.entries[at + IS_COPIED] = 1;
    return isFirst;
  }

  /** True if the file `stat` is the entry's counterpart. */
  pointsTo(at: number, stat: FileStat): boolean {
    return isNumberKept(this.entries, at + TARGET_INO, stat) && this.#identifies(at, stat);
  }

  /** Makes a source file the counterpart of a target file. */
  setOwner(at: number, stat: FileStat): void {
    this.setTarget(at, stat);
    this.#identify(at, stat);
  }

  /** Makes a file the entry's counterpart. */
  setTarget(at: number, stat: FileStat): void {
    const entries = this.entries;
    const { words } = stat;
    keepNumber(entries, at + TARGET_INO, stat);
    entries[at + TARGET_NAMES] = words[WORD.nlink];
    entries[at + TARGET_BTIME] = words[WORD.btime];
    entries[at + TARGET_BTIME_NSEC] = words[WORD.btimeNsec];
  }

  /** Sets the first name. */
  setName(at: number, root: number, path: Uint8Array): void {
    this.entries[at + PATH_AT] = this.#store(path);
    this.entries[at + PATH_LENGTH] = path.length;
    this.entries[at + ROOT] = root;
  }

  firstName(at: number): FirstLink {
    const entries = this.entries;
    const start = entries[at + PATH_AT] * 4;
    return {
      id: entries[at + PATH_AT],
      root: entries[at + ROOT],
      path: this.#paths.slice(start, start + entries[at + PATH_LENGTH]),
      inode: keptNumber(entries, at + TARGET_INO),
      names: entries[at + TARGET_NAMES],
      btime: entries[at + TARGET_BTIME] >>> 0,
      btimeNsec: entries[at + TARGET_BTIME_NSEC] >>> 0,
    };
  }

  /** Writes the key of an entry. */
  protected write(at: number, { stat, side, mount }: LinkKey): void {
    const entries = this.entries;
    const { words } = stat;
    entries.fill(0, at, at + ENTRY_WORDS);
    keepNumber(entries, at + INO, stat);
    entries[at + DEV_MAJOR] = words[WORD.devMajor];
    entries[at + DEV_MINOR] = words[WORD.devMinor];
    entries[at + KEY_SIDE] = side;
    entries[at + ONLY_MOUNT] = mount;
    if (side === SIDE.source) this.#identify(at, stat);
    this.control[CONTROL.linkEntries]++;
  }

  /** True if an entry has that key. */
  protected isAbout(at: number, { stat, side, mount }: LinkKey): boolean {
    const entries = this.entries;
    const { words } = stat;
    return isNumberKept(entries, at + INO, stat) &&
      entries[at + DEV_MAJOR] === (words[WORD.devMajor] | 0) &&
      entries[at + DEV_MINOR] === (words[WORD.devMinor] | 0) &&
      entries[at + KEY_SIDE] === side &&
      entries[at + ONLY_MOUNT] === mount &&
      (side !== SIDE.source || this.#identifies(at, stat));
  }

  #identify(at: number, { words }: FileStat): void {
    for (let i = 0; i < IDENTIFYING.length; i++) {
      this.entries[at + IDENTITY + i] = words[IDENTIFYING[i]];
    }
  }

  /** Word by word: with each name of a file this is asked once or twice, and a loop takes V8 longer to compile. */
  #identifies(at: number, { words }: FileStat): boolean {
    if (!this.reusesInodes) return true;
    const { entries } = this;
    const from = at + IDENTITY;
    return entries[from] === (words[IDENTIFYING[0]] | 0) &&
      entries[from + 1] === (words[IDENTIFYING[1]] | 0) &&
      entries[from + 2] === (words[IDENTIFYING[2]] | 0) &&
      entries[from + 3] === (words[IDENTIFYING[3]] | 0) &&
      entries[from + 4] === (words[IDENTIFYING[4]] | 0) &&
      entries[from + 5] === (words[IDENTIFYING[5]] | 0);
  }

  #store(path: Uint8Array): number {
    const used = this.control[CONTROL.linkPathsUsed];
    const after = used + Math.ceil(path.length / 4);
    const { length } = this.#paths;
    if (after * 4 > length) {
      const { maxByteLength } = this.memory.linkPaths;
      this.grow("linkPaths", Math.max(after * 4, Math.min(length * 2, maxByteLength)));
    }
    this.#paths.set(path, used * 4);
    this.control[CONTROL.linkPathsUsed] = after;
    return used;
  }
}
