// `ferry verify`: what the target has and the source has not, an entry a line, folders with all that is
// in them.

import { type CString, FileStat } from "../../../ffi/mod.ts";
import { eachEntry } from "../../copy/deletion/each_entry.ts";
import { joinPath, type Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";
import { reportDifferenceAt } from "./differences.ts";

/** Reports an extra entry of the place's target. */
export function reportExtra(crew: Crew, place: Place, name: CString): void {
  reportBelow(crew, place, place.target, place.path, name);
}

function reportBelow(
  crew: Crew,
  place: Place,
  folder: number,
  folderPath: Uint8Array,
  name: CString,
): void {
  const { ctx, ctx: { fs } } = crew;
  const stat = new FileStat();
  if (fs.stat(folder, name, stat) < 0) return; // gone since it was listed
  const path = joinPath(folderPath, name);
  reportDifferenceAt(crew, place, path, "extra", stat);
  if (!stat.isFolder) return;
  const handle = fs.openFolderBeneath(folder, name, false);
  if (handle < 0) return ctx.fail(place, name, "target", "open folder", "openat2", handle);
  const end = eachEntry(ctx, handle, (below) => {
    reportBelow(crew, place, handle, path, below);
    return true;
  });
  fs.close(handle);
  if (end < 0) ctx.fail(place, name, "target", "list folder", "getdents64", end);
}
