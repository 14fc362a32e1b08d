// Calls that copy a whole file at once.

import type { CString } from "../c_string.ts";

/** Whole files at once, by open handles; each is an ability of the same name. */
export interface WholeFileCalls {
  /** Makes a clone of `source` under a free name; -EEXIST if it is taken. setuid and setgid are not cloned. */
  cloneToName(source: number, folder: number, name: CString, keepsOwner: boolean): number;
  /**
   * Copies all of `source` into the empty `target`, both at their beginning.
   *
   * @param shouldContinue called now and then with the bytes copied so far; false ends the call with -ECANCELED
   */
  copyContents(
    source: number,
    target: number,
    shouldContinue: ((bytes: number) => boolean) | null,
  ): number;
  /** Sets whether reading a dataless file fetches its contents (`FileStat.isDataless`); for this thread. */
  setFetching(fetches: boolean): void;
}

/** A file to be copied by the system. */
export interface CopyByName {
  readonly fromFolder: number;
  readonly from: CString;
  readonly toFolder: number;
  /** A free name. */
  readonly to: CString;
  /** True keeps the bytes out of the system's cache, from which a very large file would drive all else. */
  readonly unbuffered: boolean;
  /** A value other than 0 here ends the call with -ECANCELED. */
  readonly cancel: Int32Array | null;
  /** Called now and then with the bytes copied so far. */
  readonly onProgress: ((bytes: number) => void) | null;
}

export interface CopyByNameCalls {
  /** Copies bytes, streams, attributes and modification time; a handle of the new file. */
  copyByName(request: CopyByName): number;
}
