// struct stat with 64-bit inode numbers (sys/stat.h, __DARWIN_STRUCT_STAT64), the same on x86-64 and
// arm64; on x86-64 only the calls with $INODE64 in their names fill it.

import { type FileStat, SPARE_WORD, WORD } from "../file_stat.ts";
import { SF_DATALESS } from "./constants.ts";

/** Bytes. */
export const STRUCT_STAT_BYTES = 144;

/** Byte offsets of the fields. */
export const STRUCT_STAT = {
  dev: 0,
  mode: 4,
  nlink: 6,
  ino: 8,
  uid: 16,
  gid: 20,
  rdev: 24,
  atime: 32,
  mtime: 48,
  ctime: 64,
  btime: 80,
  size: 96,
  blocks: 104,
  flags: 116,
} as const;

const MINOR_BITS = 24;
const MINOR_MASK = 0xffffff;

/** A struct stat and its translation. */
export class StructStat {
  readonly bytes: Uint8Array<ArrayBuffer> = new Uint8Array(STRUCT_STAT_BYTES);
  readonly #words = new Uint32Array(this.bytes.buffer);
  readonly #halves = new Uint16Array(this.bytes.buffer);

  /** @param keptFlags the bits of st_flags that are kept */
  constructor(private readonly keptFlags: number) {}

  get flags(): number {
    return this.#words[STRUCT_STAT.flags >> 2];
  }

  /** Copies the fields into a FileStat. */
  copyTo({ words: to }: FileStat): void {
    const from = this.#words, at = STRUCT_STAT;
    to[WORD.mode] = this.#halves[at.mode >> 1];
    to[WORD.nlink] = this.#halves[at.nlink >> 1];
    to[WORD.uid] = from[at.uid >> 2];
    to[WORD.gid] = from[at.gid >> 2];
    this.#copyWide(to, WORD.ino, at.ino);
    this.#copyWide(to, WORD.size, at.size);
    this.#copyWide(to, WORD.blocks, at.blocks);
    storeTime(to, WORD.atime, from, at.atime >> 2);
    storeTime(to, WORD.mtime, from, at.mtime >> 2);
    storeTime(to, WORD.ctime, from, at.ctime >> 2);
    storeTime(to, WORD.btime, from, at.btime >> 2);
    storeDevice(to, WORD.devMajor, from[at.dev >> 2]);
    storeDevice(to, WORD.rdevMajor, from[at.rdev >> 2]);
    to[WORD.attributes] = this.flags & this.keptFlags;
    to[SPARE_WORD.isDataless] = (this.flags & SF_DATALESS) !== 0 ? 1 : 0;
  }

  #copyWide(to: Uint32Array, word: number, offset: number): void {
    to[word] = this.#words[offset >> 2];
    to[word + 1] = this.#words[(offset >> 2) + 1];
  }
}

/** Copies a struct timespec: two words of seconds and the low one of nanoseconds, whose high one is zero. */
export function storeTime(to: Uint32Array, word: number, from: Uint32Array, at: number): void {
  to[word] = from[at];
  to[word + 1] = from[at + 1];
  to[word + 2] = from[at + 2];
}

/** Stores a dev_t (sys/types.h; major of 8 bits, minor of 24) in two words. */
export function storeDevice(to: Uint32Array, word: number, device: number): void {
  to[word] = device >>> MINOR_BITS;
  to[word + 1] = device & MINOR_MASK;
}
