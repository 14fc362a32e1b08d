// Removing an entry from the source, if it is still the one that was compared with its copy.

import type { CopyContext } from "../../../copy/context.ts";
import type { Entry } from "../../../entry/entry.ts";
import { entryTypeName } from "../../../entry/entry_type_name.ts";
import { joinPath, reportPath } from "../../../entry/folder_pair.ts";
import type { RootPair } from "../../../entry/root_pair.ts";
import { sourceOf } from "../../../entry/subject.ts";
import { COUNTER } from "../../../shared/counters.ts";
import { isUntouched } from "./arrived.ts";

/** What messages say is done. */
export const REMOVE = "remove from SOURCE";
/** Code of a file that another one of its size and time stands for in the target. */
export const CONTENTS_DIFFER = "CONTENTS_DIFFER";

/** Code of an entry whose target lacks what was asked for by name. */
export const NOT_KEPT = "NOT_KEPT";

/** Removes the entry of the source; false if it stays, which was reported. */
export function removeEntry(ctx: CopyContext, { pair, name, source }: Entry): boolean {
  const { fs, checkStat } = ctx;
  const looked = fs.stat(pair.source, name, checkStat);
  if (looked === 0 && !isUntouched(source, checkStat)) {
    ctx.failChanged(pair, name, REMOVE, "it changed while it was moved; run again");
    return false;
  }
  const error = looked < 0 ? looked : fs.unlink(pair.source, name);
  if (error < 0) {
    ctx.fail(sourceOf(pair, name), REMOVE, looked < 0 ? "statx" : "unlinkat", error);
    return false;
  }
  return true;
}

/** Counts and reports an entry that was removed from the source, or would be. */
export function reportRemoved(ctx: CopyContext, { pair, name, source }: Entry): void {
  ctx.count[COUNTER.sourcesRemoved]++;
  if (!ctx.report.wantsOperations) return;
  reportRemovedAt(ctx, pair.root, joinPath(pair.path, name), source.entryType);
}

/**
 * Reports an entry that was removed from the source.
 *
 * @param path below the root; empty for the root itself
 * @param type one of ENTRY_TYPE
 */
export function reportRemovedAt(
  ctx: CopyContext,
  root: RootPair,
  path: Uint8Array,
  type: number,
): void {
  ctx.report.operation({
    op: "remove-source",
    path: reportPath(root, path),
    entryType: entryTypeName(type),
  });
}
