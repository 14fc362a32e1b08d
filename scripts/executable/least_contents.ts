// How the least JavaScript copies what is in a file. The C functions for holes and large files are bound with the first
// of these: each that is bound takes a part of the start.

import * as k from "../../ffi/linux/constants.ts";
import { c, done, long, WORD } from "./least_calls.ts";
import type { Bytes } from "./least_listing.ts";

/** The unit of `WORD.blocks`. */
const BLOCK_BYTES = 512;
/** From here on ext4 is told the size beforehand. */
const RESERVED_BYTES = 1 << 20;

/** Bytes of struct statfs, and more; its first word is the type. */
const STATFS_BYTES = 256;

let bound: ReturnType<typeof bind> | null = null;
const offsets = new BigInt64Array(2);
const at = new Uint8Array(offsets.buffer, 0, 8), targetAt = new Uint8Array(offsets.buffer, 8, 8);

function bind() {
  return Deno.dlopen("libc.so.6", {
    lseek: { parameters: ["i32", "i64", "i32"], result: "i64" },
    ftruncate: { parameters: ["i32", "i64"], result: "i32" },
    fallocate: { parameters: ["i32", "i32", "i64", "i64"], result: "i32" },
    fstatfs: { parameters: ["i32", "buffer"], result: "i32" },
  }).symbols;
}

/** Of the file that `source` is about. */
export function copyContents(from: number, to: number): void {
  const size = long(WORD.size);
  if (long(WORD.blocks) * BLOCK_BYTES < size) return copyData(from, to, size);
  if (size >= RESERVED_BYTES) reserve(to, size);
  copyRange(from, to, size, null, null);
}

/** The data alone; what is not written is a hole. */
function copyData(from: number, to: number, size: number): void {
  const rare = bound ??= bind();
  for (let end = 0n; end < size;) {
    const data = rare.lseek(from, end, k.SEEK_DATA);
    const hole = rare.lseek(from, data < 0 ? end : data, k.SEEK_HOLE);
    if (hole < 0) throw new Error("holes are not told");
    if (data < 0) break;
    offsets.fill(data);
    copyRange(from, to, Number(hole - data), at, targetAt);
    end = hole;
  }
  done(rare.ftruncate(to, BigInt(size)));
}

/** Tells ext4 a file's size. */
function reserve(to: number, size: number): void {
  const rare = bound ??= bind();
  const facts = new Uint32Array(STATFS_BYTES / 4);
  done(rare.fstatfs(to, facts));
  if (facts[0] !== k.EXT4_SUPER_MAGIC) return;
  done(rare.fallocate(to, k.FALLOC_FL_KEEP_SIZE, 0n, BigInt(size)));
}

/** Copies so many bytes, from the offsets of both files on, or null: from where the files are. */
function copyRange(
  from: number,
  to: number,
  size: number,
  at: Bytes | null,
  targetAt: Bytes | null,
): void {
  for (let left = size; left > 0;) {
    const most = BigInt(Math.min(left, 2 ** 30));
    const copied = done(c.copy_file_range(from, at, to, targetAt, most, 0));
    if (copied === 0) throw new Error("the source is shorter");
    left -= copied;
  }
}
