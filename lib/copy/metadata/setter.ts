// The calls that set metadata of one entry: by handle, or by name for what must not be opened.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import { type XattrHolder, xattrsOfHandle, xattrsOfName } from "./xattr_holder.ts";

export interface MetadataSetter {
  setOwner(uid: number, gid: number): number;
  setMode(mode: number): number;
  setTimes(from: FileStat): number;
  setAttributes(from: FileStat): number;
  /** Reads what the entry is like now. */
  look(stat: FileStat): number;
  readonly xattrs: XattrHolder;
}

export function settingByHandle({ fs }: CopyContext, handle: number): MetadataSetter {
  return {
    setOwner: (uid, gid) => fs.setOwner(handle, uid, gid),
    setMode: (mode) => fs.setMode(handle, mode),
    setTimes: (from) => fs.setTimes(handle, from),
    setAttributes: (from) => fs.setAttributes(handle, from),
    look: (stat) => fs.statHandle(handle, stat),
    xattrs: xattrsOfHandle(fs, handle),
  };
}

export function settingByName({ fs }: CopyContext, folder: number, name: CString): MetadataSetter {
  return {
    setOwner: (uid, gid) => fs.setOwnerAt(folder, name, uid, gid),
    setMode: (mode) => fs.setModeAt(folder, name, mode),
    setTimes: (from) => fs.setTimesAt(folder, name, from),
    setAttributes: (from) => fs.setAttributesAt(folder, name, from),
    look: (stat) => name[0] === 0 ? fs.statHandle(folder, stat) : fs.stat(folder, name, stat),
    xattrs: xattrsOfName(fs, folder, name),
  };
}
