// The classes of listings, and where their records differ; up to FileNameLength they are the same. A volume is asked for
// the class that tells the same file numbers as its handles, or, if it does not know that, for names and types alone.

import * as k from "./constants.ts";
import type { Volume } from "./stat.ts";
import {
  FILE_BOTH_DIR_INFORMATION as PLAIN,
  FILE_ID_EXTD_DIR_INFORMATION as WIDE,
  FILE_ID_FULL_DIR_INFORMATION as NARROW,
} from "./structs.ts";

/** One class of listings; offsets in bytes. */
export interface RecordLayout {
  /** FILE_INFORMATION_CLASS */
  readonly what: number;
  readonly nameAt: number;
  /** Of the tag of a reparse point. */
  readonly tagAt: number;
  /** True if file numbers are told, without which the rest of a record is of no use. */
  readonly tellsIds: boolean;
}

const WITH_WIDE_IDS: RecordLayout = {
  what: k.FileIdExtdDirectoryInformation,
  nameAt: WIDE.FileName,
  tagAt: WIDE.ReparsePointTag,
  tellsIds: true,
};
const WITH_IDS: RecordLayout = {
  what: k.FileIdFullDirectoryInformation,
  nameAt: NARROW.FileName,
  tagAt: NARROW.EaSize,
  tellsIds: true,
};
export const WITHOUT_IDS: RecordLayout = {
  what: k.FileBothDirectoryInformation,
  nameAt: PLAIN.FileName,
  tagAt: PLAIN.EaSize,
  tellsIds: false,
};

/** The class that a volume is asked for first. */
export function layoutFor({ hasWideIds }: Volume): RecordLayout {
  return hasWideIds ? WITH_WIDE_IDS : WITH_IDS;
}
