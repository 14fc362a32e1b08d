// What a folder's listing told of its entries: on Windows that is all their metadata but the number of
// links, so that an unchanged file needs no handle. Kept for as long as the folder is open, for so many
// entries at most; what is not here is opened and asked.

import type { FileStat } from "../file_stat.ts";
import { FILE_ID_FULL_DIR_INFORMATION as ENTRY } from "./structs.ts";
import { fillStat, type Volume } from "./stat.ts";

/** Entries of one folder that are kept: 1.3 MB of words, and their names. */
const MOST_ENTRIES = 16_384;
/** Words of a listing's record up to its name. */
const RECORD_WORDS = ENTRY.FileName / 4;
const FIRST_ENTRIES = 64;
/** A listing does not tell how many names a file has. */
const LINKS_UNKNOWN = 1;

export class ListedEntries {
  #words: Uint32Array<ArrayBuffer> | null = null;
  readonly #at = new Map<string, number>();

  /** Keeps the record that begins at word `from`, unless there are too many. */
  add(name: string, records: Uint32Array, from: number): void {
    const index = this.#at.size;
    if (index >= MOST_ENTRIES) return;
    this.#makeRoom(index + 1);
    this.#words!.set(records.subarray(from, from + RECORD_WORDS), index * RECORD_WORDS);
    this.#at.set(name, index * RECORD_WORDS);
  }

  /** Fills `stat` with what the listing told; false where nothing is known of that name. */
  fill(name: string, stat: FileStat, volume: Volume): boolean {
    const at = this.#at.get(name);
    if (at === undefined || at < 0) return false;
    const words = this.#words!;
    fillStat(
      stat,
      words,
      at + ENTRY.CreationTime / 4,
      at + ENTRY.EndOfFile / 4,
      at + ENTRY.AllocationSize / 4,
      at + ENTRY.FileId / 4,
      words[at + ENTRY.FileAttributes / 4],
      words[at + ENTRY.EaSize / 4],
      LINKS_UNKNOWN,
      volume,
    );
    return true;
  }

  /** Forgets one name: it was changed. Its words stay, so that no other entry's are taken for it. */
  forget(name: string): void {
    if (this.#at.size > 0 && this.#at.has(name)) this.#at.set(name, -1);
  }

  get isEmpty(): boolean {
    return this.#at.size === 0;
  }

  clear(): void {
    this.#at.clear();
  }

  #makeRoom(entries: number): void {
    const capacity = (this.#words?.length ?? 0) / RECORD_WORDS;
    if (entries <= capacity) return;
    const larger = new Uint32Array(Math.max(FIRST_ENTRIES, capacity * 2) * RECORD_WORDS);
    if (this.#words !== null) larger.set(this.#words);
    this.#words = larger;
  }
}
