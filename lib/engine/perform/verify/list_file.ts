// The file that the digests will be written to, met among those that are verified: by a hard link, or
// through a mount. Where it lies was looked at before (roots/list_file.ts).

import { type FileStat, isInode } from "../../../../ffi/mod.ts";
import type { CopyContext } from "../../../copy/context.ts";
import type { Subject } from "../../../entry/subject.ts";
import { LIST_IS_VERIFIED } from "../../roots/list_file.ts";

/** Ends the run, and is true, where the entry is that file. */
export function isListFile(ctx: CopyContext, subject: Subject, stat: FileStat): boolean {
  const { apartFrom } = subject.pair.root;
  if (apartFrom === undefined || !isInode(stat, apartFrom)) return false;
  const message = "it is the file that the digests are to be written to";
  ctx.failWith(subject, "verify", LIST_IS_VERIFIED, message, { fatal: true });
  return true;
}
