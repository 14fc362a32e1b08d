// What is asked about an extra entry of the target, one that the source lacks, before it is deleted.

import type { CString } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";

export interface DeletionFilter {
  /**
   * True if the options protect an entry, and with it the folders above it.
   *
   * @param pair of the deepest folder above it that is not deleted itself
   * @param path of the folder that it stands in, below the root
   * @param folder that one's handle
   * @param type one of ENTRY_TYPE, known
   */
  protects(
    pair: FolderPair,
    path: Uint8Array,
    folder: number,
    name: CString,
    type: number,
  ): boolean;
}
