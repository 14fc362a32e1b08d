// The volumes of the open files of this thread. A file is on the volume of its folder, so that it need not be asked.

import type { Calls } from "./calls.ts";
import { type FolderTable, volumeOf } from "./folder_table.ts";
import type { Volume } from "./stat.ts";

export class VolumeTable {
  readonly #volumes = new Map<number, Volume>();

  constructor(private readonly calls: Calls, private readonly folders: FolderTable) {}

  /** Adds an open file, by the folder that it was opened in. */
  add(file: number, folder: number): void {
    this.#volumes.set(file, this.folders.get(folder).volume);
  }

  remove(handle: number): void {
    this.#volumes.delete(handle);
  }

  /** The volume of an open file or folder, which is asked if another thread opened it. */
  of(handle: number): Volume {
    return this.#volumes.get(handle) ?? this.folders.find(handle)?.volume ??
      volumeOf(this.calls, handle);
  }
}
