// Calls that copy a whole file at once.

import type { CString } from "../c_string.ts";

/** Whole files at once, by open handles; each is an ability of the same name. */
export interface WholeFileCalls {
  /** Makes `name` a clone of `source`; -EEXIST where it is taken. setuid and setgid are not cloned. */
  cloneToName(source: number, folder: number, name: CString, keepsOwner: boolean): number;
  /**
   * Copies all of `source` into the empty `target`, both at their beginning.
   *
   * @param goesOn asked now and then, with the bytes copied so far; its no ends the call with -ECANCELED
   */
  copyContents(
    source: number,
    target: number,
    goesOn: ((bytes: number) => boolean) | null,
  ): number;
  /** Whether reading a dataless file may fetch its contents (`FileStat.isDataless`); for this thread. */
  setFetching(fetches: boolean): void;
}

/** A file that the system is to copy by itself. */
export interface CopyByName {
  readonly fromFolder: number;
  readonly from: CString;
  readonly toFolder: number;
  /** Must not be taken. */
  readonly to: CString;
  /** Keeps the bytes out of the system's cache, which a very large file would empty of all else. */
  readonly unbuffered: boolean;
  /** While it copies, a value other than 0 here stops it with -ECANCELED. */
  readonly cancel: Int32Array | null;
  /** Called now and then with the bytes copied so far. */
  readonly onProgress: ((bytes: number) => void) | null;
}

export interface CopyByNameCalls {
  /** Copies bytes, streams, attributes and modification time, and returns a handle of the new file. */
  copyByName(request: CopyByName): number;
}
