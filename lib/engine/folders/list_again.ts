// A slice's folders are opened anew, so that nothing is known of their entries. Where a listing tells
// metadata and all contents are read, listing both once more costs less than asking for each entry of the
// slice. In other runs a slice holds what is to be changed (settle_listed.ts), and that is opened anyway.

import type { Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";
import { listingsSettle } from "../entries/looks_unchanged.ts";

/** Entries of a folder from which on it is not done: each slice lists them all. */
const MOST_LISTED_AGAIN = 16_384;

/** Lists both folders for their entries' metadata; where that fails each entry is asked. */
export function listAgain(crew: Crew, place: Place, targetEntries: number): void {
  const { ctx: { fs } } = crew;
  if (!fs.can.listsMetadata || listingsSettle(crew)) return;
  if (place.fresh || targetEntries > MOST_LISTED_AGAIN) return;
  const listing = crew.borrowListing();
  for (const folder of [place.source, place.target]) {
    for (let end = 0; folder >= 0 && end === 0;) {
      listing.clear();
      end = fs.list(folder, listing);
    }
  }
  crew.returnListing(listing);
}
