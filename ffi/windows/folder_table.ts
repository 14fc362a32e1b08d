// The open folders of this thread: the volume of each, its path for calls that take only paths, and what its listing
// told of the entries. A folder that another thread has opened is asked.

import type { CString } from "../c_string.ts";
import { wide } from "../lazy_symbols.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import { ListedEntries } from "./listed_entries.ts";
import { layoutFor, type RecordLayout, WITHOUT_IDS } from "./record_layout.ts";
import type { Volume } from "./stat.ts";
import { FILE_FS_VOLUME_INFORMATION as FS_VOLUME, FILE_ID_INFORMATION as ID } from "./structs.ts";
import { textOfUnits } from "./wide_text.ts";

/** One open folder. */
export interface OpenFolder {
  readonly volume: Volume;
  /** What its listing told, without entries that were changed through this folder since. */
  readonly listed: ListedEntries;
  /** True if the next call of `list` starts at the first entry. */
  restarts: boolean;
  /** The layout of its listing's records. */
  layout: RecordLayout;
  /** The absolute path, in the form `\\?\…`; null until it is needed. */
  path: string | null;
}

export class FolderTable {
  readonly #folders = new Map<number, OpenFolder>();
  /** Volumes whose listings do not tell file numbers, such as some shares of servers. */
  readonly #volumesWithoutIds = new WeakSet<Volume>();

  constructor(private readonly calls: Calls) {}

  /** Adds a folder that was just opened; one opened below `parent` without a link is on its volume. */
  add(handle: number, parent: number | null): number {
    const above = parent === null ? undefined : this.#folders.get(parent);
    this.#folders.set(handle, this.#folder(above?.volume ?? volumeOf(this.calls, handle)));
    return handle;
  }

  get(handle: number): OpenFolder {
    let folder = this.#folders.get(handle);
    if (folder === undefined) {
      folder = this.#folder(volumeOf(this.calls, handle));
      this.#folders.set(handle, folder);
    }
    return folder;
  }

  /** A folder, if this thread knows it. */
  find(handle: number): OpenFolder | undefined {
    return this.#folders.get(handle);
  }

  /** Notes that a folder's volume refused a listing with file numbers, for which it is not asked again. */
  lacksIds(folder: OpenFolder): void {
    folder.layout = WITHOUT_IDS;
    this.#volumesWithoutIds.add(folder.volume);
  }

  remove(handle: number): void {
    this.#folders.delete(handle);
  }

  /** Forgets what the listing told of an entry that is changed. */
  forget(handle: number, name: CString): void {
    const folder = this.#folders.get(handle);
    if (folder === undefined || folder.listed.isEmpty) return;
    if (this.calls.setName(name)) folder.listed.forget(this.calls.nameText);
  }

  /** The absolute path of an entry, in a form in which the system takes names as they are (dots and spaces at the end, `con`). */
  pathOf(handle: number, name: string): string | null {
    const folder = this.get(handle);
    folder.path ??= pathOfHandle(this.calls, handle);
    if (folder.path === null) return null;
    return folder.path.endsWith("\\") ? folder.path + name : `${folder.path}\\${name}`;
  }

  #folder(volume: Volume): OpenFolder {
    const layout = this.#volumesWithoutIds.has(volume) ? WITHOUT_IDS : layoutFor(volume);
    return { volume, listed: new ListedEntries(layout), restarts: false, layout, path: null };
  }
}

/** The volume of an open file or folder. File systems without FileIdInformation (FAT) have serial numbers of 32 bits. */
export function volumeOf(calls: Calls, handle: number): Volume {
  if (calls.query(handle, k.FileIdInformation) >= 0) {
    const { words } = calls;
    const upperAt = ID.FileId / 4 + 2;
    const hasWideIds = (words[upperAt] | words[upperAt + 1]) !== 0;
    return { low: words[0], high: words[1], hasWideIds };
  }
  const asked = calls.queryVolume(handle, k.FileFsVolumeInformation);
  return {
    low: asked ? calls.words[FS_VOLUME.VolumeSerialNumber / 4] : 0,
    high: 0,
    hasWideIds: false,
  };
}

/** The path of an open folder; null if the system does not tell. */
function pathOfHandle(calls: Calls, handle: number): string | null {
  const units = new Uint16Array(calls.information.buffer);
  const count = calls.kernel32.GetFinalPathNameByHandleW(
    wide(handle),
    calls.information,
    units.length,
    0,
  );
  return count === 0 || count > units.length ? null : textOfUnits(units, 0, count);
}
