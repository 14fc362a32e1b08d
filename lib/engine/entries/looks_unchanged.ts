// Whether an entry looks unchanged by what the listings of both folders told: then no call is needed to
// pass over it, whoever has listed them does so, and it is not left to another thread, who would ask.

import type { CString } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { CHANGED } from "../../plan/changes.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { isLeftAlone } from "./conflicts.ts";
import { compareEntries } from "./compare_entry.ts";

/** Whether listings can settle anything: not where they tell names only, nor where contents are read in any case. */
export function listingsSuffice({ ctx: { fs, options }, comparer }: WorkerContext): boolean {
  return fs.can.listsMetadata && !options.compareOnly && !comparer.comparesContents;
}

/** Whether both listings told of a file, and nothing that is to be done. Makes no call. */
export function looksUnchanged(worker: WorkerContext, pair: FolderPair, name: CString): boolean {
  const { ctx: { fs, sourceStat, targetStat, options } } = worker;
  if (!fs.statListed(pair.source, name, sourceStat)) return false;
  if (!fs.statListed(pair.target, name, targetStat)) return false;
  if (isLeftAlone(worker, sourceStat, targetStat)) return true;
  const ignored = options.keep.times ? 0 : CHANGED.mtime;
  const bits = compareEntries(worker, pair, sourceStat, targetStat) & ~ignored;
  return bits === 0 && !mayDifferInXattrs(worker, pair, name);
}

/** Of a listed entry the listing tells whether it has attributes, or else there is no way around reading them. */
function mayDifferInXattrs(
  { ctx: { fs, xattrPolicy } }: WorkerContext,
  pair: FolderPair,
  name: CString,
) {
  if (!xattrPolicy.any) return false;
  return fs.xattrListSizeAt(pair.source, name) !== 0 ||
    fs.xattrListSizeAt(pair.target, name) !== 0;
}
