// Whether an entry looks unchanged by what the listings of both folders told: then no call is needed to
// pass over it, whoever has listed them does so, and it is not left to another thread, who would ask.

import type { CString } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import { CHANGED } from "../../plan/changes.ts";
import type { Crew } from "../crew/crew.ts";
import { isLeftAlone } from "./conflicts.ts";
import { compareEntries } from "./kept_differences.ts";

/** Whether listings can settle anything: not where they tell names only, nor where contents are read in any case. */
export function listingsSettle({ ctx: { fs, options }, comparer }: Crew): boolean {
  return fs.can.listsMetadata && !options.compareOnly && !comparer.comparesContents;
}

/** Whether both listings told of a file, and nothing that is to be done. Makes no call. */
export function looksUnchanged(crew: Crew, place: Place, name: CString): boolean {
  const { ctx: { fs, sourceStat, targetStat, options } } = crew;
  if (!fs.statListed(place.source, name, sourceStat)) return false;
  if (!fs.statListed(place.target, name, targetStat)) return false;
  if (isLeftAlone(crew, sourceStat, targetStat)) return true;
  const ignored = options.keep.times ? 0 : CHANGED.mtime;
  const bits = compareEntries(crew, place, sourceStat, targetStat) & ~ignored;
  return bits === 0 && !mayDifferInXattrs(crew, place, name);
}

/** Of a listed entry the listing tells whether it has attributes, or else there is no way around reading them. */
function mayDifferInXattrs({ ctx: { fs, xattrPolicy } }: Crew, place: Place, name: CString) {
  if (!xattrPolicy.any) return false;
  return fs.xattrListSizeAt(place.source, name) !== 0 ||
    fs.xattrListSizeAt(place.target, name) !== 0;
}
