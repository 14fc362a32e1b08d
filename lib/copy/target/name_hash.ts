// A number made from a name, for names that are found again.

import { type CString, withoutNul } from "../../../ffi/c_string.ts";

/** FNV-1a of 64 bits (RFC 9923). */
const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/** Sixteen hexadecimal digits. */
export function nameHash(name: CString): string {
  let hash = FNV_OFFSET;
  for (const byte of withoutNul(name)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME);
  }
  return hash.toString(16).padStart(16, "0");
}
