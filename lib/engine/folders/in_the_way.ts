// How much makes way for entries of another kind, where there is a limit on deletions.

import { type CString, cString, ENTRY_TYPE } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { eachPacked, type Job } from "../crew/job.ts";
import { countExtra } from "./deletions.ts";
import { holdsKept } from "./holds_kept.ts";
import { closePlace, openPlace } from "./open_place.ts";

/** Does a job that counts what stands under the names that it holds. */
export function countInTheWay(crew: Crew, job: Job): void {
  const place = crew.borrowPlace();
  if (openPlace(crew, place, job)) {
    if (place.target >= 0) {
      eachPacked(job.entries!, (name) => countOne(crew, place, cString(name)));
    }
    closePlace(crew, place);
  }
  crew.returnPlace(place);
}

/** A folder goes as a whole or not at all. */
function countOne(crew: Crew, place: Place, name: CString): void {
  const { ctx, ctx: { targetStat } } = crew;
  if (ctx.fs.stat(place.target, name, targetStat) < 0) return;
  if (!targetStat.isFolder) ctx.count[COUNTER.extraEntries]++;
  else if (!holdsKept(crew, place, name)) countExtra(crew, place, name, ENTRY_TYPE.folder);
}
