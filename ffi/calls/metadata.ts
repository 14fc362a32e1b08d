// What is known of an entry beside its bytes.

import type { CString } from "../c_string.ts";
import type { FileStat } from "../file_stat.ts";

export interface MetadataCalls {
  /** Of the entry itself, not of what a link points to. */
  stat(folder: number, name: CString, stat: FileStat): number;
  /** Of what a link points to. */
  statFollowing(folder: number, name: CString, stat: FileStat): number;
  statHandle(handle: number, stat: FileStat): number;
  setMode(handle: number, mode: number): number;
  /** -1 leaves a part as it is. */
  setOwner(handle: number, uid: number, gid: number): number;
  /** Access and modification time of `from`, and its time of creation where one can be set. */
  setTimes(handle: number, from: FileStat): number;
  /** The same by name, for what must not be opened: links, FIFOs, devices, unreadable files. Never follows; an empty name is the pinned handle itself. */
  setModeAt(folder: number, name: CString, mode: number): number;
  setOwnerAt(folder: number, name: CString, uid: number, gid: number): number;
  setTimesAt(folder: number, name: CString, from: FileStat): number;
}

/** What listing a folder told of its entries, where it tells (`Abilities.listsMetadata`). */
export interface ListedCalls {
  /** Fills `stat` without a call; false where nothing was told of that name, or it may have changed since. */
  statListed(folder: number, name: CString, stat: FileStat): boolean;
  /** Lets go of what was told so far, which takes memory for as long as the folder is open. */
  forgetListed(folder: number): void;
}

/** Answer -EOPNOTSUPP where `Abilities` has neither attributes nor streams. */
export interface AttributeCalls {
  /** Attributes of `from`. */
  setAttributes(handle: number, from: FileStat): number;
  setAttributesAt(folder: number, name: CString, from: FileStat): number;
  /** Has metadata tell all attributes from now on, also those that cost calls of their own. */
  tellAll(): void;
  /** Gives an empty new file what must be there before its bytes: that it may have holes, is compressed. */
  prepare(target: number, from: FileStat, mayHaveHoles: boolean): number;
  /** Copies the alternate data streams. */
  copyStreams(source: number, target: number): number;
}
