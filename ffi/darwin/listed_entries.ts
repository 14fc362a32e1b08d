// What the bulk listing of a folder told of its entries: the stat of each file and symlink, so that unchanged ones
// need no call of their own. Others are asked: folders, which may be mount points; entries with several names,
// which may be changed by another one; and devices, which are rare.

import {
  type FileStat,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  SPARE_WORD,
  storeAllocated,
  WORD,
} from "../file_stat.ts";
import { ENTRY_TYPE } from "../listing.ts";
import { RecordedEntries } from "../listed_records.ts";
import { type BulkRecord, FIELD } from "./bulk_record.ts";
import { SF_DATALESS } from "./constants.ts";
import { storeDevice, storeTime } from "./struct_stat.ts";

/** All flags are valid. */
const ALL_FLAGS = 0xffff_ffff;
/** A record has a FileStat's words up to the device, and one that says whether the contents are elsewhere. */
const STAT_WORDS = WORD.devMinor + 1;
const IS_DATALESS = STAT_WORDS;
const RECORD_WORDS = STAT_WORDS + 1;

export class ListedEntries extends RecordedEntries {
  /** @param keptFlags the bits of st_flags that are kept */
  constructor(private readonly keptFlags: number) {
    super(RECORD_WORDS);
  }

  /** Keeps what a record tells of a file or symlink with one name. */
  add(name: string, record: BulkRecord): void {
    const isFile = record.type === ENTRY_TYPE.file;
    if (!record.hasStat || !(isFile || record.type === ENTRY_TYPE.symlink)) return;
    if (record.words[record.at + FIELD.nlink] !== 1) return;
    const at = this.records.add(name);
    if (at >= 0) this.#store(record, this.records.words.subarray(at), isFile ? S_IFREG : S_IFLNK);
  }

  #store(record: BulkRecord, to: Uint32Array, type: number): void {
    const { words: from, at } = record;
    const flags = from[at + FIELD.flags];
    to.fill(0, 0, STAT_WORDS);
    to[WORD.attributes] = flags & this.keptFlags;
    to[WORD.nlink] = 1;
    to[WORD.uid] = from[at + FIELD.uid];
    to[WORD.gid] = from[at + FIELD.gid];
    to[WORD.mode] = type | from[at + FIELD.mode] & ~S_IFMT;
    to[WORD.ino] = from[at + FIELD.ino];
    to[WORD.ino + 1] = from[at + FIELD.ino + 1];
    to[WORD.size] = from[at + FIELD.size];
    to[WORD.size + 1] = from[at + FIELD.size + 1];
    const allocated = at + FIELD.allocatedBytes;
    storeAllocated(to, from[allocated], from[allocated + 1]);
    storeTime(to, WORD.btime, from, at + FIELD.btime);
    storeTime(to, WORD.mtime, from, at + FIELD.mtime);
    storeTime(to, WORD.ctime, from, at + FIELD.ctime);
    storeTime(to, WORD.atime, from, at + FIELD.atime);
    storeDevice(to, WORD.devMajor, from[at + FIELD.dev]);
    to[IS_DATALESS] = (flags & SF_DATALESS) !== 0 ? 1 : 0;
  }

  /** Fills `stat` with what the listing told; false if it told nothing of that name. */
  fill(name: string, stat: FileStat): boolean {
    const at = this.records.find(name);
    if (at < 0) return false;
    const { words } = this.records;
    for (let word = 0; word < STAT_WORDS; word++) stat.words[word] = words[at + word];
    stat.words[WORD.attributesMask] = ALL_FLAGS;
    stat.words[SPARE_WORD.isDataless] = words[at + IS_DATALESS];
    return true;
  }
}
