// The C functions of the least JavaScript for trees, and what it does with one at a time: whatever fails ends it.

import * as k from "../../ffi/linux/constants.ts";
import { type Bytes, Listing } from "./least_listing.ts";

const READ = k.O_RDONLY | k.O_NONBLOCK | k.O_NOFOLLOW | k.O_CLOEXEC;
export const FOLDER = k.O_RDONLY | k.O_DIRECTORY | k.O_NOFOLLOW | k.O_CLOEXEC;
export const CREATE = k.O_RDWR | k.O_CREAT | k.O_EXCL | k.O_NOFOLLOW | k.O_CLOEXEC;
export const NOFOLLOW = k.AT_SYMLINK_NOFOLLOW;
export const LISTXATTRAT = 465n;
/** 32-bit words of struct stat on x86-64: the number of names, mode, owner, group, size, blocks, atime and mtime. */
export const WORD = {
  links: 4,
  mode: 6,
  uid: 7,
  gid: 8,
  size: 12,
  blocks: 16,
  atime: 18,
  mtime: 22,
  all: 36,
} as const;

export const { symbols: c } = Deno.dlopen("libc.so.6", {
  openat: { parameters: ["i32", "buffer", "i32", "u32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  fstat: { parameters: ["i32", "buffer"], result: "i32" },
  fstatat: { parameters: ["i32", "buffer", "buffer", "i32"], result: "i32" },
  flistxattr: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  copy_file_range: {
    parameters: ["i32", "buffer", "i32", "buffer", "usize", "u32"],
    result: "i32",
  },
  futimens: { parameters: ["i32", "buffer"], result: "i32" },
  mkdirat: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  fchmod: { parameters: ["i32", "u32"], result: "i32" },
  renameat: { parameters: ["i32", "buffer", "i32", "buffer"], result: "i32" },
  unlinkat: { parameters: ["i32", "buffer", "i32"], result: "i32" },
  linkat: { parameters: ["i32", "buffer", "i32", "buffer", "i32"], result: "i32" },
  getdents64: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  listxattrat: {
    name: "syscall",
    parameters: ["i64", "i32", "buffer", "u32", "buffer", "usize"],
    result: "i32",
  },
});

/** What was found last. */
export const source = new Uint32Array(WORD.all), target = new Uint32Array(WORD.all);
export const sourceBytes = new Uint8Array(source.buffer);
export const targetBytes = new Uint8Array(target.buffer);
export const sourceTimes = new Uint8Array(source.buffer, 4 * WORD.atime, 32);

/** Of `source`. */
export function long(word: number): number {
  return source[word] + source[word + 1] * 2 ** 32;
}

export function hasSameTime(): boolean {
  for (let word = WORD.mtime as number; word < WORD.mtime + 4; word++) {
    if (source[word] !== target[word]) return false;
  }
  return true;
}

export function listingOf(folder: number): Listing {
  return new Listing((room) => done(c.getdents64(folder, room, BigInt(room.length))));
}

export function open(folder: number, name: Bytes): number {
  return done(c.openat(folder, name, FOLDER, 0));
}

/** Opens a file and looks at it. */
export function openFile(folder: number, name: Bytes): number {
  const file = done(c.openat(folder, name, READ, 0));
  done(c.fstat(file, sourceBytes));
  return file;
}

export function close(file: number): void {
  done(c.close(file));
}

export function done(result: number): number {
  if (result < 0) throw new Error("a call failed");
  return result;
}

export function none(length: number): void {
  if (done(length) > 0) throw new Error("attributes");
}

export function text(value: string): Bytes {
  return new TextEncoder().encode(`${value}\0`) as Bytes;
}
