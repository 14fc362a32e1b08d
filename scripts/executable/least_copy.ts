// The least JavaScript that copies folders of files as ferry does, call by call, for `deno task bench --start`: what no
// program in this language that makes these calls can be below. It knows no options, no links, no second attempt and no
// error's name.
//
//   least-copy SOURCE TARGET

import * as k from "../../ffi/linux/constants.ts";
import { type Bytes, Listing } from "./least_listing.ts";

/** The calls, by their numbers: three C functions are bound, whatever is called. */
const NUMBERS = {
  x86_64: {
    close: 3n,
    flistxattr: 196n,
    openat: 257n,
    mkdirat: 258n,
    linkat: 265n,
    fchmodat: 268n,
    utimensat: 280n,
    copy_file_range: 326n,
  },
  aarch64: {
    close: 57n,
    flistxattr: 13n,
    openat: 56n,
    mkdirat: 34n,
    linkat: 37n,
    fchmodat: 53n,
    utimensat: 88n,
    copy_file_range: 285n,
  },
}[Deno.build.arch];
const STATX = BigInt(k.SYS_statx), GETDENTS64 = BigInt(k.SYS_getdents64);
const { symbols: c } = Deno.dlopen("libc.so.6", {
  /** A folder or file, a path or memory, two small numbers, memory. */
  one: {
    name: "syscall",
    parameters: ["i64", "i32", "buffer", "i32", "u32", "buffer"],
    result: "i32",
  },
  /** A folder or file, two times memory, a size. */
  sized: {
    name: "syscall",
    parameters: ["i64", "i32", "buffer", "buffer", "usize"],
    result: "i32",
  },
  /** Two folders or files, memory for each, a size, flags. */
  two: {
    name: "syscall",
    parameters: ["i64", "i32", "buffer", "i32", "buffer", "usize", "u32"],
    result: "i32",
  },
});

/** Offsets in struct statx. */
const STAT = { mode: 28, size: 40, atime: 64, ctime: 96, mtime: 112, bytes: 256 } as const;
const READ = k.O_RDONLY | k.O_NONBLOCK | k.O_NOFOLLOW | k.O_CLOEXEC;
const FOLDER = k.O_RDONLY | k.O_DIRECTORY | k.O_CLOEXEC;
const UNNAMED = k.O_RDWR | k.O_TMPFILE | k.O_CLOEXEC;
const STATX_MASK = k.STATX_BASIC_STATS | k.STATX_BTIME;
const EMPTY = text(""), HERE = text(".");

const before = new DataView(new ArrayBuffer(STAT.bytes));
const after = new DataView(new ArrayBuffer(STAT.bytes));
const times = new DataView(new ArrayBuffer(32));
const offsets = [new Uint8Array(8), new Uint8Array(8)] as const;

copyFolder([k.AT_FDCWD, text(Deno.args[0])], [k.AT_FDCWD, text(Deno.args[1])]);
Deno.exit(0);

type Named = readonly [folder: number, name: Bytes];

function copyFolder(source: Named, target: Named): void {
  const from = done(c.one(NUMBERS.openat, ...source, FOLDER, 0, null));
  done(c.one(NUMBERS.mkdirat, ...target, 0o700, 0, null));
  const to = done(c.one(NUMBERS.openat, ...target, FOLDER, 0, null));
  const listing = new Listing((room) => done(c.one(GETDENTS64, from, room, room.length, 0, null)));
  for (let at = listing.first(); at >= 0; at = listing.after(at)) {
    const name = listing.name(at);
    if (listing.isFolder(at)) copyFolder([from, name], [to, name]);
    else copyFile(from, to, name);
  }
  stat(from, before);
  done(c.one(NUMBERS.fchmodat, ...target, modeOf(before), 0, null));
  setTimes(to);
  close(from);
  close(to);
}

function copyFile(from: number, to: number, name: Bytes): void {
  const source = done(c.one(NUMBERS.openat, from, name, READ, 0, null));
  stat(source, before);
  if (done(c.sized(NUMBERS.flistxattr, source, null, null, 0n)) > 0) throw new Error("attributes");
  const target = done(c.one(NUMBERS.openat, to, HERE, UNNAMED, modeOf(before), null));
  const size = before.getBigUint64(STAT.size, true);
  for (const offset of offsets) offset.fill(0);
  for (let left = Number(size); left > 0;) {
    const [read, written] = offsets;
    const copied = c.two(NUMBERS.copy_file_range, source, read, target, written, BigInt(left), 0);
    if (done(copied) === 0) throw new Error("shorter");
    left -= copied;
  }
  stat(source, after);
  for (const field of [STAT.size, STAT.ctime, STAT.mtime]) {
    if (before.getBigUint64(field) !== after.getBigUint64(field)) throw new Error("changed");
  }
  setTimes(target);
  done(c.two(NUMBERS.linkat, target, EMPTY, to, name, BigInt(k.AT_EMPTY_PATH), 0));
  close(target);
  close(source);
}

function stat(file: number, into: DataView<ArrayBuffer>): void {
  done(c.one(STATX, file, EMPTY, k.AT_EMPTY_PATH, STATX_MASK, into));
}

/** Those that `before` has. */
function setTimes(file: number): void {
  for (const [at, field] of [STAT.atime, STAT.mtime].entries()) {
    times.setBigInt64(16 * at, before.getBigInt64(field, true), true);
    times.setBigInt64(16 * at + 8, BigInt(before.getUint32(field + 8, true)), true);
  }
  done(c.sized(NUMBERS.utimensat, file, null, times, 0n));
}

function modeOf(facts: DataView): number {
  return facts.getUint16(STAT.mode, true) & 0o7777;
}

function close(file: number): void {
  done(c.one(NUMBERS.close, file, null, 0, 0, null));
}

function text(value: string): Bytes {
  return new TextEncoder().encode(`${value}\0`);
}

function done(result: number): number {
  if (result < 0) throw new Error("a call has failed");
  return result;
}
