// Bytes at offsets of open files, by the calls that Linux and Darwin share.

import type { DataCalls } from "../calls/data.ts";
import type { LazySymbols } from "../lazy_symbols.ts";
import { wide } from "../wide.ts";
import type { Failure } from "./failure.ts";
import type { FILE_SYMBOLS } from "./symbols/files.ts";

/** A C library with at least these functions. */
interface Library {
  readonly c: LazySymbols<typeof FILE_SYMBOLS>;
  readonly failure: Failure;
}

/** What lseek(2) calls its ways, which systems number differently. */
interface Whence {
  readonly SEEK_SET: number;
  readonly SEEK_DATA: number;
  readonly SEEK_HOLE: number;
}

type PosixDataCalls = Pick<
  DataCalls,
  "read" | "write" | "seekData" | "seekHole" | "seek" | "truncate"
>;

export function posixDataCalls({ c, failure }: Library, whence: Whence): PosixDataCalls {
  function seekTo(file: number, offset: number, way: number): number {
    const position = Number(c.lseek(file, wide(offset), way));
    return position >= 0 ? position : failure(c.lseek, file, wide(offset), way);
  }

  return {
    read(file, buffer, length, offset) {
      const count = c.pread(file, buffer, wide(length), wide(offset));
      return count >= 0 ? count : failure(c.pread, file, buffer, wide(length), wide(offset));
    },
    write(file, buffer, length, offset) {
      const count = c.pwrite(file, buffer, wide(length), wide(offset));
      return count >= 0 ? count : failure(c.pwrite, file, buffer, wide(length), wide(offset));
    },
    seekData: (file, offset) => seekTo(file, offset, whence.SEEK_DATA),
    seekHole: (file, offset) => seekTo(file, offset, whence.SEEK_HOLE),
    seek: (file, offset) => seekTo(file, offset, whence.SEEK_SET),
    truncate(file, size) {
      return c.ftruncate(file, wide(size)) === 0 ? 0 : failure(c.ftruncate, file, wide(size));
    },
  };
}
