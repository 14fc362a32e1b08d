// Bytes of open files, and bytes in memory.

export interface DataCalls {
  /** Shares all of `source`'s extents with `target`. */
  cloneFile(target: number, source: number): number;
  /** Copies at most 1 GiB; bytes copied, 0 if there is nothing to copy. */
  copyRange(source: number, target: number, offset: number, length: number): number;
  /** Copies at most 1 GiB from `offset` of `source` to the position of `target`; bytes copied. */
  sendFile(source: number, target: number, offset: number, length: number): number;
  read(file: number, buffer: Uint8Array, length: number, offset: number): number;
  write(file: number, buffer: Uint8Array, length: number, offset: number): number;
  /** Offset of the next data at or after `offset`; -ENXIO past the last. */
  seekData(file: number, offset: number): number;
  seekHole(file: number, offset: number): number;
  /** Sets the position that `sendFile` writes at. */
  seek(file: number, offset: number): number;
  truncate(file: number, size: number): number;
  /** Makes a hole of a range, which then reads as zeros; the size stays as it is. */
  punchHole(file: number, offset: number, length: number): number;
  /** Writes a file or a folder to its disk, with its metadata; 0 also if the system cannot be asked to. */
  sync(handle: number): number;
  /** Writes a file's data to disk and drops it from the cache, so that it is read from disk; 0 also if the system keeps it. */
  dropCache(file: number): number;
  /** Has the system begin to read the first `length` bytes of a file, without waiting for them. */
  readAhead(file: number, length: number): number;
}

export interface MemoryCalls {
  /** True if the first `length` bytes of two buffers, both aligned to words, are the same. */
  sameBytes(a: Uint8Array, b: Uint8Array, length: number): boolean;
}
