// The calls on extended attributes of one entry: by an open handle, or by name where the entry cannot be opened.

import type { CString, NativeFileSystem } from "../../../ffi/mod.ts";

export interface XattrHolder {
  /** Bytes of the list of names; 0 for none. */
  listSize(): number;
  list(buffer: Uint8Array): number;
  get(name: CString, buffer: Uint8Array): number;
  set(name: CString, value: Uint8Array): number;
  remove(name: CString): number;
}

export function xattrsOfHandle(fs: NativeFileSystem, handle: number): XattrHolder {
  return {
    listSize: () => fs.xattrListSize(handle),
    list: (buffer) => fs.listXattrs(handle, buffer),
    get: (name, buffer) => fs.getXattr(handle, name, buffer),
    set: (name, value) => fs.setXattr(handle, name, value, value.length),
    remove: (name) => fs.removeXattr(handle, name),
  };
}

export function xattrsOfName(fs: NativeFileSystem, folder: number, entry: CString): XattrHolder {
  return {
    listSize: () => fs.xattrListSizeAt(folder, entry),
    list: (buffer) => fs.listXattrsAt(folder, entry, buffer),
    get: (name, buffer) => fs.getXattrAt(folder, entry, name, buffer),
    set: (name, value) => fs.setXattrAt(folder, entry, name, value, value.length),
    remove: (name) => fs.removeXattrAt(folder, entry, name),
  };
}
