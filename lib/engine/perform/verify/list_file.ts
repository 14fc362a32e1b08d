// The file that the digests will be written to, met among those that are verified: by a hard link, or
// through a mount. Where it lies was looked at before (roots/list_file.ts).

import { type CString, type FileStat, isInode } from "../../../../ffi/mod.ts";
import type { CopyContext } from "../../../copy/context.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { LIST_IS_VERIFIED } from "../../roots/list_file.ts";
import type { Side } from "../../../entry/subject.ts";

/** Ends the run, and is true, where the entry is that file. */
export function isListFile(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  side: Side,
  stat: FileStat,
): boolean {
  const { apartFrom } = pair.root;
  if (apartFrom === undefined || !isInode(stat, apartFrom)) return false;
  const message = "it is the file that the digests are to be written to";
  ctx.failWith({ pair: pair, name: name, side: side }, "verify", LIST_IS_VERIFIED, message, {
    fatal: true,
  });
  return true;
}
