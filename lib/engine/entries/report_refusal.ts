// Entries that cannot be done, by what was decided.

import type { CopyContext } from "../../copy/context.ts";
import type { Entry } from "../../entry/entry.ts";
import { COUNTER } from "../../shared/counters.ts";

/** Reports why an entry is not done, and counts it. */
export function reportRefusal(ctx: CopyContext, { pair, name, targetName, refusal }: Entry): void {
  const { side, op, code, message, failsFile, hasChanged } = refusal!;
  if (failsFile) ctx.count[COUNTER.filesFailed]++;
  if (hasChanged) ctx.failChanged(pair, name, op, message);
  else {
    ctx.failWith({ pair, name: side === "source" ? name : targetName, side }, op, code, message);
  }
}
