// What is mounted where.

/** A mount, as the process sees it. Binary strings: a character a raw byte. */
export interface Mount {
  readonly id: number;
  /** Names the file system. */
  readonly fileSystem: string;
  /** The folder of that file system which is shown: `/` unless it is a bind mount, or a subvolume. */
  readonly root: string;
  /** Where it is shown. */
  readonly point: string;
}

/** Where an open folder is. */
export interface MountedPlace {
  readonly mountId: number;
  readonly path: string;
}

export interface MountCalls {
  /** All mounts, in the order in which they were made; null where that is not to be known. */
  mounts(): readonly Mount[] | null;
  /** Null where that is not to be known. */
  placeOf(folder: number): MountedPlace | null;
}
