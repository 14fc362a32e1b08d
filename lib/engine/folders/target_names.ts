// The names in a target folder, byte for byte, listed by a handle of its own.

import type { Place } from "../../copy/place.ts";
import { NameSet } from "../../plan/name_set.ts";
import type { Crew } from "../crew/crew.ts";

/** Lists the place's target folder; null where that is impossible. */
export function targetNames(crew: Crew, place: Place): NameSet | null {
  const { fs, folders } = crew.ctx;
  const folder = folders.open(place.root.target, place.path, false);
  if (folder < 0) return null;
  const names = new NameSet();
  const listing = crew.borrowListing();
  let end = 0;
  while (end === 0) {
    listing.clear();
    end = fs.list(folder, listing);
    names.addAll(listing);
  }
  crew.returnListing(listing);
  fs.close(folder);
  return end < 0 ? null : names;
}
