// Some file systems write behind: FUSE to a server, NFS, SMB. There a file that has lost bytes is told by close(2) alone,
// and must not have replaced anything by then. A file that is closed is no longer open when its temporary name goes
// either, for which FUSE would keep it under another name for a while, and change the folder's time later; that name has
// a dot in front, for which ntfs-3g may hide the file for good.

import type { Entry } from "../../entry/entry.ts";
import type { CopyContext } from "../context.ts";
import { tellsLate } from "../target/tells_late.ts";

/** Closes the complete target file where that may fail late. 0 or a negated errno, which stays the answer for this file. */
export function closeBeforeNaming(ctx: CopyContext, { pair, source }: Entry): number {
  const { fs, flags, targetFile } = ctx;
  if (targetFile.handle >= 0 && tellsLate(ctx, pair)) {
    // What locks a file is set last, by its handle.
    if (flags !== null && flags.locks(source) !== 0) return 0;
    targetFile.closeError = fs.close(targetFile.handle);
    targetFile.handle = -1;
  }
  if (targetFile.closeError < 0) targetFile.failedCall = "close";
  return targetFile.closeError;
}
