// Which entries of a target folder the source has not.

import { cString, ENTRY_TYPE, FileStat, type Listing } from "../../../ffi/mod.ts";
import { listPatiently } from "../../copy/patience.ts";
import type { Place } from "../../copy/place.ts";
import { isTemporaryName } from "../../copy/temporary_names.ts";
import type { NameSet } from "../../plan/name_set.ts";
import { isStopping } from "../../shared/control.ts";
import type { Crew } from "../crew/crew.ts";

/** Visits target entries that the source has not, or has under a name that is excluded there and not here. */
export function eachExtra(
  crew: Crew,
  place: Place,
  source: NameSet,
  visit: (name: Uint8Array, type: number) => void,
): void {
  const { keeper, selection, ctx: { control } } = crew;
  eachListing(crew, place, "target", (listing) => {
    for (let i = 0; i < listing.count && !isStopping(control); i++) {
      if (isTemporaryName(listing.name(i))) continue;
      const sourceType = source.typeOf(listing.bytes, listing.nameAt[i]);
      if (sourceType >= 0 && sourceType === listing.type[i] && sourceType !== ENTRY_TYPE.unknown) {
        continue;
      }
      const name = cString(
        listing.bytes.subarray(listing.nameAt[i], listing.bytes.indexOf(0, listing.nameAt[i])),
      );
      const type = knownType(crew, place.target, name, listing.type[i], false);
      if (sourceType >= 0) {
        if (!selection.hasRules || crew.ctx.options.deleteExcluded) continue;
        const isFolder =
          knownType(crew, place.source, name, sourceType, true) === ENTRY_TYPE.folder;
        if (!selection.excludesName(place.path, name, isFolder)) continue;
      }
      if (keeper.keeps(place.path, place.target, name, type)) continue;
      visit(name, type);
    }
  });
}

/** The type of an entry where its listing left that open; a source's symlink is what `--dereference` makes of it. */
export function knownType(
  { ctx: { fs, options } }: Crew,
  folder: number,
  name: Uint8Array,
  type: number,
  isSource: boolean,
): number {
  const follows = isSource && options.dereference;
  if (type !== ENTRY_TYPE.unknown && !(follows && type === ENTRY_TYPE.symlink)) return type;
  const stat = new FileStat();
  const error = follows ? fs.statFollowing(folder, name, stat) : fs.stat(folder, name, stat);
  // When in doubt it is a folder, which on neither side is a reason to delete one.
  return error < 0 ? (isSource ? ENTRY_TYPE.folder : ENTRY_TYPE.file) : stat.type >> 12;
}

/** Lists one side batch by batch; false when that failed, which was reported. */
export function eachListing(
  crew: Crew,
  place: Place,
  side: "source" | "target",
  visit: (listing: Listing) => void,
): boolean {
  const { ctx } = crew;
  const listing = crew.borrowListing();
  let end = 0;
  while (end === 0) {
    listing.clear();
    end = listPatiently(ctx, place, side, listing);
    if (end < 0) ctx.fail(place, null, side, "list folder", "getdents64", end);
    else visit(listing);
  }
  crew.returnListing(listing);
  return end > 0;
}
