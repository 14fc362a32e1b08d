// What lies under a file: its file system, and the room on it.

/** The cheapest way of copying a small file within one file system. */
export type SmallFileMethod = "read_write" | "copy_file_range" | "clone";

/**
 * Whether folders tell the case of names apart: all do, none does, each folder has a setting of its own, or that is
 * to be found out.
 */
export type Casing = "told" | "ignored" | "by folder" | "unknown";

/** What the kind of a file system tells; false, and reading and writing, where nothing is known. */
export interface StorageTraits {
  /** Writing is faster into room that was reserved. */
  readonly reservingPays: boolean;
  /** `copy_file_range` where it tries no clone first; `clone` where that costs less than new blocks. */
  readonly smallFiles: SmallFileMethod;
  /** Writers of one file wait for each other throughout: a second one gains nothing. */
  readonly writersTakeTurns: boolean;
  /** Whether there are file systems of this kind without hard links, or with a number of its own for each name. */
  readonly mayLackLinks: boolean;
  readonly casing: Casing;
}

export interface StorageCalls {
  /** Where in `FILE_SYSTEM_KINDS` that of the file system stands that `file` lies on; 0 where the platform does not tell. */
  fileSystemKind(file: number): number;
  /** Of the file system that `file` lies on. */
  storageTraits(file: number): StorageTraits;
  /** Reserves room for the first `size` bytes of a file; its size stays as it is. */
  reserve(file: number, size: number): number;
  /** Whether the file system that `file` lies on has room for `bytes` more of metadata; false where that is not known. */
  hasRoom(file: number, bytes: number): boolean;
}
