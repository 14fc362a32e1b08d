// Keys of names: two names with one key lead to one entry. In doubt they are the same: a clash that is none is
// reported, while one that is overlooked loses a file.

import { type CString, cString } from "../c_string.ts";
import type { CaseCalls } from "../calls/paths.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LOWER_A = 97, LOWER_Z = 122, TO_UPPER = 32;

/** Of folders that ignore case and the composition of characters: APFS, HFS+, ext4 with case folding. */
export function withoutCase(name: CString): CString {
  const key = new Uint8Array(name.length);
  for (let i = 0;; i++) {
    const byte = name[i];
    if (byte >= 0x80) return decomposed(name, (text) => text.toUpperCase());
    key[i] = byte >= LOWER_A && byte <= LOWER_Z ? byte - TO_UPPER : byte;
    if (byte === 0) return key;
  }
}

/** Of folders that ignore the composition of characters alone. */
export function withoutForm(name: CString): CString {
  return decomposed(name, (text) => text);
}

/** Of folders that compare names letter by letter, each in upper case: exFAT, NTFS, FAT. `ß` has no such letter. */
export function withoutCaseByLetter(name: CString): CString {
  const key = new Uint8Array(name.length);
  for (let i = 0;; i++) {
    const byte = name[i];
    if (byte >= 0x80) return upperLetters(name);
    key[i] = byte >= LOWER_A && byte <= LOWER_Z ? byte - TO_UPPER : byte;
    if (byte === 0) return key;
  }
}

/** A name that is not UTF-8 is its own key. */
function upperLetters(name: CString): CString {
  try {
    const text = decoder.decode(name.subarray(0, name.indexOf(0)));
    let key = "";
    for (const letter of text) {
      const upper = letter.toUpperCase();
      key += upper.length === letter.length ? upper : letter;
    }
    return cString(key);
  } catch {
    return name;
  }
}

/** A name that is not UTF-8 is its own key. */
function decomposed(name: CString, fold: (text: string) => string): CString {
  const bytes = name.subarray(0, name.indexOf(0));
  if (bytes.every((byte) => byte < 0x80)) return cString(fold(String.fromCharCode(...bytes)));
  try {
    return cString(fold(decoder.decode(bytes).normalize("NFD")).normalize("NFD"));
  } catch {
    return name;
  }
}

/** Of platforms on which `nameKey` alone decides. */
export const noCaseCalls: CaseCalls = { caseKey: withoutCase, caseKeyOf: () => null };
