// Who keeps what is replaced or deleted in the target as a backup (lib/copy/backup/backups.ts).

import type { CString, FileStat } from "../../ffi/mod.ts";
import type { RootPair } from "./root_pair.ts";

/** An entry of the target, in an open folder. */
export interface OldEntry {
  readonly root: RootPair;
  /** Of the folder that it stands in, below the root. */
  readonly path: Uint8Array;
  readonly folder: number;
  readonly name: CString;
  /** The source's folder of the same path; -1 if there is none that is copied as a whole. */
  readonly source: number;
}

/** One that is about to be replaced. */
export interface ReplacedEntry extends OldEntry {
  /** What it was when that was decided. */
  readonly known: FileStat;
}

export interface BackupKeeper {
  /** Whether backups stand beside the entries: then a folder whose entries were backed up is not empty. */
  readonly areBeside: boolean;

  /** Gives an entry that is about to be replaced a second name, its backup's. 0 or FAILURE_REPORTED. */
  keep(old: ReplacedEntry): number;

  /** Renames an entry whose name nothing takes to its backup's. 0, FAILURE_REPORTED or a negated errno. */
  moveAway(old: OldEntry): number;

  /** Renames a whole folder to the name of its backup, and answers that; null when that failed, which was reported. */
  moveFolder(old: OldEntry): CString | null;
}
