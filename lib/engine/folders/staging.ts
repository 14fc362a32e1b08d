// New folders are filled under a temporary name and then take their final one, with all that is in them:
// a file in there needs no name of its own to hide behind, which saves a fifth of the time of a small
// file (no O_TMPFILE, no linkat). Until then the final name is an empty folder.

import { cString, ENTRY_TYPE, type Listing } from "../../../ffi/mod.ts";
import { removeTree } from "../../copy/deletion/remove_tree.ts";
import { renameDespiteAcl } from "../../copy/metadata/despite_acl.ts";
import type { Place } from "../../copy/place.ts";
import { isStopping } from "../../shared/control.ts";
import { SMALLEST_STAGED_FOLDER } from "../../thresholds.ts";
import type { Crew } from "../crew/crew.ts";
import { fillHidden, Subtree, type UnfinishedFolder } from "./subtree.ts";
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
  for (let i = 0; i < listing.count; i++) {
    if (listing.type[i] === ENTRY_TYPE.folder && !options.dereference) return true;
    if (listing.type[i] === ENTRY_TYPE.file) files++;
  }
  return files >= SMALLEST_STAGED_FOLDER;
}

/**
 * Fills the folder, and as much of what is below it as its subtree takes, under a temporary name and gives it
 * its own. Entries that are to wait are left in `listing`, and only they.
 *
 * @param finish called for each folder below that is not finished, once all of them can be seen
 * @returns whether the folder itself is finished: nothing waits and it has its metadata
 */
export function fillStaged(
  crew: Crew,
  place: Place,
  listing: Listing,
  finish: (folder: UnfinishedFolder) => void,
): boolean {
  const staging = openStaging(crew, place);
  if (staging === null) return false;
  const { fs, control } = crew.ctx;
  const placeholder = place.target;
  place.target = staging.handle;
  const subtree = new Subtree();
  fillHidden(crew, place, listing, subtree);
  const finished = listing.count === 0 && !isStopping(control);
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
    subtree.unfinished.forEach(finish);
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
