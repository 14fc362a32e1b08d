// Keys of names by the system's own table of upper-case letters, unit by unit, so that `ß` has none. Names that are
// the same in upper case lead to one entry of a folder of NTFS.

import type { CString } from "../c_string.ts";
import { type Calls, unicodeString } from "./calls.ts";
import { bytesFromUnits, unitsFromBytes } from "./wide_text.ts";

/** Units that one call converts; a UNICODE_STRING has a length of 16 bits in bytes. */
const UNITS_A_CALL = 16_384;
const ALL_UNITS = 65_536;

/** Gives the function that makes keys; it reads the table when it is first called. */
export function caseFolder(calls: Calls): (name: CString) => CString {
  let upper: Uint16Array | null = null;
  return (name) => {
    upper ??= upperCaseTable(calls);
    const units = new Uint16Array(name.length + 2);
    const count = unitsFromBytes(name, units);
    for (let i = 0; i < count; i++) units[i] = upper[units[i]];
    const folded = new Uint8Array(count * 3 + 1);
    return folded.subarray(0, bytesFromUnits(units, 0, count, folded) + 1);
  };
}

function upperCaseTable({ nt }: Calls): Uint16Array {
  const table = new Uint16Array(ALL_UNITS);
  const from = new Uint16Array(new ArrayBuffer(UNITS_A_CALL * 2));
  const to = new Uint16Array(new ArrayBuffer(UNITS_A_CALL * 2));
  for (let start = 0; start < ALL_UNITS; start += UNITS_A_CALL) {
    for (let i = 0; i < UNITS_A_CALL; i++) from[i] = start + i;
    nt.RtlUpcaseUnicodeString(unicodeString(to), unicodeString(from), 0);
    table.set(to, start);
  }
  return table;
}
