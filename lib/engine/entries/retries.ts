// `--retries`: an entry that failed for a reason that may pass is carried out again after a wait, and
// each wait is twice as long as the one before. Only what is left after the last attempt is an error.

import { type CString, ENTRY_TYPE, WORD } from "../../../ffi/mod.ts";
import { Attempt } from "../../copy/attempt.ts";
import { waitAfter } from "../../copy/patience.ts";
import type { Place } from "../../copy/place.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";

/** Carries out an entry as often as the options allow; of a folder, what comes before its own entries. */
export function carryOutWithRetries(
  crew: Crew,
  place: Place,
  name: CString,
  listedType: number,
  carryOut: (crew: Crew, place: Place, name: CString, listedType: number) => void,
): void {
  const { ctx, ctx: { options } } = crew;
  const before = ctx.count.slice();
  const { fresh } = place;
  let type = listedType;
  for (let failures = 0; failures < options.retries; failures++) {
    const attempt = new Attempt();
    ctx.attempt = attempt;
    ctx.sourceStat.words[WORD.nlink] = 0; // not yet known
    carryOut(crew, place, name, type);
    ctx.attempt = null;
    if (!mayTryAgain(crew, attempt, before)) {
      place.fresh = fresh;
      for (const error of attempt.errors) ctx.reportError(error);
      return;
    }
    ctx.count.set(before);
    if (!waitAfter(ctx, attempt.errors[0], failures)) return;
    // Whatever the attempt left is looked at, and the entry may be of another type by now.
    place.fresh = false;
    type = ENTRY_TYPE.unknown;
  }
  carryOut(crew, place, name, type);
  place.fresh = fresh;
}

/** Whether what failed may pass, and trying again meets all of it again. */
function mayTryAgain({ ctx }: Crew, attempt: Attempt, before: Float64Array): boolean {
  if (!attempt.mayPass) return false;
  const failed = ctx.count[COUNTER.filesFailed] > before[COUNTER.filesFailed];
  // One of several names that is in place already would count as done, whatever its metadata lack.
  const isOneOfMany = ctx.links !== null && ctx.sourceStat.nlink > 1 && !ctx.sourceStat.isFolder;
  return failed || !isOneOfMany;
}
