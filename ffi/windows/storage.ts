// The size of an open file on Windows, and how it is stored: with holes or compressed, both of which are flags that a
// file must have before its bytes are written.

import { ENXIO } from "../errno.ts";
import type { FileStat } from "../file_stat.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import { FILE_ALL_INFORMATION as ALL, FILE_ALLOCATED_RANGE_BUFFER as RANGE } from "./structs.ts";

/** Ranges that one call tells; the first is enough to find the next data. */
const RANGES = 64;
const asked = new BigInt64Array(RANGE.size / 8);
const askedBytes = new Uint8Array(asked.buffer);
const ranges = new BigInt64Array(RANGES * RANGE.size / 8);
const rangesBytes = new Uint8Array(ranges.buffer);
const endOfFile = new BigInt64Array(1);
const endOfFileBytes = new Uint8Array(endOfFile.buffer);
const compression = Uint8Array.of(k.COMPRESSION_FORMAT_DEFAULT, 0);

/** Sets how an empty new file is stored, as far as the file system can: sparse or compressed like `from`. */
export function prepare(
  calls: Calls,
  target: number,
  { storage }: FileStat,
  mayHaveHoles: boolean,
): number {
  if (mayHaveHoles || storage & k.FILE_ATTRIBUTE_SPARSE_FILE) markSparse(calls, target);
  if (storage & k.FILE_ATTRIBUTE_COMPRESSED) {
    calls.control(target, k.FSCTL_SET_COMPRESSION, compression);
  }
  return 0;
}

/** Makes a file sparse. 0 or a negated error number. */
export function markSparse(calls: Calls, file: number): number {
  return calls.result(calls.control(file, k.FSCTL_SET_SPARSE, null));
}

/** Offset of the next data at or after `offset`; -ENXIO past the last. */
export function seekData(calls: Calls, file: number, offset: number): number {
  const count = allocated(calls, file, offset);
  if (count <= 0) return count < 0 ? count : -ENXIO;
  return Math.max(offset, Number(ranges[0]));
}

/** Offset of the next hole at or after `offset`; the end of the last data where there is none. */
export function seekHole(calls: Calls, file: number, offset: number): number {
  for (let end = offset;;) {
    const count = allocated(calls, file, end);
    if (count < 0) return count;
    const from = end;
    for (let i = 0; i < count && Number(ranges[i * 2]) <= end; i++) {
      end = Number(ranges[i * 2] + ranges[i * 2 + 1]);
    }
    if (end === from) return end;
  }
}

/** Reads the allocated ranges from `offset` on; their number, or a negated error number. */
function allocated(calls: Calls, file: number, offset: number): number {
  asked[RANGE.FileOffset / 8] = BigInt(offset);
  asked[RANGE.Length / 8] = 2n ** 63n - 1n - BigInt(offset);
  const status = calls.control(file, k.FSCTL_QUERY_ALLOCATED_RANGES, askedBytes, rangesBytes);
  if (status < 0 && status !== k.STATUS_BUFFER_OVERFLOW) return calls.result(status);
  return calls.moved / RANGE.size;
}

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
