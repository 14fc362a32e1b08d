// Bytes of open files, and bytes in memory.

export interface DataCalls {
  /** Shares all of `source`'s extents with `target`. */
  cloneFile(target: number, source: number): number;
  /** At most 1 GiB a call; bytes copied, 0 where the call finds nothing to copy. */
  copyRange(source: number, target: number, offset: number, length: number): number;
  /** From `source`'s given offset to `target`'s current one; at most 1 GiB a call. */
  sendFile(source: number, target: number, offset: number, length: number): number;
  read(file: number, buffer: Uint8Array, length: number, offset: number): number;
  write(file: number, buffer: Uint8Array, length: number, offset: number): number;
  /** Offset of the next data at or after `offset`; -ENXIO past the last. */
  seekData(file: number, offset: number): number;
  seekHole(file: number, offset: number): number;
  /** Sets the position that `sendFile` writes at. */
  seek(file: number, offset: number): number;
  truncate(file: number, size: number): number;
  /** Makes a range of a file read as zeros and takes its room away; the size stays as it is. */
  punchHole(file: number, offset: number, length: number): number;
  /** Has a file or a folder written to its disk, with its metadata; 0 where that cannot be asked for. */
  sync(handle: number): number;
  /** Has a file's data written to disk and then forgotten, so that it is read from there; 0 where the system keeps it. */
  dropCache(file: number): number;
}

export interface MemoryCalls {
  /** Whether the first `length` bytes of two buffers, both aligned to words, are the same. */
  sameBytes(a: Uint8Array, b: Uint8Array, length: number): boolean;
}
