// Which entries that only the target has are kept all the same: what filters, sizes and ages leave out of a run is
// left alone in the target, too. rsync does so for filters; it deletes whatever the size.

import {
  binaryText,
  type CString,
  ENTRY_TYPE,
  FileStat,
  type NativeFileSystem,
} from "../../ffi/mod.ts";
import { backupSuffix, isBackupName } from "../copy/backup/backup_names.ts";
import type { DeletionFilter } from "../copy/deletion/deletion_filter.ts";
import { type FolderPair, joinPath } from "../entry/folder_pair.ts";
import { isWithin } from "../entry/guarded_paths.ts";
import type { Options } from "../options.ts";
import type { Selection } from "./selection.ts";

export class ExtrasFilter implements DeletionFilter {
  readonly #stat = new FileStat();
  /** Ends the names of backups that stand beside what took their place. */
  readonly #suffix: Uint8Array | null;

  constructor(
    private readonly fs: NativeFileSystem,
    private readonly options: Options,
    private readonly selection: Selection,
  ) {
    const { backup, backupDir } = options;
    this.#suffix = backup && backupDir === null ? backupSuffix(options) : null;
  }

  protects(
    pair: FolderPair,
    path: Uint8Array,
    folder: number,
    name: CString,
    type: number,
  ): boolean {
    const { selection } = this;
    if (this.#isBackup(pair, path, name)) return true;
    // Of a path that is listed and that SOURCE does not have, nobody said that it was to go.
    if (selection.isListedItself(path, name)) return true;
    if (selection.protectsName(pair, path, name, type === ENTRY_TYPE.folder)) return true;
    if (this.options.deleteExcluded) return false;
    if (!selection.looksAtMetadata || type !== ENTRY_TYPE.file) return false;
    const error = this.fs.stat(folder, name, this.#stat);
    return error === 0 && this.#stat.isFile && selection.excludesFile(this.#stat);
  }

  /** Backups of this run and of earlier ones: also those of excluded entries are nobody's to delete. */
  #isBackup({ root: { backupsBelow } }: FolderPair, path: Uint8Array, name: CString): boolean {
    if (this.#suffix !== null) return isBackupName(name, this.#suffix);
    return backupsBelow !== undefined && isWithin(binaryText(joinPath(path, name)), backupsBelow);
  }
}
