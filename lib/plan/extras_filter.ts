// Which entries that only the target has are kept all the same: what filters, sizes and ages leave out of a run is
// left alone in the target, too. rsync does so for filters; it deletes whatever the size.

import { type CString, ENTRY_TYPE, FileStat, type NativeFileSystem } from "../../ffi/mod.ts";
import type { DeletionFilter } from "../copy/deletion/deletion_filter.ts";
import type { FolderPair } from "../entry/folder_pair.ts";
import type { Options } from "../options.ts";
import type { Selection } from "./selection.ts";

export class ExtrasFilter implements DeletionFilter {
  readonly #stat = new FileStat();

  constructor(
    private readonly fs: NativeFileSystem,
    private readonly options: Options,
    private readonly selection: Selection,
  ) {}

  protects(
    pair: FolderPair,
    path: Uint8Array,
    folder: number,
    name: CString,
    type: number,
  ): boolean {
    const { selection } = this;
    // Of a path that is listed and that SOURCE does not have, nobody said that it was to go.
    if (selection.isListedItself(path, name)) return true;
    if (selection.protectsName(pair, path, name, type === ENTRY_TYPE.folder)) return true;
    if (this.options.deleteExcluded) return false;
    if (!selection.looksAtMetadata || type !== ENTRY_TYPE.file) return false;
    const error = this.fs.stat(folder, name, this.#stat);
    return error === 0 && this.#stat.isFile && selection.excludesFile(this.#stat);
  }
}
