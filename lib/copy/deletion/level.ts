// One of the folders that a walk (walk.ts) has entered.

import type { Inode } from "../../../ffi/mod.ts";
import type { NamesAhead } from "./names_ahead.ts";

/** A folder on the way down. */
export interface Level {
  /** -1 while it is closed. */
  handle: number;
  readonly inode: Inode;
  /** Bytes of its path, and of that of the folder above it. */
  readonly end: number;
  readonly above: number;
  /** Sub-folders yet to be entered. */
  readonly folders: NamesAhead;
  isListed: boolean;
  /** True if something in it stays. */
  keeps: boolean;
}
