// What is mounted where.

/** Where an open folder is. */
export interface MountedPlace {
  readonly mountId: number;
  readonly path: string;
}

/** The file system that an open folder is on, as it is mounted there. Binary strings. */
export interface MountedFileSystem {
  /** `ext4`, `fuse.sshfs`, `NTFS`. */
  readonly type: string;
  /** A device, an image, a folder that it shows, or any text; empty if that is not told. */
  readonly source: string;
  /** The folder that it is mounted on; empty if that is not told. */
  readonly point: string;
  /** How it is mounted there: `ro`, `nosuid`, `noatime`. */
  readonly flags: readonly string[];
  /** Those of the file system itself, wherever it is mounted: `lowerdir=/low`. */
  readonly options: readonly string[];
}

/** A mount, as the process sees it. */
export interface Mount extends MountedFileSystem {
  readonly id: number;
  /** Identifies the file system: the numbers of its device, `8:2`. */
  readonly fileSystem: string;
  /** The folder of the file system that is mounted: `/` unless this is a bind mount or a subvolume. */
  readonly root: string;
}

export interface MountCalls {
  /** All mounts, in the order in which they were made; null if the system does not tell. */
  mounts(): readonly Mount[] | null;
  /** Null if the system does not tell. */
  placeOf(folder: number): MountedPlace | null;
  /** Null if the system does not tell. */
  fileSystemOf(folder: number): MountedFileSystem | null;
}
