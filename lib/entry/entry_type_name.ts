// What reports call the types of entries.

import { ENTRY_TYPE } from "../../ffi/mod.ts";
import type { EntryType } from "../events.ts";

/** The word for a type, one of ENTRY_TYPE. */
export function entryTypeName(type: number): EntryType {
  switch (type) {
    case ENTRY_TYPE.folder:
      return "folder";
    case ENTRY_TYPE.symlink:
      return "symlink";
    case ENTRY_TYPE.fifo:
      return "fifo";
    case ENTRY_TYPE.socket:
      return "socket";
    case ENTRY_TYPE.charDevice:
      return "char-device";
    case ENTRY_TYPE.blockDevice:
      return "block-device";
    default:
      return "file";
  }
}
