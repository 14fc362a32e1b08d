// Times on Windows count 100 ns since 1601 in 64 bits; a FileStat has seconds since 1970 and nanoseconds. They are
// read in doubles, each step exact, because BigInts would slow listings down; they are set in BigInts, which is rare.

import { type FileStat, WORD } from "../file_stat.ts";

const TICKS_PER_SECOND = 10_000_000;
const NS_PER_TICK = 100;
/** Seconds from 1601 to 1970. */
const EPOCH_SECONDS = 11_644_473_600;
/** 2^32 ticks as whole seconds and what is left of them. */
const HIGH_SECONDS = Math.floor(2 ** 32 / TICKS_PER_SECOND);
const HIGH_TICKS = 2 ** 32 % TICKS_PER_SECOND;

/** Stores a time, given as two words of ticks, in three words of a FileStat. */
export function storeTime(stat: FileStat, word: number, low: number, high: number): void {
  const rest = high * HIGH_TICKS + low; // far below 2^53
  const seconds = high * HIGH_SECONDS + Math.floor(rest / TICKS_PER_SECOND) - EPOCH_SECONDS;
  stat.words[word] = seconds;
  stat.words[word + 1] = Math.floor(seconds / 2 ** 32);
  stat.words[word + 2] = (rest % TICKS_PER_SECOND) * NS_PER_TICK;
}

/** Ticks of a time in a FileStat; 0 if it is not known, which makes the system leave the time as it is. */
export function ticksOf({ words }: FileStat, word: number): bigint {
  const seconds = words[word] + (words[word + 1] | 0) * 2 ** 32;
  if (word === WORD.btime && seconds === 0 && words[word + 2] === 0) return 0n;
  const ticks = BigInt(seconds + EPOCH_SECONDS) * BigInt(TICKS_PER_SECOND) +
    BigInt(Math.floor(words[word + 2] / NS_PER_TICK));
  return ticks > 0n ? ticks : 1n;
}
