// A file that needs nothing.

import type { CopyContext } from "../../copy/context.ts";
import { COUNTER } from "../../shared/counters.ts";

/** Counts the file whose source was looked at last as done with. */
export function countUnchanged(ctx: CopyContext): void {
  ctx.count[COUNTER.filesUnchanged]++;
  ctx.countAsDone(ctx.sourceStat);
}
