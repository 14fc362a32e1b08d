// A slice's folders are opened anew, so that nothing is known of their entries. Where a listing tells
// metadata, listing both once more costs less than asking for each entry of the slice.

import { MOST_LISTED } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";

/** Lists both folders for their entries' metadata; where that fails, or not all would be kept, each entry is asked. */
export function listAgain(crew: Crew, place: Place, targetEntries: number): void {
  const { ctx: { fs } } = crew;
  if (!fs.can.listsMetadata || place.fresh || targetEntries > MOST_LISTED) return;
  const listing = crew.borrowListing();
  for (const folder of [place.source, place.target]) {
    for (let end = 0; folder >= 0 && end === 0;) {
      listing.clear();
      end = fs.list(folder, listing);
    }
  }
  crew.returnListing(listing);
}
