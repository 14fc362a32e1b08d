// An entry that becomes another name of one that was copied before.

import type { CString } from "../../../ffi/mod.ts";
import type { FirstName } from "../../copy/link_table.ts";
import { makeHardLink } from "../../copy/links.ts";
import type { Place } from "../../copy/place.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { reportEntry } from "./report.ts";

/**
 * Makes the target another name of an entry copied before.
 *
 * @returns 0, or a negated errno that was reported
 */
export function linkTo(
  crew: Crew,
  place: Place,
  targetName: CString,
  first: FirstName,
  replaces: boolean,
): number {
  const { ctx } = crew;
  if (replaces) ctx.inodes.rememberReplaced(ctx.targetStat);
  if (!ctx.options.dryRun) {
    const error = makeHardLink(ctx, place, crew.roots, targetName, first, replaces);
    if (error < 0) {
      ctx.fail(place, targetName, "target", "link", "linkat", error);
      return error;
    }
  }
  ctx.count[COUNTER.linksCreated]++;
  if (ctx.sourceStat.isFile) ctx.settle(ctx.sourceStat);
  reportEntry(crew, place, targetName, "link", 0, 0);
  return 0;
}
