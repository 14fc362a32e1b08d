// A folder of the source that takes the place of an entry that is none.

import { EPERM } from "../../../ffi/errno.ts";
import { type CString, cString, withoutNul } from "../../../ffi/mod.ts";
import { isAppendOnly } from "../../copy/append_only.ts";
import type { CopyContext } from "../../copy/context.ts";
import { displace } from "../../copy/displace.ts";
import type { Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";

/** Makes a folder that takes the name of another entry. 0 or a negated errno: then that still has it. */
export function makeInPlace(
  ctx: CopyContext,
  place: Place,
  name: CString,
  mode: number,
): number {
  const { fs } = ctx;
  if (isAppendOnly(fs, place.targetStat)) return -EPERM;
  const temporary = ctx.temporaryNames.next();
  const made = fs.makeFolder(place.target, temporary, mode);
  if (made < 0) return made;
  const remove = (aside: CString) => fs.unlink(place.target, aside) === 0;
  const error = displace(ctx, place, temporary, cString(withoutNul(name)), remove);
  if (error < 0) fs.removeFolder(place.target, temporary);
  return error;
}

/** Whether the source folder can be opened and listed: else what stands in the target is not removed for it. */
export function isReadable(crew: Crew, place: Place, name: CString): boolean {
  const { ctx, ctx: { fs, options } } = crew;
  const handle = fs.openFolderBeneath(place.source, cString(withoutNul(name)), options.dereference);
  if (handle < 0) {
    ctx.fail(place, name, "source", "open folder", "openat2", handle);
    return false;
  }
  const listing = crew.borrowListing();
  const end = fs.list(handle, listing);
  crew.returnListing(listing);
  fs.close(handle);
  if (end < 0) ctx.fail(place, name, "source", "list folder", "getdents64", end);
  return end >= 0;
}
