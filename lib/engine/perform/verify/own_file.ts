// A file that the caller of the run writes to, met among those that are verified: by a hard link, or through a mount.
// Where it lies was looked at before (roots/own_files.ts).

import { type FileStat, isInode } from "../../../../ffi/mod.ts";
import type { CopyContext } from "../../../copy/context.ts";
import type { Subject } from "../../../entry/subject.ts";
import { OWN_FILE_MET } from "../../roots/own_files.ts";

/** Ends the run, and is true, where the entry is such a file. */
export function isOwnFile(ctx: CopyContext, subject: Subject, stat: FileStat): boolean {
  const { apartFrom } = subject.pair.root;
  const met = apartFrom?.findIndex((inode) => isInode(stat, inode)) ?? -1;
  if (met < 0) return false;
  ctx.failWith(subject, "verify", OWN_FILE_MET, String(met), { fatal: true });
  return true;
}
