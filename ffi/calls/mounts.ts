// What is mounted where.

/** A mount, as the process sees it. Binary strings: a character a raw byte. */
export interface Mount {
  readonly id: number;
  /** Identifies the file system. */
  readonly fileSystem: string;
  /** The folder of the file system that is mounted: `/` unless this is a bind mount or a subvolume. */
  readonly root: string;
  /** The folder that it is mounted on. */
  readonly point: string;
}

/** Where an open folder is. */
export interface MountedPlace {
  readonly mountId: number;
  readonly path: string;
}

export interface MountCalls {
  /** All mounts, in the order in which they were made; null if the system does not tell. */
  mounts(): readonly Mount[] | null;
  /** Null if the system does not tell. */
  placeOf(folder: number): MountedPlace | null;
}
