// struct linux_dirent64, as getdents64(2) writes it: ino u64 at 0, off i64 at 8, reclen u16 at 16,
// type u8 at 18, name at 19, NUL-terminated, the record padded to 8 bytes.

import type { Listing } from "../listing.ts";

/** Byte offsets of the fields that are read. */
export const DIRENT = { reclen: 16, type: 18, name: 19 } as const;

const { reclen: RECLEN, type: TYPE, name: NAME } = DIRENT;
const DOT = 46;

/** Records the entries of `length` new bytes at the end of `listing`, leaving out `.` and `..`. */
export function recordDirents(listing: Listing, length: number): void {
  const { bytes } = listing;
  const end = listing.used + length;
  listing.inodeBefore = NAME; // `d_ino` begins the record
  for (let at = listing.used; at < end;) {
    const name = at + NAME;
    if (!isDotOrDotDot(bytes, name)) listing.record(name, bytes[at + TYPE]);
    at += bytes[at + RECLEN] | bytes[at + RECLEN + 1] << 8;
  }
  listing.used = end;
}

function isDotOrDotDot(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === DOT &&
    (bytes[at + 1] === 0 || (bytes[at + 1] === DOT && bytes[at + 2] === 0));
}
