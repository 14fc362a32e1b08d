// What is remembered of each open folder: how it is listed and, of those that this thread has opened, what
// the listing told. The number of a folder opened elsewhere may become another folder's without a word to
// this thread: so of that one every entry is asked.

import { binaryText, type CString } from "../c_string.ts";
import type { FileStat } from "../file_stat.ts";
import { ALL } from "./bulk_record.ts";
import { ListedEntries } from "./listed_entries.ts";

/** Of one open folder. */
export interface OpenFolder {
  /** What getattrlistbulk is asked for. */
  wanted: Uint8Array<ArrayBuffer>;
  /** What readdir reads instead, where there is no such call. */
  stream: Deno.PointerObject | null;
  /** What the listing told, but for names that were opened or changed through this folder since; null where that is not kept. */
  readonly listed: ListedEntries | null;
}

export class FolderTable {
  readonly #folders = new Map<number, OpenFolder>();
  /** Those of folders that were closed, with the room that they have made. */
  readonly #spare: ListedEntries[] = [];

  /** @param keptFlags those of st_flags that count */
  constructor(private readonly keptFlags: number) {}

  /** Remembers a folder that was just opened; an error is passed on. */
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

  /** To list a folder, whoever has opened it. */
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

  /** Fills `stat` with what the listing told of an entry; false where it must be asked. */
  fill(handle: number, name: CString, stat: FileStat): boolean {
    const listed = this.#listedIn(handle);
    return listed !== null && listed.fill(binaryText(name), stat);
  }

  /** To be called before an entry is opened or changed: from then on its listing may be wrong. */
  forget(handle: number, name: CString): void {
    this.#listedIn(handle)?.forget(binaryText(name));
  }

  #listedIn(handle: number): ListedEntries | null {
    const listed = this.#folders.get(handle)?.listed ?? null;
    return listed === null || listed.isEmpty ? null : listed;
  }
}
