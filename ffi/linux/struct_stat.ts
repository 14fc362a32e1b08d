// struct stat (bits/struct_stat.h), for kernels and filters without statx(2). Offsets differ between
// x86-64 and arm64; tests/ffi/linux/constants_test.ts compares both with the C compilers'.

import { type FileStat, WORD } from "../file_stat.ts";

/** Index of the 32-bit word of struct statx that says which fields the kernel has filled (stx_mask). */
export const STATX_MASK_WORD = 0;

/** Bytes on x86-64; arm64 needs 128. */
export const STRUCT_STAT_BYTES = 144;

/** Byte offsets of the fields that lie at the same place on both machines. */
const COMMON = { dev: 0, ino: 8, size: 48, blocks: 64, atime: 72, mtime: 88, ctime: 104 } as const;

/** Byte offsets of the fields, by machine. */
export const STRUCT_STAT_BY_MACHINE = {
  x86_64: { ...COMMON, nlink: 16, mode: 24, uid: 28, gid: 32, rdev: 40 },
  aarch64: { ...COMMON, mode: 16, nlink: 20, uid: 24, gid: 28, rdev: 32 },
} as const;

/** Byte offsets of the fields on this machine. */
export const STRUCT_STAT = STRUCT_STAT_BY_MACHINE[Deno.build.arch];

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
  to.words[WORD.attributes] = to.words[WORD.attributesMask] = 0;
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
