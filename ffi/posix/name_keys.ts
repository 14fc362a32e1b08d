// When two names lead to one entry. The keys err towards one entry: a clash that is none is an error that tells of
// itself, one overlooked would lose a file.

import { type CString, cString } from "../c_string.ts";
import type { CaseCalls } from "../calls/paths.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LOWER_A = 97, LOWER_Z = 122, TO_UPPER = 32;

/** Of folders that ignore case and the form in which characters are composed: APFS, HFS+, ext4 with case folding. */
export function withoutCase(name: CString): CString {
  const key = new Uint8Array(name.length);
  for (let i = 0;; i++) {
    const byte = name[i];
    if (byte >= 0x80) return decomposed(name, (text) => text.toUpperCase());
    key[i] = byte >= LOWER_A && byte <= LOWER_Z ? byte - TO_UPPER : byte;
    if (byte === 0) return key;
  }
}

/** Of folders that ignore the form alone. */
export function withoutForm(name: CString): CString {
  return decomposed(name, (text) => text);
}

/** Of folders that compare names letter by letter, each in upper case: exFAT, NTFS, FAT. `ß` stays what it is. */
export function withoutCaseByLetter(name: CString): CString {
  const key = new Uint8Array(name.length);
  for (let i = 0;; i++) {
    const byte = name[i];
    if (byte >= 0x80) return upperLetters(name);
    key[i] = byte >= LOWER_A && byte <= LOWER_Z ? byte - TO_UPPER : byte;
    if (byte === 0) return key;
  }
}

/** A name that is not UTF-8 is itself alone. */
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

/** A name that is not UTF-8 is itself alone. */
function decomposed(name: CString, fold: (text: string) => string): CString {
  const bytes = name.subarray(0, name.indexOf(0));
  if (bytes.every((byte) => byte < 0x80)) return cString(fold(String.fromCharCode(...bytes)));
  try {
    return cString(fold(decoder.decode(bytes).normalize("NFD")).normalize("NFD"));
  } catch {
    return name;
  }
}

/** Where `nameKey` says all that there is to say. */
export const noCaseCalls: CaseCalls = { caseKey: withoutCase, caseKeyOf: () => null };
