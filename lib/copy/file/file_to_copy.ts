// One file to copy: what all steps of copying it are told.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";

/** What is copied, and where to. */
export interface FileToCopy {
  readonly pair: FolderPair;
  readonly name: CString;
  readonly targetName: CString;
  /** Handle of the source. */
  readonly source: number;
  /** Of the source, taken from that handle. */
  readonly stat: FileStat;
  /** Bytes of the list of its extended attributes, 0 for none or where none are kept, or a negated errno. */
  readonly xattrBytes: number;
  /** What the target's name is taken by and is to be replaced, or null. */
  readonly existing: FileStat | null;
  /** Filled with the new file's metadata where a hard link to it may be needed, else null. */
  readonly result: FileStat | null;
  /** The source changed during the copy before this one; if it does so again, that is reported. */
  readonly isAgain?: boolean;
}
