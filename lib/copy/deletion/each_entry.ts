// The entries of a folder that is being emptied or counted, whatever its size.

import {
  type CString,
  cString,
  ENTRY_TYPE,
  FileStat,
  Listing,
  withoutNul,
} from "../../../ffi/mod.ts";
import { isStopping } from "../../shared/control.ts";
import type { CopyContext } from "../context.ts";

/** Bytes of a listing. */
const LISTING_BYTES = 64 * 1024;

/** Answers of `eachEntry`. */
const ALL_VISITED = 1;
const NOT_ALL = 0;

/** Visits each entry, batch after batch: 1 when each visit succeeded, 0 when not, or a negated errno of the listing. */
export function eachEntry(
  ctx: CopyContext,
  handle: number,
  visit: (name: CString, type: number) => boolean,
  shouldContinue: () => boolean = () => !isStopping(ctx.control),
): number {
  const listing = new Listing(LISTING_BYTES);
  let result = ALL_VISITED;
  for (;;) {
    listing.clear();
    const end = ctx.fs.list(handle, listing);
    for (let i = 0; i < listing.count; i++) {
      if (!visit(cString(withoutNul(listing.name(i))), listing.type[i])) result = NOT_ALL;
      if (!shouldContinue()) return NOT_ALL;
    }
    if (end < 0) return end;
    if (end === 1) return result;
  }
}

/** The entry's type, asked for where the listing has none. */
export function typeOf(ctx: CopyContext, folder: number, name: CString, type: number): number {
  if (type !== ENTRY_TYPE.unknown) return type;
  const stat = new FileStat();
  if (ctx.fs.stat(folder, name, stat) < 0) return ENTRY_TYPE.file;
  return stat.isFolder ? ENTRY_TYPE.folder : ENTRY_TYPE.file;
}
