// Reading and setting times and attributes on Windows. A stat by name takes what the folder's listing told, as long
// as that is true; else it opens the entry.

import type { CString } from "../c_string.ts";
import { EACCES } from "../errno.ts";
import { type FileStat, WORD } from "../file_stat.ts";
import type { AttributeCalls, ListedCalls, MetadataCalls } from "../calls/metadata.ts";
import type { Calls } from "./calls.ts";
import * as k from "./constants.ts";
import type { FolderTable } from "./folder_table.ts";
import { opening } from "./opening.ts";
import { prepare } from "./storage.ts";
import {
  asTagged,
  attributesOf,
  fillStat,
  type StatFields,
  storeWideId,
  type Volume,
} from "./stat.ts";
import {
  FILE_ALL_INFORMATION as ALL,
  FILE_ATTRIBUTE_TAG_INFORMATION as TAG,
  FILE_BASIC_INFORMATION as BASIC,
  FILE_ID_INFORMATION as ID,
} from "./structs.ts";
import { copyStreams } from "./streams.ts";
import { ticksOf } from "./times.ts";
import type { VolumeTable } from "./volume_table.ts";

const READ = opening(k.FILE_READ_ATTRIBUTES);
const READ_FOLLOWING = opening(k.FILE_READ_ATTRIBUTES, { links: "follow" });
const WRITE = opening(k.FILE_WRITE_ATTRIBUTES);
/** Words of what FileAllInformation answers; it tells no tag. */
const ALL_FIELDS: StatFields = {
  times: BASIC.CreationTime / 4,
  size: ALL.EndOfFile / 4,
  allocation: ALL.AllocationSize / 4,
  id: ALL.IndexNumber / 4,
  attributes: BASIC.FileAttributes / 4,
  tag: null,
};

export function metadataCalls(
  calls: Calls,
  folders: FolderTable,
  volumes: VolumeTable,
): MetadataCalls & ListedCalls & AttributeCalls {
  const basic = new BigInt64Array(BASIC.size / 8);
  const basicBytes = new Uint8Array(basic.buffer);
  const basicWords = new Uint32Array(basic.buffer);

  function statOpened(handle: number, volume: Volume, stat: FileStat): number {
    const error = calls.query(handle, k.FileAllInformation, ALL.size);
    if (error < 0) return error;
    const { words } = calls;
    const attributes = attributesOf(words);
    const isReparsePoint = (attributes & k.FILE_ATTRIBUTE_REPARSE_POINT) !== 0;
    fillStat(stat, words, 0, ALL_FIELDS, volume);
    stat.words[WORD.nlink] = words[ALL.NumberOfLinks / 4];
    if (isReparsePoint) {
      const tagged = calls.query(handle, k.FileAttributeTagInformation, TAG.size);
      if (tagged < 0) return tagged;
      asTagged(stat, attributes, words[TAG.ReparseTag / 4]);
    }
    if (!volume.hasWideIds) return 0;
    const numbered = calls.query(handle, k.FileIdInformation, ID.size);
    if (numbered === 0) storeWideId(stat, words, ID.FileId / 4);
    return numbered;
  }

  function statName(folder: number, name: CString, follows: boolean, stat: FileStat): number {
    const handle = calls.openName(folder, name, follows ? READ_FOLLOWING : READ);
    if (handle < 0) return handle;
    const volume = follows ? volumes.of(handle) : folders.get(folder).volume;
    const error = statOpened(handle, volume, stat);
    calls.close(handle);
    return error;
  }

  /** Sets the times and attributes in `basic`; an entry that is open for reading only is opened once more. */
  function setBasic(handle: number): number {
    const error = calls.result(calls.set(handle, k.FileBasicInformation, basicBytes));
    if (error !== -EACCES) return error;
    const again = calls.openAgain(handle, WRITE);
    if (again < 0) return error;
    const set = calls.result(calls.set(again, k.FileBasicInformation, basicBytes));
    calls.close(again);
    return set;
  }

  function setBasicAt(folder: number, name: CString): number {
    folders.forget(folder, name);
    const handle = calls.openName(folder, name, WRITE);
    if (handle < 0) return handle;
    const error = calls.result(calls.set(handle, k.FileBasicInformation, basicBytes));
    calls.close(handle);
    return error;
  }

  function takeTimes(from: FileStat): void {
    basic[BASIC.CreationTime / 8] = ticksOf(from, WORD.btime);
    basic[BASIC.LastAccessTime / 8] = ticksOf(from, WORD.atime);
    basic[BASIC.LastWriteTime / 8] = ticksOf(from, WORD.mtime);
    basic[BASIC.ChangeTime / 8] = 0n;
    basicWords[BASIC.FileAttributes / 4] = 0;
  }

  function takeAttributes(from: FileStat): void {
    basic.fill(0n);
    // 0 would leave the attributes as they are.
    basicWords[BASIC.FileAttributes / 4] = from.attributes || k.FILE_ATTRIBUTE_NORMAL;
  }

  function statListed(folder: number, name: CString, stat: FileStat): boolean {
    const known = folders.find(folder);
    if (known === undefined || known.listed.isEmpty || !calls.setName(name)) return false;
    return known.listed.fill(calls.nameText, stat, known.volume);
  }

  return {
    stat: (folder, name, stat) =>
      statListed(folder, name, stat) ? 0 : statName(folder, name, false, stat),
    statListed,
    forgetListed: (folder) => folders.find(folder)?.listed.clear(),
    statFollowing: (folder, name, stat) => statName(folder, name, true, stat),
    statHandle: (handle, stat) => statOpened(handle, volumes.of(handle), stat),
    // There are no mode bits and no owners as numbers (stat.ts).
    setMode: () => 0,
    setOwner: () => 0,
    setModeAt: () => 0,
    setOwnerAt: () => 0,
    setTimes(handle, from) {
      takeTimes(from);
      return setBasic(handle);
    },
    setTimesAt(folder, name, from) {
      takeTimes(from);
      return setBasicAt(folder, name);
    },
    setAttributes(handle, from) {
      takeAttributes(from);
      return setBasic(handle);
    },
    setAttributesAt(folder, name, from) {
      takeAttributes(from);
      return setBasicAt(folder, name);
    },
    tellAll() {},
    prepare: (target, from, mayHaveHoles) => prepare(calls, target, from, mayHaveHoles),
    copyStreams: (source, target) => copyStreams(calls, source, target),
  };
}
