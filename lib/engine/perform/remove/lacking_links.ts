// Files whose names were to be links in the target, by name (`--hard-links`), and are copies there: nothing of them is removed
// from the source, where they still are links. That they are copies is told at the end of the run.

import type { Entry } from "../../../entry/entry.ts";
import { askLinkCount } from "../../facts/link_count.ts";
import { CONTROL } from "../../../shared/control.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";

/** Whether an entry has other names and some names are copies; of whose file they are is not known. */
export function mayLackLinks(
  { ctx, ctx: { control } }: WorkerContext,
  { pair, name, hasOtherNames, source }: Entry,
): boolean {
  if (control[CONTROL.lacksLinks] === 0) return false;
  // Where listings do not tell, the first name of a file is not known to be one of several.
  if (!hasOtherNames) askLinkCount(ctx, pair.source, name, source);
  return hasOtherNames || source.nlink > 1;
}
