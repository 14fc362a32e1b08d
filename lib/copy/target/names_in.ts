// Names in an open folder, by a listing of its own: that of the handle stays where it is.

import {
  type CString,
  cString,
  Listing,
  type NativeFileSystem,
  withoutNul,
} from "../../../ffi/mod.ts";

const LISTING_BYTES = 64 * 1024;
/** Some 25,000 names. */
export const FIRST_BATCHES = 16;

/**
 * Names of which a test is true; none if the folder cannot be listed.
 *
 * @param isWanted is given names that run past their NUL
 * @param batches after so many listings the rest of a huge folder is not looked at
 */
export function namesIn(
  fs: NativeFileSystem,
  folder: number,
  isWanted: (name: Uint8Array) => boolean,
  batches = Infinity,
): CString[] {
  const names: CString[] = [];
  const handle = fs.openFolderBeneath(folder, cString(""), false);
  if (handle < 0) return names;
  const listing = new Listing(LISTING_BYTES);
  for (let batch = 0, end = 0; end === 0 && batch < batches; batch++) {
    listing.clear();
    end = fs.list(handle, listing);
    for (let i = 0; i < listing.count; i++) {
      if (isWanted(listing.name(i))) names.push(cString(withoutNul(listing.name(i))));
    }
  }
  fs.close(handle);
  return names;
}
