// Extended attributes, of handles and of names.

import type { CString } from "../c_string.ts";

/** Returned where all of an attribute's value is set but the owner in it, whom this process may not set. */
export const WITHOUT_OWNER = 1;

export interface XattrCalls {
  /** Bytes of the list of names, 0 if there are none; cheap, because nothing is copied. */
  xattrListSize(handle: number): number;
  xattrListSizeAt(folder: number, name: CString): number;
  /**
   * Writes NUL-terminated names into `buffer`; their length, or -ERANGE if it is too small, as for values.
   * -EOPNOTSUPP if the file system is known to have no attributes.
   */
  listXattrs(handle: number, buffer: Uint8Array): number;
  listXattrsAt(folder: number, name: CString, buffer: Uint8Array): number;
  /** Writes the value into `buffer`, unless that is empty; its length. */
  getXattr(handle: number, xattr: CString, buffer: Uint8Array): number;
  getXattrAt(folder: number, name: CString, xattr: CString, buffer: Uint8Array): number;
  /** 0, or WITHOUT_OWNER. */
  setXattr(handle: number, xattr: CString, value: Uint8Array, length: number): number;
  setXattrAt(
    folder: number,
    name: CString,
    xattr: CString,
    value: Uint8Array,
    length: number,
  ): number;
  removeXattr(handle: number, xattr: CString): number;
  removeXattrAt(folder: number, name: CString, xattr: CString): number;
}

export interface XattrComparison {
  /** True if a value is as near to `wanted` as this process, which may not set every owner, can bring it. */
  isAsGood(value: Uint8Array, wanted: Uint8Array): boolean;
}
