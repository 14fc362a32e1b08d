// Whether an entry looks unchanged by what the listings of both folders told. Then no call is needed: the thread
// that listed the folders skips it, and no other thread has to ask for its metadata again.

import { insistsOnOwners } from "../../copy/metadata/losses.ts";
import { isLeftAlone } from "../../plan/conflicts.ts";
import type { Entry } from "../../entry/entry.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { compareEntries } from "./differences.ts";

/** Whether a listing can show that an entry is unchanged: it tells metadata, and contents are not read anyway. */
export function listingsSuffice({ ctx, basis }: WorkerContext): boolean {
  return ctx.fs.can.listsMetadata && !basis.onlyCompares && !basis.comparer.comparesContents &&
    !insistsOnOwners(ctx);
}

/** Whether both listings told of a file, and nothing that is to be done. Makes no call. */
export function looksUnchanged(worker: WorkerContext, entry: Entry): boolean {
  const { ctx: { fs }, basis } = worker;
  const { pair, name, source, target } = entry;
  if (!fs.statListed(pair.source, name, source)) return false;
  if (!fs.statListed(pair.target, name, target)) return false;
  if (isLeftAlone(entry, basis)) return true;
  const bits = basis.comparer.withoutOmitted(source, compareEntries(worker, pair, source, target));
  return bits === 0 && !mayDifferInXattrs(worker, entry);
}

/** Of a listed entry the listing tells whether it has attributes, or else there is no way around reading them. */
function mayDifferInXattrs({ ctx: { fs, xattrPolicy } }: WorkerContext, { pair, name }: Entry) {
  if (!xattrPolicy.any) return false;
  return fs.xattrListSizeAt(pair.source, name) !== 0 ||
    fs.xattrListSizeAt(pair.target, name) !== 0;
}
