// Windows' metadata in the layout of a FileStat. There are no mode bits and no owners as numbers: every file is 0644
// and every folder 0755, of user 0. Windows' attributes are in `FileStat.attributes`.

import {
  type FileStat,
  S_IFDIR,
  S_IFLNK,
  S_IFREG,
  SPARE_WORD,
  storeAllocated,
  WORD,
} from "../file_stat.ts";
import { ENTRY_TYPE } from "../listing.ts";
import * as k from "./constants.ts";
import { FILE_BASIC_INFORMATION as BASIC } from "./structs.ts";
import { storeTime } from "./times.ts";

const PERMISSIONS_OF_FILES = 0o644;
const PERMISSIONS_OF_FOLDERS = 0o755;

/** Attributes that are kept. The others tell the type of an entry or how it is stored. */
export const KEPT_ATTRIBUTES = k.FILE_ATTRIBUTE_READONLY | k.FILE_ATTRIBUTE_HIDDEN |
  k.FILE_ATTRIBUTE_SYSTEM |
  k.FILE_ATTRIBUTE_ARCHIVE | k.FILE_ATTRIBUTE_NOT_CONTENT_INDEXED;

/** Their names. */
export const ATTRIBUTE_NAMES: Readonly<Record<number, string>> = {
  [k.FILE_ATTRIBUTE_READONLY]: "read-only",
  [k.FILE_ATTRIBUTE_HIDDEN]: "hidden",
  [k.FILE_ATTRIBUTE_SYSTEM]: "system",
  [k.FILE_ATTRIBUTE_ARCHIVE]: "archive",
  [k.FILE_ATTRIBUTE_NOT_CONTENT_INDEXED]: "not indexed",
};

/** Attributes of files whose contents are with a cloud service or on tape. */
const ELSEWHERE = k.FILE_ATTRIBUTE_OFFLINE | k.FILE_ATTRIBUTE_RECALL_ON_OPEN |
  k.FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS;

/** A volume: its serial number, in two words, and a property of all its files. */
export interface Volume {
  readonly high: number;
  readonly low: number;
  /** True if file numbers have 128 bits (ReFS); queries for 64 bits do not tell the same. */
  readonly hasWideIds: boolean;
}

/** The type of an entry. Reparse points that lead to no other name (deduplicated, offline) are files and folders. */
export function entryType(attributes: number, reparseTag: number): number {
  const isLink = (attributes & k.FILE_ATTRIBUTE_REPARSE_POINT) !== 0 &&
    (reparseTag & k.REPARSE_NAME_SURROGATE) !== 0;
  if (isLink) return ENTRY_TYPE.symlink;
  return attributes & k.FILE_ATTRIBUTE_DIRECTORY ? ENTRY_TYPE.folder : ENTRY_TYPE.file;
}

/** Sets the type of a reparse point, which only its tag tells. */
export function asTagged(stat: FileStat, attributes: number, reparseTag: number): void {
  stat.words[WORD.mode] = modeOf(entryType(attributes, reparseTag));
}

/** Where the fields of a record are, in words from its start. */
export interface StatFields {
  /** CreationTime; the times of access, writing and change follow. */
  readonly times: number;
  readonly size: number;
  readonly allocation: number;
  readonly id: number;
  readonly attributes: number;
  /** Of a reparse point; null where the record does not tell it. */
  readonly tag: number | null;
}

/** Fills a stat, without its link count, from the record that begins at word `at`. */
export function fillStat(
  stat: FileStat,
  words: Uint32Array,
  at: number,
  fields: StatFields,
  volume: Volume,
): void {
  const attributes = words[at + fields.attributes];
  const reparseTag = fields.tag === null ? 0 : words[at + fields.tag];
  const id = at + fields.id, size = at + fields.size;
  const allocation = at + fields.allocation, times = at + fields.times;
  const to = stat.words;
  to[WORD.uid] = to[WORD.gid] = 0;
  to[WORD.mode] = modeOf(entryType(attributes, reparseTag));
  to[WORD.attributes] = attributes & KEPT_ATTRIBUTES;
  to[WORD.attributes + 1] = attributes &
    (k.FILE_ATTRIBUTE_SPARSE_FILE | k.FILE_ATTRIBUTE_COMPRESSED);
  to[SPARE_WORD.isEncrypted] = attributes & k.FILE_ATTRIBUTE_ENCRYPTED;
  to[SPARE_WORD.isDataless] = attributes & ELSEWHERE;
  to[WORD.ino] = words[id];
  to[WORD.ino + 1] = words[id + 1];
  to[SPARE_WORD.inoUpper] = to[SPARE_WORD.inoUpper + 1] = 0;
  to[WORD.size] = words[size];
  to[WORD.size + 1] = words[size + 1];
  storeAllocated(to, words[allocation], words[allocation + 1]);
  storeTime(stat, WORD.btime, words[times], words[times + 1]);
  storeTime(stat, WORD.atime, words[times + 2], words[times + 3]);
  storeTime(stat, WORD.mtime, words[times + 4], words[times + 5]);
  storeTime(stat, WORD.ctime, words[times + 6], words[times + 7]);
  to[WORD.rdevMajor] = to[WORD.rdevMinor] = 0;
  to[WORD.devMajor] = volume.high;
  to[WORD.devMinor] = volume.low;
}

/** Sets the file number of 128 bits that begins at word `at`. */
export function storeWideId({ words: to }: FileStat, words: Uint32Array, at: number): void {
  to[WORD.ino] = words[at];
  to[WORD.ino + 1] = words[at + 1];
  to[SPARE_WORD.inoUpper] = words[at + 2];
  to[SPARE_WORD.inoUpper + 1] = words[at + 3];
}

function modeOf(type: number): number {
  if (type === ENTRY_TYPE.folder) return S_IFDIR | PERMISSIONS_OF_FOLDERS;
  return (type === ENTRY_TYPE.symlink ? S_IFLNK : S_IFREG) | PERMISSIONS_OF_FILES;
}

/** Attributes of a FILE_BASIC_INFORMATION at the start of `words`. */
export function attributesOf(words: Uint32Array): number {
  return words[BASIC.FileAttributes / 4];
}
