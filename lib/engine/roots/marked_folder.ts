// The new name of a folder that is moved by copying: the folder has the move's mark (move_mark.ts) from the start.

import { EAGAIN, EEXIST } from "../../../ffi/errno.ts";
import {
  type CString,
  cString,
  FileStat,
  Listing,
  type NativeFileSystem,
  sameBytes,
  withoutNul,
} from "../../../ffi/mod.ts";
import { tellsOwners } from "../../copy/target/abandoned.ts";
import { isAppendOnly } from "../../copy/target/append_only.ts";
import { moveNew } from "../../copy/target/rename_new.ts";
import { isStillAt, markName, type MovedFolder, takeMark, TAKEN } from "./move_mark.ts";

const LISTING_BYTES = 4096;

/**
 * Makes it under a temporary name, which the same command again finds if this one is killed before the folder gets its own.
 *
 * @returns 0 or a negated errno: -EAGAIN while another run makes it
 */
export function makeMarkedFolder(
  fs: NativeFileSystem,
  folder: number,
  name: CString,
  mode: number,
  source: MovedFolder,
): number {
  const parent = new FileStat();
  const isFixed = fs.statHandle(folder, parent) < 0 || isAppendOnly(fs, parent);
  const made = source.id !== null && !isFixed
    ? makeTemporary(fs, folder, name, mode, source)
    : null;
  // Where a folder takes no mark, or no other name, it is made without.
  return made ?? fs.makeFolder(folder, name, mode);
}

/** 0, -EEXIST or -EAGAIN; null where that is impossible, and then nothing was made. */
function makeTemporary(
  fs: NativeFileSystem,
  folder: number,
  name: CString,
  mode: number,
  source: MovedFolder,
): number | null {
  const temporary = markName(source.id!);
  const made = fs.makeFolder(folder, temporary, mode);
  if (made < 0 && made !== -EEXIST) return null;
  const handle = fs.openFolderBeneath(folder, temporary, false);
  if (handle < 0) {
    if (made === 0) fs.removeFolder(folder, temporary);
    return null;
  }
  const isOurs = made === 0 || isLeftByMove(fs, handle, temporary);
  const mark = isOurs ? takeMark(fs, handle, source) : null;
  // Whoever had the mark before may have given the folder its name.
  const isHere = isOurs && mark !== TAKEN && isStillAt(fs, folder, temporary, handle);
  const rename = () => moveNew(fs, folder, temporary, folder, name);
  const answer = nameMarked(mark, isHere, rename);
  if (mark !== TAKEN && mark !== null) fs.close(mark.handle);
  fs.close(handle);
  // Windows renames no folder that is open, or in which a file is.
  const renamed = isFailure(answer) ? rename() : answer;
  if (isHere && renamed !== 0) removeTemporary(fs, folder, temporary);
  return isFailure(renamed) ? null : renamed;
}

/**
 * Gives the folder its name where this run has the mark in it.
 *
 * @param isHere whether it still has the temporary name
 */
function nameMarked(
  mark: ReturnType<typeof takeMark>,
  isHere: boolean,
  rename: () => number,
): number | null {
  if (mark === TAKEN) return -EAGAIN;
  if (mark === null) return null;
  return isHere ? rename() : -EEXIST;
}

/** Removes the folder that did not get its name, and the mark in it; one that holds more stays. */
function removeTemporary(fs: NativeFileSystem, folder: number, temporary: CString): void {
  const handle = fs.openFolderBeneath(folder, temporary, false);
  if (handle >= 0) {
    fs.unlink(handle, temporary);
    fs.close(handle);
  }
  fs.removeFolder(folder, temporary);
}

function isFailure(answer: number | null): boolean {
  return answer !== null && answer < 0 && answer !== -EEXIST && answer !== -EAGAIN;
}

/** Whether an earlier run of this user made the folder for this: it holds the mark, or nothing. */
function isLeftByMove(fs: NativeFileSystem, handle: number, mark: CString): boolean {
  const stat = new FileStat();
  if (fs.statHandle(handle, stat) < 0) return false;
  if (stat.uid !== fs.identity.uid && tellsOwners(fs, handle)) return false;
  const listing = new Listing(LISTING_BYTES);
  const end = fs.list(handle, listing);
  fs.rewind(handle);
  const isMark = (i: number) => sameBytes(cString(withoutNul(listing.name(i))), mark);
  return end >= 0 && (listing.count === 0 || (listing.count === 1 && isMark(0)));
}
