// The size of an open file, set and asked for.

import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import { FILE_ALL_INFORMATION as ALL } from "./structs.ts";

const endOfFile = new BigInt64Array(1);
const endOfFileBytes = new Uint8Array(endOfFile.buffer);

export function setSize(calls: Calls, file: number, size: number): number {
  endOfFile[0] = BigInt(size);
  return calls.result(calls.set(file, k.FileEndOfFileInformation, endOfFileBytes));
}

/** Bytes, or a negated error number. */
export function sizeOf(calls: Calls, file: number): number {
  const error = calls.query(file, k.FileAllInformation, ALL.size);
  if (error < 0) return error;
  return calls.words[ALL.EndOfFile / 4] + calls.words[ALL.EndOfFile / 4 + 1] * 2 ** 32;
}
