// Whether an entry looks unchanged by what the listings of both folders told: then no call is needed to
// pass over it, whoever has listed them does so, and it is not left to another thread, who would ask.

import { CHANGED } from "../../plan/changes.ts";
import { isLeftAlone } from "../../plan/conflicts.ts";
import type { Entry } from "../../entry/entry.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { compareEntries } from "./differences.ts";

/** Whether listings can settle anything: not where they tell names only, nor where contents are read in any case. */
export function listingsSuffice({ ctx: { fs }, basis }: WorkerContext): boolean {
  return fs.can.listsMetadata && !basis.onlyCompares && !basis.comparer.comparesContents;
}

/** Whether both listings told of a file, and nothing that is to be done. Makes no call. */
export function looksUnchanged(worker: WorkerContext, entry: Entry): boolean {
  const { ctx: { fs, options }, basis } = worker;
  const { pair, name, source, target } = entry;
  if (!fs.statListed(pair.source, name, source)) return false;
  if (!fs.statListed(pair.target, name, target)) return false;
  if (isLeftAlone(entry, basis)) return true;
  const ignored = options.keep.times ? 0 : CHANGED.mtime;
  const bits = compareEntries(worker, pair, source, target) & ~ignored;
  return bits === 0 && !mayDifferInXattrs(worker, entry);
}

/** Of a listed entry the listing tells whether it has attributes, or else there is no way around reading them. */
function mayDifferInXattrs({ ctx: { fs, xattrPolicy } }: WorkerContext, { pair, name }: Entry) {
  if (!xattrPolicy.any) return false;
  return fs.xattrListSizeAt(pair.source, name) !== 0 ||
    fs.xattrListSizeAt(pair.target, name) !== 0;
}
