// Extended attributes, of handles and of names.

import type { CString } from "../c_string.ts";

/** What setting an attribute answers where all of the value is set but the owner that it names. */
export const WITHOUT_OWNER = 1;

export interface XattrCalls {
  /** Length in bytes of the list of names, 0 for none; cheap, for it copies nothing. */
  xattrListSize(handle: number): number;
  xattrListSizeAt(folder: number, name: CString): number;
  /**
   * NUL-terminated names into `buffer`; -ERANGE where it is too small, and likewise for values. -EOPNOTSUPP
   * where the file system is known to have no attributes.
   */
  listXattrs(handle: number, buffer: Uint8Array): number;
  listXattrsAt(folder: number, name: CString, buffer: Uint8Array): number;
  /** The value's length; into an empty buffer goes nothing. */
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
  /** Whether a value is as near to another one as this process can bring it, which may not set every owner. */
  isAsGood(value: Uint8Array, wanted: Uint8Array): boolean;
}
