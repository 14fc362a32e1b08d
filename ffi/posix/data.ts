// Bytes at offsets of open files, by the calls that Linux and Darwin share.

import type { DataCalls } from "../calls/data.ts";
import { type LazySymbols, wide } from "../lazy_symbols.ts";
import type { Failure } from "./failure.ts";
import type { FILE_SYMBOLS } from "./symbols/files.ts";
import { frequent } from "../frequent.ts";

/** A C library with at least these functions. */
interface Library {
  readonly c: LazySymbols<typeof FILE_SYMBOLS>;
  readonly failure: Failure;
}

/** lseek(2); the new offset or a negated errno. */
export function seekTo({ c, failure }: Library, file: number, offset: number, whence: number) {
  const position = Number(c.lseek(file, wide(offset), whence));
  return position >= 0 ? position : failure(c.lseek, file, wide(offset), whence);
}

type PosixDataCalls = Pick<DataCalls, "read" | "write" | "seek" | "truncate">;

/** SEEK_SET of every POSIX system (unistd.h). */
const SEEK_SET = 0;

export function posixDataCalls(library: Library): PosixDataCalls {
  const { c, failure } = library;
  return {
    read: frequent((file, buffer, length, offset) => {
      const count = c.pread(file, buffer, wide(length), wide(offset));
      return count >= 0 ? count : failure(c.pread, file, buffer, wide(length), wide(offset));
    }),
    write: frequent((file, buffer, length, offset) => {
      const count = c.pwrite(file, buffer, wide(length), wide(offset));
      return count >= 0 ? count : failure(c.pwrite, file, buffer, wide(length), wide(offset));
    }),
    seek: (file, offset) => seekTo(library, file, offset, SEEK_SET),
    truncate(file, size) {
      return c.ftruncate(file, wide(size)) === 0 ? 0 : failure(c.ftruncate, file, wide(size));
    },
  };
}
