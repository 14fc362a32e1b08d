// Whether a folder of the target may give way to an entry of another kind.

import type { CString } from "../../../ffi/mod.ts";
import { holdsKept as holdsAny } from "../../copy/deletion/holds_kept.ts";
import type { Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";

/** Whether the target folder `name` holds something that must stay: excluded entries, a mount point, the source. */
export function holdsKept({ ctx, keeper }: Crew, place: Place, name: CString): boolean {
  return holdsAny(ctx, place, keeper, name);
}
