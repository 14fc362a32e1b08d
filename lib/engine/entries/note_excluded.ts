// Entries that are excluded: by the filters, or files by their size or age.

import { ENTRY_TYPE } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import { noteMatch } from "../facts/matched_names.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/**
 * Counts what the target has under an excluded name in `pair.matched`, so that it is no reason to look for more to
 * delete; unless the filters exclude one kind of entry only and it is of another.
 */
export function noteExcluded({ ctx, basis: { selection } }: WorkerContext, entry: Entry): void {
  const { fs, options } = ctx;
  const { pair, name, type, target } = entry;
  // In a shard other things tell what is to be deleted (folders/shard_extras.ts).
  if (!options.delete || options.shard !== null || pair.fresh || pair.target < 0) return;
  // Else by size or age: then its name is never extra.
  const isByName = selection.excludesName(pair, name, type === ENTRY_TYPE.folder);
  if (isByName && !selection.protectsNames) return; // it is extra
  if (fs.stat(pair.target, name, target) < 0) return;
  if (!isByName || selection.protectsName(pair, pair.path, name, target.isFolder)) {
    noteMatch(ctx, pair, name);
  }
}
