// Inode numbers in tables in shared memory: their words, and where to look for them.

import { type FileStat, INODE_NUMBER, type InodeNumber } from "../../../ffi/mod.ts";

export const NUMBER_WORDS = INODE_NUMBER.length;

/** Writes a number into a table, NUMBER_WORDS from `at` on. */
export function keepNumber(table: Int32Array, at: number, { words }: FileStat): void {
  for (let i = 0; i < NUMBER_WORDS; i++) table[at + i] = words[INODE_NUMBER[i]];
}

/** Whether a table has that number from `at` on. Word by word: a loop takes V8 longer to compile. */
export function isNumberKept(table: Int32Array, at: number, { words }: FileStat): boolean {
  return table[at] === (words[INODE_NUMBER[0]] | 0) &&
    table[at + 1] === (words[INODE_NUMBER[1]] | 0) &&
    table[at + 2] === (words[INODE_NUMBER[2]] | 0) &&
    table[at + 3] === (words[INODE_NUMBER[3]] | 0);
}

/** The number that a table has from `at` on. */
export function keptNumber(table: Int32Array, at: number): InodeNumber {
  return [table[at] >>> 0, table[at + 1] >>> 0, table[at + 2] >>> 0, table[at + 3] >>> 0];
}

/** Where to look first for that number in a table of open addressing. */
export function hashOfInode({ words }: FileStat): number {
  return hash(
    words[INODE_NUMBER[0]],
    words[INODE_NUMBER[1]],
    words[INODE_NUMBER[2]],
    words[INODE_NUMBER[3]],
  );
}

/** The same for the number that a table has from `at` on. */
export function hashOfKept(table: Int32Array, at: number): number {
  return hash(table[at], table[at + 1], table[at + 2], table[at + 3]);
}

/** Multiplicative hashing (Knuth, TAOCP 6.4): spreads numbers that follow each other, in each word. */
function hash(a: number, b: number, c: number, d: number): number {
  return (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^
    Math.imul(d, 0x27d4eb2f)) >>> 0;
}
