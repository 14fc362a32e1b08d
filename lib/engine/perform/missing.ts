// What unchanged entries lack of what was asked for by name: a failure in each run, which a dry run foretells.

import { noteMissing } from "../../copy/metadata/losses.ts";
import type { Entry } from "../../entry/entry.ts";
import { isLeftAlone } from "../../plan/conflicts.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** Counts it for an entry that is kept, unless the options leave that alone. */
export function noteMissingOf({ ctx, basis }: WorkerContext, entry: Entry): void {
  if (isLeftAlone(entry, basis)) return;
  const { pair, targetName: name, source, target } = entry;
  noteMissing(ctx, { pair, name }, source, target);
}
