// Compares memory without a call of C, four bytes at a time as numbers: BigInts would be garbage until V8
// has compiled the loop.

import type { MemoryCalls } from "./calls/data.ts";

const WORD_BYTES = 4;

/** True if two short values are equal; of any alignment. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** For platforms without memcmp(3). */
export const wordwise: MemoryCalls = {
  sameBytes(a, b, length) {
    const count = Math.floor(length / WORD_BYTES);
    const left = new Uint32Array(a.buffer, a.byteOffset, count);
    const right = new Uint32Array(b.buffer, b.byteOffset, count);
    for (let word = 0; word < count; word++) if (left[word] !== right[word]) return false;
    for (let at = count * WORD_BYTES; at < length; at++) if (a[at] !== b[at]) return false;
    return true;
  },
};
