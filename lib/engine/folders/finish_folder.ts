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
import { listWithRetries } from "../../copy/retry.ts";
import { type FolderPair, reportPath } from "../../entry/folder_pair.ts";
import { sweep } from "../../copy/target/sweep.ts";
import { syncHandle } from "../../copy/target/sync.ts";
import { isPartialName, isTemporaryName } from "../../copy/target/temporary_names.ts";
import { CHANGED, changesOf, isXattrsAlone, METADATA } from "../../plan/changes.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { compareMetadata } from "../entries/compare_entry.ts";
import { xattrDifferences } from "../entries/xattr_differences.ts";
import { reportMetadata, reportXattrs } from "../perform/verify/differences.ts";
import type { CaseClashes } from "./case_clashes.ts";
import { CaseRenames } from "./case_rename.ts";
import { targetOf } from "../../entry/subject.ts";

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
export function listTarget(
  worker: WorkerContext,
  pair: FolderPair,
  source: Listing | null,
  key: NameKey | null,
): number {
  const { ctx: { options, count }, ctx } = worker;
  const listing = worker.borrowListing();
  const respells = key !== null && source !== null && options.delete && !options.compareOnly;
  const spellings = respells ? new CaseRenames(source, key) : null;
  let entries = 0;
  for (let end = 0; end === 0;) {
    listing.clear();
    end = listWithRetries(ctx, pair, "target", listing);
    if (end < 0) {
      ctx.fail(targetOf(pair, null), "list folder", "getdents64", end);
      break;
    }
    spellings?.apply(worker, pair, listing);
    for (let i = 0; i < listing.count; i++) {
      const name = listing.name(i);
      if (!isTemporaryName(name)) entries++;
      else if (!options.dryRun && !isKept(worker, name, source)) {
        sweep(ctx, pair, cString(name.subarray(0, name.indexOf(0))));
      }
    }
  }
  worker.returnListing(listing);
  count[COUNTER.targetEntries] += entries;
  return entries;
}

/** With `--resume`: whether a partial file waits for an entry that the source still has. */
function isKept(
  { ctx: { options } }: WorkerContext,
  name: CString,
  source: Listing | null,
): boolean {
  if (!options.resume || !isPartialName(name)) return false;
  return source === null || belongsToOneOf(name, source);
}

/** How the two folders themselves differ, as CHANGED bits. */
export function folderDifferences(worker: WorkerContext, pair: FolderPair): number {
  const { ctx: { fs, xattrPolicy } } = worker;
  let bits = compareMetadata(worker, pair, pair.sourceStat, pair.targetStat);
  if (!worker.ctx.options.keep.times) bits &= ~CHANGED.mtime;
  if (
    xattrPolicy.any &&
    (fs.xattrListSize(pair.source) !== 0 || fs.xattrListSize(pair.target) !== 0)
  ) {
    bits |= xattrDifferences(
      worker.ctx,
      settingByHandle(worker.ctx, pair.source).xattrs,
      settingByHandle(worker.ctx, pair.target).xattrs,
    );
  }
  return bits;
}

/** After all entries: notes what is left to delete, and gives the folder its own metadata. */
export function finishFolder(worker: WorkerContext, pair: FolderPair, state: FolderState): void {
  const { options, control } = worker.ctx;
  if (isStopping(control)) return;
  const hasExtras = state.targetEntries > pair.matched;
  // As rsync: what is on another file system is not ours to look after then.
  const isOurs = !(options.oneFileSystem && pair.isOnOtherMount);
  if (options.delete && state.complete && hasExtras && isOurs && pair.target >= 0) {
    const { root, path, sourceStat } = pair;
    worker.extras.push({ root: root.index, path, sourceDev: sourceStat.dev, conflicts: null });
  }
  finalizeFolderMetadata(worker, pair, state.changes);
}

/** Gives a folder its metadata again where something in it was changed after all. */
export function refinalizeFolder(worker: WorkerContext, pair: FolderPair): void {
  if (pair.touched && !isStopping(worker.ctx.control)) finalizeFolderMetadata(worker, pair, 0);
}

/** Gives the target folder its owner, attributes, mode and times. */
export function finalizeFolderMetadata(
  worker: WorkerContext,
  pair: FolderPair,
  changes: number,
): void {
  const { ctx } = worker;
  if (ctx.options.compareOnly) return reportFolder(worker, pair, changes);
  if (pair.target < 0 && !pair.fresh) return;
  const isUpdate = !pair.fresh && (changes & METADATA) !== 0;
  if (ctx.options.dryRun) {
    if (isUpdate) tellUpdated(worker, pair, changes);
    return;
  }
  if (!pair.fresh && !pair.touched && !isUpdate) return;
  noteLosses(ctx, pair, null, pair.sourceStat);
  if (ctx.keepsStreams && pair.fresh) {
    const error = ctx.fs.copyStreams(pair.source, pair.target);
    if (error < 0) ctx.fail(targetOf(pair, null), "keep streams of", "NtWriteFile", error);
  }
  const { checkStat, fs, xattrPolicy } = ctx;
  const error = fs.statHandle(pair.target, checkStat);
  if (error < 0) return ctx.fail(targetOf(pair, null), "read metadata of", "statx", error);
  const mayHaveXattrs = xattrPolicy.any &&
    (fs.xattrListSize(pair.source) !== 0 || fs.xattrListSize(pair.target) !== 0);
  const wanted = mayHaveXattrs
    ? readSourceXattrs(ctx, pair, null, settingByHandle(ctx, pair.source).xattrs)
    : null;
  const setter = settingByHandle(ctx, pair.target);
  const changed = applyMetadata(ctx, pair, null, setter, {
    source: pair.sourceStat,
    current: checkStat,
    mode: folderMode(ctx, pair, checkStat),
    xattrs: wanted,
  });
  pair.lockedMode = -1;
  if (isUpdate && (changed > 0 || !isXattrsAlone(changes))) tellUpdated(worker, pair, changes);
  syncHandle(ctx, pair, null, pair.target);
}

/** The mode that the target folder should have; `current` is what it has while it is being filled. */
function folderMode(ctx: CopyContext, pair: FolderPair, current: FileStat): number {
  const isLocked = pair.lockedMode >= 0 && !ctx.options.keep.perms;
  if (isLocked) return pair.lockedMode;
  if (!pair.fresh) return ctx.policy.mode(pair.sourceStat, current);
  const mode = modeToMake(ctx, pair, pair.sourceStat, null);
  // mkdir(2) inherits it.
  return ctx.options.keep.perms ? mode : mode | current.permissions & S_ISGID;
}

/** Counts and reports a folder whose metadata were set, or would be. */
function tellUpdated({ ctx }: WorkerContext, { root, path }: FolderPair, changes: number): void {
  ctx.count[COUNTER.metadataUpdated]++;
  if (!ctx.report.wantsOperations) return;
  const reported = reportPath(root, path);
  ctx.report.operation("update-metadata", "folder", reported, 0, null, changesOf(changes));
}

/** What `ferry verify` says of the folder itself. */
function reportFolder(worker: WorkerContext, pair: FolderPair, changes: number): void {
  if (pair.fresh || changes === 0) return;
  const { ctx } = worker;
  const source = settingByHandle(ctx, pair.source).xattrs;
  const target = settingByHandle(ctx, pair.target).xattrs;
  reportMetadata(worker, pair, null, changes, pair.sourceStat, pair.targetStat);
  reportXattrs(worker, pair, null, changes, pair.sourceStat, source, target);
}
