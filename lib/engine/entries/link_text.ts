// Where symlinks lead.

import type { CString } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";

/** Whether two symlinks lead to different places; what cannot be read counts as different. */
export function textsDiffer(
  { ctx: { fs, linkBuffer, otherLinkBuffer } }: Crew,
  place: Place,
  name: CString,
  targetName: CString,
): boolean {
  const length = fs.readSymlink(place.source, name, linkBuffer);
  if (length < 0 || fs.readSymlink(place.target, targetName, otherLinkBuffer) !== length) {
    return true;
  }
  for (let i = 0; i < length; i++) if (linkBuffer[i] !== otherLinkBuffer[i]) return true;
  return false;
}
