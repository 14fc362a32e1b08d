// What killed runs have left in folders that no run sweeps: a SOURCE in which it was tried whether DEST shows it, what
// `ferry capabilities` has looked at, and where a list is written. The next run that would make the like removes it.

import { EAGAIN } from "../../../ffi/errno.ts";
import {
  type CString,
  cString,
  FileStat,
  Listing,
  type NativeFileSystem,
  withoutNul,
} from "../../../ffi/mod.ts";
import { makerOf, ownerOf } from "./temporary_names.ts";
import { LOCKED_WITHIN, tryLockOf } from "./try_lock_of.ts";

const LISTING_BYTES = 64 * 1024;
/** Some 25,000 names: the folder is not listed otherwise, and may be a cloud's. */
const MOST_BATCHES = 16;
const found = new FileStat();

/** Names in an open folder by a maker, one of MADE_BY, whose entries no living process holds. */
export function abandonedIn(fs: NativeFileSystem, folder: number, maker: number): CString[] {
  return namesBy(fs, folder, maker).filter((name) => isAbandoned(fs, folder, name));
}

function namesBy(fs: NativeFileSystem, folder: number, maker: number): CString[] {
  const names: CString[] = [];
  const handle = fs.openFolderBeneath(folder, cString(""), false);
  if (handle < 0) return names;
  const listing = new Listing(LISTING_BYTES);
  for (let batch = 0, end = 0; end === 0 && batch < MOST_BATCHES; batch++) {
    listing.clear();
    end = fs.list(handle, listing);
    for (let i = 0; i < listing.count; i++) {
      if (makerOf(listing.name(i)) === maker) names.push(cString(withoutNul(listing.name(i))));
    }
  }
  fs.close(handle);
  return names;
}

/** Whether a living process neither holds an entry nor is about to: in containers its number may be anybody's. */
function isAbandoned(fs: NativeFileSystem, folder: number, name: CString): boolean {
  if (fs.stat(folder, name, found) < 0) return false;
  const { uid, ctimeSec } = found;
  // Where files have no owners, nothing tells who made it.
  if (fs.can.owners && fs.identity.uid !== 0 && uid !== fs.identity.uid) return false;
  const locked = tryLockOf(fs, folder, name, found);
  if (locked === null || locked === -EAGAIN) return false;
  if (locked === 0 && Date.now() / 1000 - ctimeSec > LOCKED_WITHIN) return true;
  const owner = ownerOf(name)!;
  return owner !== Deno.pid && !fs.isRunning(owner);
}
