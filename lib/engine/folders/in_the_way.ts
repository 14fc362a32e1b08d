// How much makes way for entries of another kind, where there is a limit on deletions.

import { cString, ENTRY_TYPE } from "../../../ffi/mod.ts";
import type { Crew } from "../crew/crew.ts";
import { eachPacked, type Job } from "../crew/job.ts";
import { countExtra } from "./deletions.ts";
import { closePlace, openPlace } from "./open_place.ts";

/** Does a job that counts what stands under the names that it holds. */
export function countInTheWay(crew: Crew, job: Job): void {
  const place = crew.borrowPlace();
  if (openPlace(crew, place, job)) {
    if (place.target >= 0) {
      eachPacked(job.entries!, (name) => {
        countExtra(crew, place, cString(name), ENTRY_TYPE.unknown);
      });
    }
    closePlace(crew, place);
  }
  crew.returnPlace(place);
}
