// Folders: opening, listing, making and removing them.

import type { CString } from "../c_string.ts";
import type { Listing } from "../listing.ts";

export interface FolderCalls {
  /** Opens a folder by a path of any length from the working folder or `/`; follows links. */
  openFolder(path: CString): number;
  /** Opens a folder below `root` by a path of any length; never leaves `root`, and follows no link unless `follow`. */
  openFolderBeneath(root: number, path: CString, follow: boolean): number;
  /** Adds entries to `listing`; 1 when the folder is at its end, 0 when the listing is full. */
  list(folder: number, listing: Listing): number;
  /** Starts the listing over. */
  rewind(folder: number): number;
  /**
   * Has an open folder, not yet listed, listed by the system's plainest call, which leaves no entry out: what a richer
   * one does not tell of may be there all the same. 0 or a negated errno.
   */
  listPlainly(folder: number): number;
  /**
   * Opens the folder above an open one, wherever that stands by now: the caller compares it with the one that he means.
   * -EOPNOTSUPP where there is no such thing; there as many handles as one likes may be open.
   */
  openParent(folder: number): number;
  makeFolder(parent: number, name: CString, mode: number): number;
  removeFolder(parent: number, name: CString): number;
}
