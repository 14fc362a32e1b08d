// Before and after a folder's entries: what its target holds and how it differs, then what is left to
// delete and the folder's own metadata.

import {
  type CString,
  cString,
  type FileStat,
  type Listing,
  type NameKey,
} from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import { belongsToOneOf } from "../../copy/file/partial_file.ts";
import {
  applyMetadata,
  noteLosses,
  readSourceXattrs,
  settingByHandle,
} from "../../copy/metadata/metadata.ts";
import { modeToMake } from "../../copy/metadata/new_mode.ts";
import { listPatiently } from "../../copy/patience.ts";
import { type Place, reportPath } from "../../copy/place.ts";
import { sweep } from "../../copy/sweep.ts";
import { syncHandle } from "../../copy/sync.ts";
import { isPartialName, isTemporaryName } from "../../copy/temporary_names.ts";
import { CHANGED, changesOf, isXattrsAlone, METADATA } from "../../plan/changes.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { compareMetadata } from "../entries/kept_differences.ts";
import { xattrDifferences } from "../entries/xattr_differences.ts";
import { reportMetadata, reportXattrs } from "../verify/differences.ts";
import type { CaseClashes } from "./case_clashes.ts";
import { Spellings } from "./respell.ts";

const S_ISGID = 0o2000;

/** What is known of a folder before its entries are carried out. */
export interface FolderState {
  /** Entries that the target has; leftovers not counted. */
  targetEntries: number;
  /** How the folder itself differed when it was met. */
  changes: number;
  /** The source's listing is complete, so that what it has not may be deleted. */
  complete: boolean;
  /** The names met so far, where folders ignore case; else null. */
  readonly clashes: CaseClashes | null;
}

/**
 * Counts the target's entries and sweeps leftovers.
 *
 * @param source the source's listing, or null where it is not complete
 * @param key how the target tells names apart
 */
export function lookAtTarget(
  crew: Crew,
  place: Place,
  source: Listing | null,
  key: NameKey | null,
): number {
  const { ctx: { options, count }, ctx } = crew;
  const listing = crew.borrowListing();
  const respells = key !== null && source !== null && options.delete && !options.compareOnly;
  const spellings = respells ? new Spellings(source, key) : null;
  let entries = 0;
  for (let end = 0; end === 0;) {
    listing.clear();
    end = listPatiently(ctx, place, "target", listing);
    if (end < 0) {
      ctx.fail(place, null, "target", "list folder", "getdents64", end);
      break;
    }
    spellings?.apply(crew, place, listing);
    for (let i = 0; i < listing.count; i++) {
      const name = listing.name(i);
      if (!isTemporaryName(name)) entries++;
      else if (!options.dryRun && !isKept(crew, name, source)) {
        sweep(ctx, place, cString(name.subarray(0, name.indexOf(0))));
      }
    }
  }
  crew.returnListing(listing);
  count[COUNTER.targetEntries] += entries;
  return entries;
}

/** With `--resume`: whether a partial file waits for an entry that the source still has. */
function isKept({ ctx: { options } }: Crew, name: CString, source: Listing | null): boolean {
  if (!options.resume || !isPartialName(name)) return false;
  return source === null || belongsToOneOf(name, source);
}

/** How the two folders themselves differ, as CHANGED bits. */
export function folderDifferences(crew: Crew, place: Place): number {
  const { ctx: { fs, xattrPolicy } } = crew;
  let bits = compareMetadata(crew, place, place.sourceStat, place.targetStat);
  if (!crew.ctx.options.keep.times) bits &= ~CHANGED.mtime;
  if (
    xattrPolicy.any &&
    (fs.xattrListSize(place.source) !== 0 || fs.xattrListSize(place.target) !== 0)
  ) {
    bits |= xattrDifferences(
      crew.ctx,
      settingByHandle(crew.ctx, place.source).xattrs,
      settingByHandle(crew.ctx, place.target).xattrs,
    );
  }
  return bits;
}

