// The open folders of this thread: how each is listed and, of those that this thread has opened, what the listing
// told. A folder that another thread has opened may be closed, and its number reused, without this thread's
// knowledge: the entries of such a folder are asked one by one.

import { binaryText, type CString } from "../c_string.ts";
import type { FileStat } from "../file_stat.ts";
import { ALL } from "./bulk_record.ts";
import { ListedEntries } from "./listed_entries.ts";

/** One open folder. */
export interface OpenFolder {
  /** The attributes that getattrlistbulk is asked for. */
  wanted: Uint8Array<ArrayBuffer>;
  /** The stream for readdir, where getattrlistbulk is not used. */
  stream: Deno.PointerObject | null;
  /** What the listing told, without entries that were opened or changed through this folder since; null if it is not kept. */
  readonly listed: ListedEntries | null;
}

export class FolderTable {
  readonly #folders = new Map<number, OpenFolder>();
  /** Of closed folders, for the room that they have allocated. */
  readonly #spare: ListedEntries[] = [];

  /** @param keptFlags the bits of st_flags that are kept */
  constructor(private readonly keptFlags: number) {}

  /** Adds a folder that was just opened; returns `handle`, which may be an error. */
  opened(handle: number): number {
    if (handle < 0) return handle;
    this.closed(handle); // by another thread
    const listed = this.#spare.pop() ?? new ListedEntries(this.keptFlags);
    this.#folders.set(handle, { wanted: ALL, stream: null, listed });
    return handle;
  }

  closed(handle: number): void {
    const folder = this.#folders.get(handle);
    if (folder === undefined) return;
    this.#folders.delete(handle);
    if (folder.listed === null) return;
    folder.listed.clear();
    this.#spare.push(folder.listed);
  }

  /** A folder to be listed, whichever thread has opened it. */
  get(handle: number): OpenFolder {
    let folder = this.#folders.get(handle);
    if (folder === undefined) {
      folder = { wanted: ALL, stream: null, listed: null };
      this.#folders.set(handle, folder);
    }
    return folder;
  }

  find(handle: number): OpenFolder | undefined {
    return this.#folders.get(handle);
  }

  /** Fills `stat` with what the listing told of an entry; false if it told nothing. */
  fill(handle: number, name: CString, stat: FileStat): boolean {
    const listed = this.#listedIn(handle);
    return listed !== null && listed.fill(binaryText(name), stat);
  }

  /** To be called before an entry is opened or changed: from then on the listing may be wrong. */
  forget(handle: number, name: CString): void {
    this.#listedIn(handle)?.forget(binaryText(name));
  }

  #listedIn(handle: number): ListedEntries | null {
    const listed = this.#folders.get(handle)?.listed ?? null;
    return listed === null || listed.isEmpty ? null : listed;
  }
}
