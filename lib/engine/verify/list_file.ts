// The file that the digests will be written to, met among those that are verified: by a hard link, or
// through a mount. Where it lies was looked at before (roots/list_file.ts).

import { type CString, type FileStat, isInode } from "../../../ffi/mod.ts";
import type { CopyContext, Side } from "../../copy/context.ts";
import type { Place } from "../../copy/place.ts";
import { LIST_IS_VERIFIED } from "../roots/list_file.ts";

/** Ends the run, and is true, where the entry is that file. */
export function isListFile(
  ctx: CopyContext,
  place: Place,
  name: CString,
  side: Side,
  stat: FileStat,
): boolean {
  const { apartFrom } = place.root;
  if (apartFrom === undefined || !isInode(stat, apartFrom)) return false;
  const message = "it is the file that the digests are to be written to";
  ctx.failWith(place, name, side, "verify", null, LIST_IS_VERIFIED, message, true);
  return true;
}