/** After all entries: notes what is left to delete, and gives the folder its own metadata. */
export function finishFolder(crew: Crew, place: Place, state: FolderState): void {
  const { options, control } = crew.ctx;
  if (isStopping(control)) return;
  const hasExtras = state.targetEntries > place.matched;
  // As rsync: what is on another file system is not ours to look after then.
  const isOurs = !(options.oneFileSystem && place.isApart);
  if (options.delete && state.complete && hasExtras && isOurs && place.target >= 0) {
    const { root, path, sourceStat } = place;
    crew.extras.push({ root: root.index, path, sourceDev: sourceStat.dev, inTheWay: null });
  }
  stampFolder(crew, place, state.changes);
}

/** Gives a folder its metadata again where something in it was changed after all. */
export function stampAgain(crew: Crew, place: Place): void {
  if (place.touched && !isStopping(crew.ctx.control)) stampFolder(crew, place, 0);
}

/** Gives the target folder its owner, attributes, mode and times. */
export function stampFolder(crew: Crew, place: Place, changes: number): void {
  const { ctx } = crew;
  if (ctx.options.compareOnly) return reportFolder(crew, place, changes);
  if (place.target < 0 && !place.fresh) return;
  const isUpdate = !place.fresh && (changes & METADATA) !== 0;
  if (ctx.options.dryRun) {
    if (isUpdate) tellUpdated(crew, place, changes);
    return;
  }
  if (!place.fresh && !place.touched && !isUpdate) return;
  noteLosses(ctx, place, null, place.sourceStat);
  if (ctx.keepsStreams && place.fresh) {
    const error = ctx.fs.copyStreams(place.source, place.target);
    if (error < 0) ctx.fail(place, null, "target", "keep streams of", "NtWriteFile", error);
  }
  const { checkStat, fs, xattrPolicy } = ctx;
  const error = fs.statHandle(place.target, checkStat);
  if (error < 0) return ctx.fail(place, null, "target", "read metadata of", "statx", error);
  const mayHaveXattrs = xattrPolicy.any &&
    (fs.xattrListSize(place.source) !== 0 || fs.xattrListSize(place.target) !== 0);
  const wanted = mayHaveXattrs
    ? readSourceXattrs(ctx, place, null, settingByHandle(ctx, place.source).xattrs)
    : null;
  const setter = settingByHandle(ctx, place.target);
  const changed = applyMetadata(ctx, place, null, setter, {
    source: place.sourceStat,
    current: checkStat,
    mode: folderMode(ctx, place, checkStat),
    xattrs: wanted,
  });
  place.lockedMode = -1;
  if (isUpdate && (changed > 0 || !isXattrsAlone(changes))) tellUpdated(crew, place, changes);
  syncHandle(ctx, place, null, place.target);
}

/** The mode that the target folder should have; `current` is what it has while it is being filled. */
function folderMode(ctx: CopyContext, place: Place, current: FileStat): number {
  const isLocked = place.lockedMode >= 0 && !ctx.options.keep.perms;
  if (isLocked) return place.lockedMode;
  if (!place.fresh) return ctx.keeping.mode(place.sourceStat, current);
  const mode = modeToMake(ctx, place, place.sourceStat, null);
  // mkdir(2) inherits it.
  return ctx.options.keep.perms ? mode : mode | current.permissions & S_ISGID;
}

/** Counts and reports a folder whose metadata were set, or would be. */
function tellUpdated({ ctx }: Crew, { root, path }: Place, changes: number): void {
  ctx.count[COUNTER.metadataUpdated]++;
  if (!ctx.report.wantsOperations) return;
  const reported = reportPath(root, path);
  ctx.report.operation("update-metadata", "folder", reported, 0, null, changesOf(changes));
}

/** What `ferry verify` says of the folder itself. */
function reportFolder(crew: Crew, place: Place, changes: number): void {
  if (place.fresh || changes === 0) return;
  const { ctx } = crew;
  const source = settingByHandle(ctx, place.source).xattrs;
  const target = settingByHandle(ctx, place.target).xattrs;
  reportMetadata(crew, place, null, changes, place.sourceStat, place.targetStat);
  reportXattrs(crew, place, null, changes, place.sourceStat, source, target);
}
