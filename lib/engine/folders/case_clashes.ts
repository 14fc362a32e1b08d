// Where folders ignore case, a source folder may still hold two names that differ in case only (it lies
// on another file system, or was told to tell them apart). The target can hold one of them: the first
// is copied, and each later one is an error, so that neither silently becomes the other.

import { cString, type Listing, type NameKey, withoutNul } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import { NameSet } from "../../plan/name_set.ts";
import type { Crew } from "../crew/crew.ts";

/** The names met in one folder. */
export class CaseClashes {
  readonly #names: NameSet;

  constructor(key: NameKey) {
    this.#names = new NameSet(key);
  }

  /** Reports the entries that clash with an earlier one and takes them out of the listing. */
  remove(crew: Crew, place: Place, listing: Listing): void {
    let kept = 0;
    for (let i = 0; i < listing.count; i++) {
      if (this.#names.typeOf(listing.bytes, listing.nameAt[i]) >= 0) {
        report(crew, place, listing.name(i));
        continue;
      }
      this.#names.add(listing.bytes, listing.nameAt[i], listing.type[i]);
      listing.nameAt[kept] = listing.nameAt[i];
      listing.type[kept++] = listing.type[i];
    }
    listing.count = kept;
  }
}

function report({ ctx }: Crew, place: Place, name: Uint8Array): void {
  ctx.failWith(
    place,
    cString(withoutNul(name)),
    "source",
    "copy",
    null,
    "NAME_CLASH",
    "Its name differs from another one's in case or form only, and the target folder can hold one of them",
  );
}
