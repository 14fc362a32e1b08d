// Metadata of entries: reading and setting them.

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
  /** By name, for entries that must not be opened: links, FIFOs, devices, unreadable files. Follows no link; with an empty name, of the pinned handle. */
  setModeAt(folder: number, name: CString, mode: number): number;
  setOwnerAt(folder: number, name: CString, uid: number, gid: number): number;
  setTimesAt(folder: number, name: CString, from: FileStat): number;
}

/** Metadata that the listing of a folder told (`Abilities.listsMetadata`). */
export interface ListedCalls {
  /** Fills `stat` without a call; false if nothing was told of the entry, or it may have changed since. */
  statListed(folder: number, name: CString, stat: FileStat): boolean;
  /** Frees what was told so far, which else is kept as long as the folder is open. */
  forgetListed(folder: number): void;
}

/** These fail with -EOPNOTSUPP where `Abilities` has neither attributes nor streams. */
export interface AttributeCalls {
  /** Sets the attributes of `from`. */
  setAttributes(handle: number, from: FileStat): number;
  setAttributesAt(folder: number, name: CString, from: FileStat): number;
  /** Makes metadata tell all attributes from now on, also those that cost calls of their own. */
  tellAll(): void;
  /** Sets what an empty new file must have before its bytes: that it may have holes, or is compressed. */
  prepare(target: number, from: FileStat, mayHaveHoles: boolean): number;
  /** Copies the alternate data streams. */
  copyStreams(source: number, target: number): number;
}
