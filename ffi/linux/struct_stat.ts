// struct stat (bits/struct_stat.h), for kernels and filters without statx(2). Offsets differ between
// x86-64 and arm64; tests/ffi/constants_test.ts compares them with the C compiler's.

import { type FileStat, WORD } from "../file_stat.ts";

const ARM64 = Deno.build.arch === "aarch64";

/** Bytes; enough for both. */
export const STRUCT_STAT_BYTES = 144;

/** Byte offsets of the fields. */
export const STRUCT_STAT = {
  dev: 0,
  ino: 8,
  nlink: ARM64 ? 20 : 16,
  mode: ARM64 ? 16 : 24,
  uid: ARM64 ? 24 : 28,
  gid: ARM64 ? 28 : 32,
  rdev: ARM64 ? 32 : 40,
  size: 48,
  blocks: 64,
  atime: 72,
  mtime: 88,
  ctime: 104,
} as const;

/** Translates `from`, a struct stat, into the layout of a FileStat. */
export function statxOfStat(from: Uint8Array, to: FileStat): void {
  const view = new DataView(from.buffer, from.byteOffset, STRUCT_STAT_BYTES);
  const at = STRUCT_STAT;
  const wide = (word: number, offset: number) => {
    to.words[word] = view.getUint32(offset, true);
    to.words[word + 1] = view.getUint32(offset + 4, true);
  };
  const time = (word: number, offset: number) => {
    wide(word, offset);
    to.words[word + 2] = view.getUint32(offset + 8, true);
  };
  const device = (word: number, offset: number) => {
    const low = view.getUint32(offset, true), high = view.getUint32(offset + 4, true);
    to.words[word] = (low >>> 8 & 0xfff) | (high & 0xfffff000);
    to.words[word + 1] = (low & 0xff) | (low >>> 12 & 0xfff00) | (high & 0xfff) << 20;
  };
  to.words[WORD.nlink] = view.getUint32(at.nlink, true);
  to.words[WORD.uid] = view.getUint32(at.uid, true);
  to.words[WORD.gid] = view.getUint32(at.gid, true);
  to.words[WORD.mode] = view.getUint32(at.mode, true);
  wide(WORD.ino, at.ino);
  wide(WORD.size, at.size);
  wide(WORD.blocks, at.blocks);
  time(WORD.atime, at.atime);
  time(WORD.mtime, at.mtime);
  time(WORD.ctime, at.ctime);
  device(WORD.devMajor, at.dev);
  device(WORD.rdevMajor, at.rdev);
}
