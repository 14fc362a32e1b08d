// What a folder's listing told of its files and folders: all metadata but the link count, so that an unchanged file
// is not opened.

import { type FileStat, NLINK_NOT_TOLD, WORD } from "../file_stat.ts";
import { RecordedEntries } from "../listed_records.ts";
import type { RecordLayout } from "./record_layout.ts";
import { FILE_ID_FULL_DIR_INFORMATION as ENTRY } from "./structs.ts";
import { fillStat, type StatFields, storeWideId, type Volume } from "./stat.ts";

export class ListedEntries extends RecordedEntries {
  /** Words of a record up to its name. */
  readonly #recordWords: number;
  readonly #fields: StatFields;

  constructor(layout: RecordLayout) {
    const recordWords = layout.nameAt / 4;
    super(recordWords);
    this.#recordWords = recordWords;
    this.#fields = {
      times: ENTRY.CreationTime / 4,
      size: ENTRY.EndOfFile / 4,
      allocation: ENTRY.AllocationSize / 4,
      id: ENTRY.FileId / 4,
      attributes: ENTRY.FileAttributes / 4,
      tag: layout.tagAt / 4,
    };
  }

  /** Keeps the record that begins at word `from`, unless there are too many already. */
  add(name: string, records: Uint32Array, from: number): void {
    const at = this.records.add(name);
    if (at >= 0) this.records.words.set(records.subarray(from, from + this.#recordWords), at);
  }

  /** Fills `stat` with what the listing told; false if it told nothing of that name. */
  fill(name: string, stat: FileStat, volume: Volume): boolean {
    const at = this.records.find(name);
    if (at < 0) return false;
    const { words } = this.records;
    fillStat(stat, words, at, this.#fields, volume);
    stat.words[WORD.nlink] = NLINK_NOT_TOLD;
    if (volume.hasWideIds) storeWideId(stat, words, at + ENTRY.FileId / 4);
    return true;
  }
}
