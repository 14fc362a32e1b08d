// Folders of which a thread leaves something to a later phase or to another thread, as plain data.

import type { PackedEntries } from "./packed_entries.ts";

/** A folder in which a later phase has something to delete, to replace or to link. */
export interface ExtraFolder {
  readonly root: number;
  readonly path: Uint8Array;
  /** Device of its source when it was copied (`FileStat.dev`): the disk may be gone by the time of deleting. */
  readonly sourceDev: number;
  /** Which job does `names`, one of JOB; absent where there are none. */
  readonly kind?: number;
  /** Names of source entries that are left to a later phase; null where extra entries are to be deleted. */
  readonly names: Uint8Array[] | null;
  /** Its extra entries where they are known and few; else they are sought when they are to be deleted. */
  readonly known?: PackedEntries | null;
}

/** A read-only folder that this thread made writable and in which others may still work. */
export interface UnlockedFolder {
  /** The ticket of the folder's slot; it is void once the folder is finished. */
  readonly ticket: number;
  readonly root: number;
  readonly path: Uint8Array;
  /** Permissions that it had before. */
  readonly mode: number;
}
