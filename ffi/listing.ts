// A batch of one folder's entries as raw bytes: names lie NUL-terminated in one buffer and are passed
// to the next system call as views of it, so that listing a folder allocates nothing per entry.

import type { CString } from "./c_string.ts";

/** Type of an entry in a listing; `unknown` where the file system does not tell it (readdir(3), d_type). */
export const ENTRY_TYPE = {
  unknown: 0,
  fifo: 1,
  charDevice: 2,
  folder: 4,
  blockDevice: 6,
  file: 8,
  symlink: 10,
  socket: 12,
} as const;

/** A dirent64 record takes at least 24 bytes, which bounds the number of entries in a buffer. */
const SMALLEST_RECORD = 24;

/** Entries of a folder, without `.` and `..`. */
export class Listing {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Offset of each name in `bytes`. */
  readonly nameAt: Uint32Array;
  /** Type of each entry, one of ENTRY_TYPE. */
  readonly type: Uint8Array;
  count = 0;
  /** How many bytes before each name its inode number begins (64 bits, the lowest first); 0 where that is not told. */
  inodeBefore = 0;
  /** Bytes of `bytes` in use. */
  used = 0;

  /** @param capacity bytes; a listing that needs more comes in several batches */
  constructor(readonly capacity: number) {
    this.bytes = new Uint8Array(capacity);
    const most = Math.ceil(capacity / SMALLEST_RECORD);
    this.nameAt = new Uint32Array(most);
    this.type = new Uint8Array(most);
  }

  clear(): void {
    this.count = 0;
    this.used = 0;
  }

  /** The name of entry `index`: a view that starts at the name and runs past its NUL. */
  name(index: number): CString {
    return this.bytes.subarray(this.nameAt[index]);
  }

  /** The type of entry `index`, one of ENTRY_TYPE. */
  typeOf(index: number): number {
    return this.type[index];
  }

  /** Records an entry whose name already lies at `nameAt`. */
  record(nameAt: number, type: number): void {
    this.nameAt[this.count] = nameAt;
    this.type[this.count] = type;
    this.count++;
  }

  /** Moves entry `index` to index `to`, where an entry was that is no longer needed. */
  keep(index: number, to: number): void {
    this.nameAt[to] = this.nameAt[index];
    this.type[to] = this.type[index];
  }

  /** Exchanges two entries. */
  swap(index: number, other: number): void {
    const { nameAt, type } = this;
    const name = nameAt[index], kind = type[index];
    this.keep(other, index);
    nameAt[other] = name;
    type[other] = kind;
  }

  /** Copies a name in; false when the buffer is full. */
  append(name: Uint8Array, length: number, type: number): boolean {
    const needed = Math.max(length + 1, SMALLEST_RECORD);
    if (this.used + needed > this.capacity) return false;
    this.bytes.set(name.subarray(0, length), this.used);
    this.bytes[this.used + length] = 0;
    this.record(this.used, type);
    this.used += needed;
    return true;
  }

  /** Records a name of `length` bytes that already lies at `used`, with room for its NUL. */
  appendWritten(length: number, type: number): void {
    this.bytes[this.used + length] = 0;
    this.record(this.used, type);
    this.used += Math.max(length + 1, SMALLEST_RECORD);
  }
}
