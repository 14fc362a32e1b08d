// A number for the mount of a file system that an entry stands on: no hard link leads from one to another.

import { type FileStat, WORD } from "../../ffi/mod.ts";

/** Multiplicative hashing (Knuth, TAOCP 6.4), never 0. */
export function mountOf({ words }: FileStat): number {
  return Math.imul(words[WORD.devMajor], 0x9e3779b1) ^ Math.imul(words[WORD.devMinor], 0x85ebca6b) ^
      Math.imul(words[WORD.mntId], 0xc2b2ae35) | 1;
}
