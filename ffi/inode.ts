// The identity of an inode, its device and number, by which a folder is recognised again.

import { type FileStat, SPARE_WORD, WORD } from "./file_stat.ts";

/** Words of an inode number, which has 128 bits on some file systems of Windows. */
export const INODE_NUMBER = [
  WORD.ino,
  WORD.ino + 1,
  SPARE_WORD.inoUpper,
  SPARE_WORD.inoUpper + 1,
] as const;

/** An inode number, in words. */
export type InodeNumber = readonly [number, number, number, number];

export interface Inode {
  readonly dev: number;
  readonly number: InodeNumber;
}

export function inodeOf(stat: FileStat): Inode {
  return { dev: stat.dev, number: numberOf(stat) };
}

export function isInode(stat: FileStat, { dev, number }: Inode): boolean {
  return hasNumber(stat, number) && stat.dev === dev;
}

export function numberOf({ words }: FileStat): InodeNumber {
  return [
    words[INODE_NUMBER[0]],
    words[INODE_NUMBER[1]],
    words[INODE_NUMBER[2]],
    words[INODE_NUMBER[3]],
  ];
}

export function hasNumber({ words }: FileStat, number: InodeNumber): boolean {
  return words[INODE_NUMBER[0]] === number[0] && words[INODE_NUMBER[1]] === number[1] &&
    words[INODE_NUMBER[2]] === number[2] && words[INODE_NUMBER[3]] === number[3];
}
