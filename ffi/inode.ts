// Which inode an entry is, apart from all else that is known of it: what a folder is recognised by.

import { type FileStat, WORD } from "./file_stat.ts";

export interface Inode {
  readonly dev: number;
  readonly low: number;
  readonly high: number;
}

export function inodeOf({ words, dev }: FileStat): Inode {
  return { dev, low: words[WORD.ino], high: words[WORD.ino + 1] };
}

export function isInode({ words, dev }: FileStat, inode: Inode): boolean {
  return dev === inode.dev && words[WORD.ino] === inode.low && words[WORD.ino + 1] === inode.high;
}
