// What is remembered of each open folder of this thread: the volume it lies on, its path for the calls
// that know paths only, and what its listing told of the entries. A folder opened elsewhere is asked.

import type { CString } from "../c_string.ts";
import { wide } from "../lazy_symbols.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import { ListedEntries } from "./listed_entries.ts";
import { layoutFor, type RecordLayout, WITHOUT_IDS } from "./record_layout.ts";
import type { Volume } from "./stat.ts";
import { FILE_FS_VOLUME_INFORMATION as FS_VOLUME, FILE_ID_INFORMATION as ID } from "./structs.ts";
import { textOfUnits } from "./wide_text.ts";

/** Of one open folder. */
export interface OpenFolder {
  readonly volume: Volume;
  /** What its listing told; stale for names that were changed through this folder, which are taken out. */
  readonly listed: ListedEntries;
  /** The next listing starts at the first entry. */
  restarts: boolean;
  /** What its listing looks like. */
  layout: RecordLayout;
  /** Absolute, in the form `\\?\…`; null until it is asked for. */
  path: string | null;
}

export class FolderTable {
  readonly #folders = new Map<number, OpenFolder>();
  /** Those that know no listing with the entries' numbers, such as some servers' shares. */
  readonly #volumesWithoutIds = new WeakSet<Volume>();

  constructor(private readonly calls: Calls) {}

  /** Remembers a folder that was just opened; one opened below `parent` without a link is on its volume. */
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

  /** What is known of a folder, if it was opened by this thread. */
  find(handle: number): OpenFolder | undefined {
    return this.#folders.get(handle);
  }

  /** Notes that a folder's volume refused a listing with the entries' numbers: it is not asked for again. */
  lacksIds(folder: OpenFolder): void {
    folder.layout = WITHOUT_IDS;
    this.#volumesWithoutIds.add(folder.volume);
  }

  remove(handle: number): void {
    this.#folders.delete(handle);
  }

  /** Says that an entry was changed, so that what the listing told of it is no longer true. */
  forget(handle: number, name: CString): void {
    const folder = this.#folders.get(handle);
    if (folder === undefined || folder.listed.isEmpty) return;
    if (this.calls.setName(name)) folder.listed.forget(this.calls.nameText);
  }

  /** The absolute path of an entry, without the system's changes to names (dots and spaces at the end, `con`). */
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

/** The volume of an open file or folder, by its serial number and whether its own number needs 128 bits; file systems without FileIdInformation (FAT) have 32 bits of it. */
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

/** The path of an open folder, null where the system does not tell. */
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
