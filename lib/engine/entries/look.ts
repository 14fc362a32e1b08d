// What stands under a name in the source and in the target.

import { ENOENT } from "../../../ffi/errno.ts";
import type { CString, FileStat } from "../../../ffi/mod.ts";
import { joinPath, type Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";

/** Reads the source entry's metadata; false when that failed, which was reported. */
export function statSource(crew: Crew, place: Place, name: CString, stat: FileStat): boolean {
  const { ctx: { fs, options }, ctx } = crew;
  const error = options.dereference
    ? fs.statFollowing(place.source, name, stat)
    : fs.stat(place.source, name, stat);
  if (error < 0) ctx.fail(place, name, "source", "read metadata of", "statx", error);
  return error === 0;
}

/** What `statTarget` found. */
export const TARGET = { absent: 0, present: 1, failed: 2 } as const;

/** Looks for the target entry of that name. */
export function statTarget(crew: Crew, place: Place, name: CString, stat: FileStat): number {
  const { ctx: { fs }, ctx } = crew;
  place.removeOld = null;
  if (place.fresh || place.target < 0) return TARGET.absent;
  const error = fs.stat(place.target, name, stat);
  if (error === -ENOENT) return TARGET.absent;
  if (error < 0) {
    ctx.fail(place, name, "target", "read metadata of", "statx", error);
    return TARGET.failed;
  }
  place.matched++;
  return TARGET.present;
}

/** Path below the root, for a report. */
export function entryPath(place: Place, name: CString): Uint8Array {
  return joinPath(place.path, name);
}
