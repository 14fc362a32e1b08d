// What a folder's listing told of its files and folders: on Windows that is all their metadata but the
// number of names, so that an unchanged file needs no handle.

import { type FileStat, NLINK_NOT_TOLD } from "../file_stat.ts";
import { ListedRecords } from "../listed_records.ts";
import { FILE_ID_FULL_DIR_INFORMATION as ENTRY } from "./structs.ts";
import { fillStat, type Volume } from "./stat.ts";

/** Words of a listing's record up to its name. */
const RECORD_WORDS = ENTRY.FileName / 4;

export class ListedEntries {
  readonly #records = new ListedRecords(RECORD_WORDS);

  /** Keeps the record that begins at word `from`, unless there are too many. */
  add(name: string, records: Uint32Array, from: number): void {
    const at = this.#records.add(name);
    if (at >= 0) this.#records.words.set(records.subarray(from, from + RECORD_WORDS), at);
  }

  /** Fills `stat` with what the listing told; false where nothing is known of that name. */
  fill(name: string, stat: FileStat, volume: Volume): boolean {
    const at = this.#records.find(name);
    if (at < 0) return false;
    const { words } = this.#records;
    fillStat(
      stat,
      words,
      at + ENTRY.CreationTime / 4,
      at + ENTRY.EndOfFile / 4,
      at + ENTRY.AllocationSize / 4,
      at + ENTRY.FileId / 4,
      words[at + ENTRY.FileAttributes / 4],
      words[at + ENTRY.EaSize / 4],
      NLINK_NOT_TOLD,
      volume,
    );
    return true;
  }

  /** Forgets one name: it was changed. */
  forget(name: string): void {
    this.#records.forget(name);
  }

  get isEmpty(): boolean {
    return this.#records.isEmpty;
  }

  clear(): void {
    this.#records.clear();
  }
}
