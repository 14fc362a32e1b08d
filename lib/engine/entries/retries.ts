// `--retries`: an entry that failed for a reason that may pass is carried out again after a wait, and
// each wait is twice as long as the one before. Only what is left after the last attempt is an error.

import { type CString, ENTRY_TYPE, textOf, WORD } from "../../../ffi/mod.ts";
import { Attempt } from "../../copy/attempt.ts";
import type { Place } from "../../copy/place.ts";
import type { ErrorEvent } from "../../events.ts";
import { COUNTER } from "../../shared/counters.ts";
import { pause } from "../../shared/pause.ts";
import type { Crew } from "../crew/crew.ts";

/** Seconds that a wait does not grow beyond. */
const LONGEST_WAIT = 60;

/** Carries out an entry that is no folder, as often as the options allow. */
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
    const seconds = waitAfter(failures, options.retryWait);
    ctx.report.notice(describe(attempt.errors[0], seconds));
    ctx.report.flush();
    if (!pause(ctx.control, seconds * 1000)) return;
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
  return failed || ctx.links === null || ctx.sourceStat.nlink <= 1;
}

/** Seconds to wait after so many failures before the latest one. */
function waitAfter(failures: number, first: number): number {
  return Math.min(first * 2 ** failures, Math.max(first, LONGEST_WAIT));
}

function describe({ op, path, message, code }: Omit<ErrorEvent, "type">, seconds: number): string {
  return `cannot ${op} '${textOf(path)}': ${message} (${code}); trying again in ${seconds} s`;
}
