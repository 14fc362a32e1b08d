// New folders are filled under a temporary name and then take their final one, all files at once: a
// file in there needs no name of its own to hide behind, which saves a fifth of the time of a small
// file (no O_TMPFILE, no linkat). Until then its final name is an empty folder. Large files and files
// with several names wait until the folder has its name, so that a killed run loses little.

import { cString, ENTRY_TYPE, type Listing } from "../../../ffi/mod.ts";
import { removeTree } from "../../copy/deletion/remove_tree.ts";
import { renameDespiteAcl } from "../../copy/metadata/despite_acl.ts";
import { joinPath, type Place } from "../../copy/place.ts";
import { isStopping } from "../../shared/control.ts";
import { SMALLEST_STAGED_FOLDER } from "../../thresholds.ts";
import type { Crew } from "../crew/crew.ts";
import { carryOutEntry } from "../entries/entry.ts";
import { stampFolder } from "./finish_folder.ts";

const SLASH = 47;
const PRIVATE_MODE = 0o700;

/** Whether a folder's entries are many enough to be worth a second folder and a rename. */
export function paysToStage(crew: Crew, place: Place, listing: Listing): boolean {
  const { fs, options } = crew.ctx;
  if (!place.fresh || place.target < 0 || place.path.length === 0) return false;
  // With --fsync each file is to be on disk under its own name as soon as it is done.
  if (options.inplace || options.dryRun || options.fsync || !fs.can.stableHandles) return false;
  // A folder must not stand under its temporary name for as long as a slow run likes.
  if (options.bandwidthLimit !== null) return false;
  // A locked folder could not be renamed once it has its flags.
  if ((place.sourceStat.attributes & fs.can.lockingAttributes) !== 0) return false;
  let files = 0;
  for (let i = 0; i < listing.count; i++) if (listing.type[i] === ENTRY_TYPE.file) files++;
  return files >= SMALLEST_STAGED_FOLDER;
}

/**
 * Fills the folder under a temporary name and gives it its own. Entries that are to wait are left in
 * `listing`, and only they.
 *
 * @param enter called for each sub-folder's path once the folder has its name
 * @returns whether the folder is finished: nothing waits and it has its metadata
 */
export function fillStaged(
  crew: Crew,
  place: Place,
  listing: Listing,
  enter: (path: Uint8Array) => void,
): boolean {
  const staging = openStaging(crew, place);
  if (staging === null) return false;
  const { fs, control } = crew.ctx;
  const placeholder = place.target;
  place.target = staging.handle;
  const folders: Uint8Array[] = place.stagedFolders = [];
  const waiting = carryOutAll(crew, place, listing);
  place.stagedFolders = null;
  const finished = waiting === 0 && !isStopping(control);
  if (finished) stampFolder(crew, place, 0);
  const rename = () => fs.rename(staging.parent, staging.temporary, staging.parent, staging.name);
  let error = rename();
  if (error < 0) {
    error = renameDespiteAcl(crew.ctx, place, null, staging.handle, error, rename);
  }
  if (error < 0) {
    crew.ctx.fail(place, null, "target", "name folder", "renameat", error);
    removeTree(crew.ctx, staging.parent, staging.temporary);
    listing.clear();
  } else {
    restoreParentTimes(crew, place, staging);
    for (const name of folders) enter(joinPath(place.path, name));
  }
  fs.close(placeholder);
  fs.close(staging.parent);
  return finished || error < 0;
}

/** The folder under its temporary name, and where it stands. */
interface Staging {
  readonly parent: number;
  readonly parentPath: Uint8Array;
  readonly name: Uint8Array;
  readonly temporary: Uint8Array;
  readonly handle: number;
}

/** Makes the temporary folder beside the final one; null where that is not possible. */
function openStaging(crew: Crew, place: Place): Staging | null {
  const { fs, temporaryNames } = crew.ctx;
  const slash = place.path.lastIndexOf(SLASH);
  const parentPath = place.path.subarray(0, Math.max(slash, 0));
  const parent = fs.openFolderBeneath(place.root.target, cString(parentPath), false);
  if (parent < 0) return null;
  const temporary = temporaryNames.next();
  if (fs.makeFolder(parent, temporary, PRIVATE_MODE) === 0) {
    const handle = fs.openFolderBeneath(parent, temporary, false);
    if (handle >= 0) {
      fs.tryLock(handle); // tells a sweeping neighbour that it is in use
      return {
        parent,
        parentPath,
        name: cString(place.path.subarray(slash + 1)),
        temporary,
        handle,
      };
    }
    fs.removeFolder(parent, temporary);
  }
  fs.close(parent);
  return null;
}

/** Carries out all entries but those that are to wait, which stay in the listing; how many do. */
function carryOutAll(crew: Crew, place: Place, listing: Listing): number {
  const { handOver } = crew;
  crew.handOver = null; // the temporary folder is this thread's alone
  listing.count = carryOutEach(crew, place, listing);
  crew.handOver = handOver;
  return listing.count;
}

/** The loop by itself: V8 compiles it while it runs, and would throw that away at anything that follows it. */
function carryOutEach(crew: Crew, place: Place, listing: Listing): number {
  const { control } = crew.ctx;
  let waiting = 0;
  for (let i = 0; i < listing.count && !isStopping(control); i++) {
    carryOutEntry(crew, place, listing.name(i), listing.type[i]);
    if (!crew.leavesEntry) continue;
    crew.leavesEntry = false;
    listing.nameAt[waiting] = listing.nameAt[i];
    listing.type[waiting++] = listing.type[i];
  }
  return waiting;
}

/** The rename changed the times of the folder above, which may have been final already. */
function restoreParentTimes(crew: Crew, place: Place, { parent, parentPath }: Staging): void {
  const { ctx: { fs, options }, ctx } = crew;
  if (!options.keep.times) return;
  const stat = crew.parentStat(place.root, parentPath);
  const error = typeof stat === "number" ? stat : fs.setTimes(parent, stat);
  if (error < 0) {
    ctx.fail(place, null, "target", "keep times of the folder above", "futimens", error);
  }
}
