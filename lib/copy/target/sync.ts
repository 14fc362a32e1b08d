// `--fsync`: a file is written to disk before it gets its name, and a folder after all names in it, so that after a loss
// of power every named file is whole.

import type { CString } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { targetOf } from "../../entry/subject.ts";
import type { CopyContext } from "../context.ts";

/**
 * Writes an open target to disk if the options ask for it.
 *
 * @param name of the entry, or null for the folder itself
 * @returns false if that failed, which was reported
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
