// Folders of which a thread leaves something to a later phase or to another thread, as plain data.

/** A folder in which a later phase has something to delete or to put in the place of something else. */
export interface ExtraFolder {
  readonly root: number;
  readonly path: Uint8Array;
  /** Where its source was when that was copied, as `FileStat.dev`: a disk may be gone by the time of deleting. */
  readonly sourceDev: number;
  /** Names of source entries that replace an entry of another kind; null: entries missing in the source are to be deleted. */
  readonly conflicts: Uint8Array[] | null;
}

/** A read-only folder that this thread has made writable and others may still work in. */
export interface UnlockedFolder {
  /** Of the folder's slot, while it is not finished. */
  readonly ticket: number;
  readonly root: number;
  readonly path: Uint8Array;
  /** What it had before. */
  readonly mode: number;
}
