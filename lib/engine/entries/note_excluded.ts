// Entries that the filters exclude.

import type { Entry } from "../../entry/entry.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/**
 * Counts what the target has under an excluded name in `pair.matched`, so that it is no reason to look for more to
 * delete; unless the filters exclude one kind of entry only and it is of another.
 */
export function noteExcluded({ ctx, basis: { selection } }: WorkerContext, entry: Entry): void {
  const { fs, options } = ctx;
  const { pair, name, target } = entry;
  if (options.deleteExcluded) return; // it is extra
  if (!options.delete || pair.fresh || pair.target < 0) return;
  if (fs.stat(pair.target, name, target) < 0) return;
  if (selection.excludesName(pair.path, name, target.isFolder)) pair.matched++;
}
