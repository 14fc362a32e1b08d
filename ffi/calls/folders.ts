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
  /** Makes `list` start over. */
  rewind(folder: number): number;
  /**
   * Makes `list` use the plainest call of the system, which leaves no entry out as a richer one may, for an open
   * folder that is not yet listed. 0 or a negated errno.
   */
  listPlainly(folder: number): number;
  /**
   * Opens the parent of an open folder, which may have been moved meanwhile: the caller checks which folder it is.
   * -EOPNOTSUPP where that is impossible; there the number of open handles is not limited.
   */
  openParent(folder: number): number;
  makeFolder(parent: number, name: CString, mode: number): number;
  removeFolder(parent: number, name: CString): number;
}
