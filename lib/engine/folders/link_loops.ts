// Under `--dereference` a symlink can lead back to a folder above it. Each folder about to be entered
// is compared with those on the way to it; without the option there are no such loops.

import { cString, FileStat } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";

const SLASH = 47;

/** Whether `folder` is the place's own folder or one above it, up to the root. */
export function leadsBack(crew: Crew, place: Place, folder: FileStat): boolean {
  if (folder.hasSameInode(place.sourceStat)) return true;
  const { fs } = crew.ctx;
  const above = new FileStat();
  for (
    let end = place.path.lastIndexOf(SLASH);
    place.path.length > 0;
    end = place.path.lastIndexOf(SLASH, end - 1)
  ) {
    const path = cString(place.path.subarray(0, Math.max(end, 0)));
    const handle = fs.openFolderBeneath(place.root.source, path, true);
    if (handle < 0) return false;
    fs.statHandle(handle, above);
    fs.close(handle);
    if (folder.hasSameInode(above)) return true;
    if (end <= 0) return false;
  }
  return false;
}
