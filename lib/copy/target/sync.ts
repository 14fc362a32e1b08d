// `--fsync`: a file is on disk before its name is given, and a folder after all names in it are, so
// that at any moment what has a name after a loss of power is whole.

import type { CString } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { targetOf } from "../../entry/subject.ts";

/**
 * Has an open target written to disk where the options ask for it.
 *
 * @param name of the entry, or null for the folder itself
 * @returns false when that failed, which was reported
 */
export function syncHandle(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString | null,
  handle: number,
): boolean {
  if (!ctx.options.fsync) return true;
  const error = ctx.fs.sync(handle);
  if (error < 0) ctx.fail(targetOf(pair, name), "write to disk", "fsync", error);
  return error === 0;
}
