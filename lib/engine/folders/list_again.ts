// A slice's folders are opened anew, so that nothing is known of their entries. Where a listing tells
// metadata, listing both once more costs less than asking for each entry of the slice.

import type { Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";

/** Entries of the largest folder for which that holds: no more are kept of one listing. */
const LARGEST_FOLDER = 16_384;

/** Lists both folders for their entries' metadata; where that fails, each entry is asked. */
export function listAgain(crew: Crew, place: Place, targetEntries: number): void {
  const { ctx: { fs } } = crew;
  if (!fs.can.listsMetadata || place.fresh || targetEntries > LARGEST_FOLDER) return;
  const listing = crew.borrowListing();
  for (const folder of [place.source, place.target]) {
    for (let end = 0; folder >= 0 && end === 0;) {
      listing.clear();
      end = fs.list(folder, listing);
    }
  }
  crew.returnListing(listing);
}
