// Which volume each open file of this thread lies on. A file opened below a folder lies where the
// folder does; asking for that each time would be one call a file more.

import type { Calls } from "./calls.ts";
import { type FolderTable, volumeOf } from "./folder_table.ts";
import type { Volume } from "./stat.ts";

export class VolumeTable {
  readonly #volumes = new Map<number, Volume>();

  constructor(private readonly calls: Calls, private readonly folders: FolderTable) {}

  /** Remembers an open file by the folder that it was opened in. */
  add(file: number, folder: number): void {
    this.#volumes.set(file, this.folders.get(folder).volume);
  }

  remove(handle: number): void {
    this.#volumes.delete(handle);
  }

  /** Of an open file or folder; asked for where another thread opened it. */
  of(handle: number): Volume {
    return this.#volumes.get(handle) ?? this.folders.find(handle)?.volume ??
      volumeOf(this.calls, handle);
  }
}
