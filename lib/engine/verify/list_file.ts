// The file that the digests will be written to, met among those that are verified: by a hard link, or
// through a mount. Where it lies was looked at before (roots/list_file.ts).

import { type CString, type FileStat, WORD } from "../../../ffi/mod.ts";
import type { CopyContext, Side } from "../../copy/context.ts";
import type { Place } from "../../copy/place.ts";
import { LIST_IS_VERIFIED } from "../roots/list_file.ts";

/** Ends the run, and is true, where the entry is that file. */
export function isListFile(
  ctx: CopyContext,
  place: Place,
  name: CString,
  side: Side,
  { words }: FileStat,
): boolean {
  const { apartFrom } = place.root;
  if (apartFrom === undefined || words[WORD.ino] !== apartFrom[0]) return false;
  const [, inoHigh, devMajor, devMinor] = apartFrom;
  const isSame = words[WORD.ino + 1] === inoHigh && words[WORD.devMajor] === devMajor &&
    words[WORD.devMinor] === devMinor;
  if (!isSame) return false;
  const message = "it is the file that the digests are to be written to";
  ctx.failWith(place, name, side, "verify", null, LIST_IS_VERIFIED, message, true);
  return true;
}
