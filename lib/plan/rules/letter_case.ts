// Patterns for which small and capital letters are the same.

import { bytesOfBinaryText } from "../../../ffi/c_string.ts";
import { Subject, type Test, toBinaryString } from "./subject.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const BEYOND_ASCII = /[\x80-\xff]/;

/** @param compile makes the test of a pattern in small letters, which is asked about names in small letters */
export function ignoringCase(
  pattern: string,
  compile: (pattern: string, foldsCase: boolean) => Test,
): Test {
  const test = compile(inSmallLetters(pattern), true);
  const small = new Subject();
  return ({ path, isFolder }) => {
    small.set(inSmallLetters(path), isFolder);
    return test(small);
  };
}

/** A binary string in small letters; where it is not UTF-8, those of ASCII alone change. */
function inSmallLetters(binary: string): string {
  if (!BEYOND_ASCII.test(binary)) return binary.toLowerCase();
  try {
    return toBinaryString(decoder.decode(bytesOfBinaryText(binary)).toLowerCase());
  } catch {
    return binary.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  }
}
