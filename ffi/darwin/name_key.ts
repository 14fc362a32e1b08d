// When two names lead to one entry on Darwin. APFS and HFS+ keep a name as it was given or decomposed, and find
// it by any form of its characters (NFC, NFD); most volumes ignore case as well. The keys err towards one
// entry: a clash that is none is an error that tells of itself, one overlooked would lose a file.

import { type CString, cString } from "../c_string.ts";
import type { NameKey } from "../calls/paths.ts";
import * as k from "./constants.ts";
import type { OpenLibSystem } from "./libsystem.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LOWER_A = 97, LOWER_Z = 122, TO_UPPER = 32;

/** Of folders that ignore case. */
export function withoutCase(name: CString): CString {
  const key = new Uint8Array(name.length);
  for (let i = 0;; i++) {
    const byte = name[i];
    if (byte >= 0x80) return decomposed(name, (text) => text.toUpperCase());
    key[i] = byte >= LOWER_A && byte <= LOWER_Z ? byte - TO_UPPER : byte;
    if (byte === 0) return key;
  }
}

/** Of folders that tell case apart. */
export function withoutForm(name: CString): CString {
  return decomposed(name, (text) => text);
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

/** Which of them a folder goes by; one that is not there yet is taken for one that ignores case. */
export function nameKeyOf({ c }: OpenLibSystem, folder: number): NameKey {
  const tellsCaseApart = folder >= 0 && Number(c.fpathconf(folder, k._PC_CASE_SENSITIVE)) !== 0;
  return tellsCaseApart ? withoutForm : withoutCase;
}
