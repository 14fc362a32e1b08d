// How much a deletion would remove.

import { type CString, ENTRY_TYPE } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import { eachEntry, typeOf } from "./each_entry.ts";

/**
 * How many entries `deleteEntry` would remove, at most `limit`; the entry itself is one. A negated errno
 * where a folder could not be listed.
 */
export function countEntries(
  ctx: CopyContext,
  folder: number,
  name: CString,
  type: number,
  limit = Infinity,
): number {
  if (limit <= 1 || typeOf(ctx, folder, name, type) !== ENTRY_TYPE.folder) return 1;
  const handle = ctx.fs.openFolderBeneath(folder, name, false);
  if (handle < 0) return handle;
  let count = 1;
  const end = eachEntry(ctx, handle, (below, belowType) => {
    if (count < 0 || count >= limit) return true;
    const entries = countEntries(ctx, handle, below, belowType, limit - count);
    count = entries < 0 ? entries : count + entries;
    return true;
  });
  ctx.fs.close(handle);
  return end < 0 ? end : count;
}
