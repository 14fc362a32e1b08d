// The file system of a file, and the room on it.

/** The cheapest way of copying a small file within one file system. */
export type SmallFileMethod = "read_write" | "copy_file_range" | "clone";

/**
 * Whether folders distinguish the case of names: all do, none does, each folder has a setting of its own, or it is to
 * be found out.
 */
export type Casing = "told" | "ignored" | "by folder" | "unknown";

/** What follows from the kind of a file system; false and `read_write` if nothing is known of it. */
export interface StorageTraits {
  /** Writing into reserved room is faster. */
  readonly reservingPays: boolean;
  /** `copy_file_range` where it tries no clone first; `clone` where that costs less than new blocks. */
  readonly smallFiles: SmallFileMethod;
  /** Writers of one file wait for each other, so that a second one gains nothing. */
  readonly writersTakeTurns: boolean;
  /** Some file systems of this kind have no hard links, or an inode number for each name. */
  readonly mayLackLinks: boolean;
  /** Such a file system may show folders of another one: a union, a view, a server's folder; null if that is not known. */
  readonly mayShowOthers: boolean | null;
  readonly casing: Casing;
  /** Whether files can share blocks there; null if that is not known. */
  readonly sharesBlocks: boolean | null;
}

/** The room of a file system. */
export interface Room {
  /** Bytes of it in all. */
  readonly totalBytes: number;
  /** Bytes that any user may still fill. */
  readonly freeBytes: number;
  /** Bytes beyond these that the file system keeps back: for itself, or for whom `mayFillReserve` tells. */
  readonly reservedBytes: number;
  /** Bytes that are given to a file at a time. */
  readonly blockBytes: number;
  /** Entries that there may be; null where they are made on demand, or the system does not tell. */
  readonly totalInodes: number | null;
  /** Entries that there may be beside those that there are; null as `totalInodes`. */
  readonly freeInodes: number | null;
}

export interface StorageCalls {
  /** Index in `FILE_SYSTEM_KINDS` of the kind of file system that `file` is on; 0 if the platform does not tell. */
  fileSystemKind(file: number): number;
  /** Of the file system that `file` is on. */
  storageTraits(file: number): StorageTraits;
  /**
   * Whether the file system that `file` is on has stable inode numbers: one for each file, which listings tell under each of its
   * names, and which is the same on every machine that has it mounted; false if that is not known.
   */
  hasStableInodes(file: number): boolean;
  /** Bytes of the longest name on the file system that `file` is on; 0 if it does not tell. */
  longestName(file: number): number;
  /** Reserves room for the first `size` bytes of a file; its size stays as it is. */
  reserve(file: number, size: number): number;
  /** Of the file system that `file` is on; null if that is not told. */
  room(file: number): Room | null;
  /**
   * Whether this process may fill what an ext4 file system keeps back (`Room.reservedBytes`); false if that is not known.
   *
   * @param dev its device, as `FileStat.dev`
   */
  mayFillReserve(dev: number): boolean;
  /**
   * Bytes of the largest file that the system would address on the file system that `file`, which is open for writing,
   * is on; Infinity if that is more than 2^53, 0 if it does not tell.
   */
  largestFile(file: number): number;
  /** True if the file system that `file` is on has room for `bytes` more of metadata; false also if that is not known. */
  hasRoom(file: number, bytes: number): boolean;
}
