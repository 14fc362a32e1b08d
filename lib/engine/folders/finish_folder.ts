// Before and after a folder's entries: what its target holds and how it differs, then what is left to
// delete and the folder's own metadata.

import {
  type CString,
  cString,
  type Listing,
  type NameKey,
  sameBytes,
  withoutNul,
} from "../../../ffi/mod.ts";
import { PartialNames } from "../../copy/file/partial_file.ts";
import { settingByHandle } from "../../copy/metadata/metadata.ts";
import { listWithRetries } from "../../copy/retry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { isPartialName, isTemporaryAt } from "../../copy/target/temporary_names.ts";
import { targetOf } from "../../entry/subject.ts";
import { CHANGED, METADATA } from "../../plan/changes.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { compareMetadata } from "../facts/differences.ts";
import { settableBits, withoutUnsettable } from "../facts/others_root.ts";
import { withName } from "../facts/matched_names.ts";
import { isOwnMark } from "../facts/target_in_source.ts";
import { xattrDifferences } from "../facts/xattr_differences.ts";
import type { CaseClashes } from "./case_clashes.ts";
import { CaseRenames } from "./case_rename.ts";
import { type BothListings, knownExtras, mayBeKnown } from "./known_extras.ts";
import { ShardExtras } from "./shard_extras.ts";
import { Vacancy } from "./vacancy.ts";

/** What is known of a folder before its entries are carried out. */
export interface FolderState {
  /** Entries that the target has; leftovers not counted. In a shard those alone that may be extra, and are its own. */
  targetEntries: number;
  /** The sum over the names of all of them (`withName`). */
  listedSum: number;
  /** How the folder itself differed when it was met. */
  changes: number;
  /** Whether the source's listing is complete: only then may extra entries be deleted. */
  complete: boolean;
  /** The names met so far, where folders ignore case; else null. */
  readonly clashes: CaseClashes | null;
  /** Both listings, where they tell what is extra and are still at hand when the folder is finished; else null. */
  both: BothListings | null;
}

/** What is known of a target's entries. */
interface TargetEntries {
  /** As `FolderState.targetEntries`. */
  readonly entries: number;
  /** As `FolderState.listedSum`. */
  readonly sum: number;
  /** All of them, where what is extra may be found by that; whoever has it returns it. */
  readonly listing: Listing | null;
}

/**
 * Counts the target's entries and sweeps leftovers.
 *
 * @param source the source's listing, or null where it is not complete
 * @param own how many of its first entries this run has: all but in a shard
 * @param key how the target tells names apart
 */
export function listTarget(
  worker: WorkerContext,
  pair: FolderPair,
  source: Listing | null,
  own: number,
  key: NameKey | null,
): TargetEntries {
  const { ctx: { options, count }, ctx } = worker;
  const listing = worker.borrowListing();
  const renames = key !== null && source !== null && options.delete &&
    !worker.basis.onlyCompares;
  const caseRenames = renames ? new CaseRenames(source, key) : null;
  const partials = source === null ? null : new PartialNames(source);
  const isAsked = worker.shard !== null && (options.delete || options.ignoreExtra);
  const extras = isAsked ? new ShardExtras(worker, pair, source, key) : null;
  const asksVacancy = worker.shard !== null && key === null && !worker.basis.needsStat;
  const vacancy = asksVacancy && source !== null ? new Vacancy(source, own) : null;
  const listed = { entries: 0, sum: 0 };
  let end = 0, batches = 0;
  for (; end === 0; batches++) {
    listing.clear();
    end = listWithRetries(ctx, pair, "target", listing);
    if (end < 0) {
      ctx.fail(targetOf(pair, null), "list folder", "getdents64", end);
      break;
    }
    caseRenames?.apply(worker, pair, listing);
    vacancy?.note(listing);
    countListed(worker, pair, listing, { extras, partials, listed });
  }
  const keeps = source !== null && end === 1 && batches === 1 && mayBeKnown(worker, key);
  if (!keeps) worker.returnListing(listing);
  pair.isVacant = end > 0 && vacancy !== null && vacancy.isVacant;
  count[COUNTER.targetEntries] += listed.entries;
  const entries = extras === null ? listed.entries : extras.count;
  return { entries, sum: listed.sum, listing: keeps ? listing : null };
}

/** What entries of a target are counted by. */
interface Counting {
  readonly extras: ShardExtras | null;
  readonly partials: PartialNames | null;
  /** What was listed so far. */
  readonly listed: { entries: number; sum: number };
}

/** Counts the entries of a listing and sweeps leftovers; by itself, because V8 compiles it while it runs. */
function countListed(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  { extras, partials, listed }: Counting,
): void {
  const { bytes, nameAt } = listing;
  let { entries, sum } = listed;
  for (let i = 0; i < listing.count; i++) {
    if (isTemporaryAt(listing, i)) {
      sweepListed(worker, pair, listing, i, partials);
    } else if (extras === null || extras.owns(listing, i)) {
      entries++;
      sum = withName(sum, bytes, nameAt[i]);
    }
  }
  listed.entries = entries;
  listed.sum = sum;
}

function sweepListed(
  worker: WorkerContext,
  pair: FolderPair,
  listing: Listing,
  index: number,
  partials: PartialNames | null,
): void {
  const name = listing.name(index);
  if (isOwnMark(worker, name) || isMoveMark(pair, name)) return;
  if (isKept(worker, name, partials)) return;
  worker.performer.sweep(pair, cString(withoutNul(name)));
}

/** Whether a temporary name is that of the mark of this run's move: not every file system tells that it is locked. */
function isMoveMark({ root: { removal }, path }: FolderPair, name: Uint8Array): boolean {
  if (!removal?.mark || path.length > 0) return false;
  return sameBytes(withoutNul(name), withoutNul(removal.mark.name));
}

/** With `--resume`: whether a partial file waits for an entry that the source still has. */
function isKept(
  { ctx: { options } }: WorkerContext,
  name: CString,
  partials: PartialNames | null,
): boolean {
  if (!options.resume || !isPartialName(name)) return false;
  return partials === null || partials.has(name);
}

/** How the two folders themselves differ, as CHANGED bits. Another shard's is set right, too: that one may be done with it. */
export function folderDifferences(worker: WorkerContext, pair: FolderPair): number {
  const { ctx: { fs, xattrPolicy }, basis: { comparer } } = worker;
  const { sourceStat, targetStat } = pair;
  let bits = compareMetadata(worker, pair, sourceStat, targetStat);
  bits = comparer.withoutOmitted(sourceStat, bits);
  const settable = settableBits(worker.ctx, pair);
  if (
    xattrPolicy.any && (bits !== 0 || !pair.isForeign) &&
    (fs.xattrListSize(pair.source) !== 0 || fs.xattrListSize(pair.target) !== 0)
  ) {
    bits |= xattrDifferences(
      worker.ctx,
      sourceStat,
      settingByHandle(worker.ctx, pair.source).xattrs,
      settingByHandle(worker.ctx, pair.target).xattrs,
    );
  }
  return settable === METADATA ? bits : withoutUnsettable(worker.ctx, bits, settable);
}

/** After all entries: notes what is left to delete, and gives the folder its own metadata. */
export function finishFolder(worker: WorkerContext, pair: FolderPair, state: FolderState): void {
  const { options, control } = worker.ctx;
  if (isStopping(control)) return;
  const hasExtras = state.targetEntries > (worker.shard === null ? pair.matched : 0);
  // As in rsync: with -x nothing is deleted on other file systems.
  const mayDelete = !(options.oneFileSystem && pair.isOnOtherMount);
  if (options.delete && state.complete && mayDelete && pair.target >= 0) {
    if (hasExtras || hidesExtras(worker, pair, state)) noteExtras(worker, pair, state, hasExtras);
  }
  // What only the target has changed its folder's time when it came: it is left out as well.
  const isOfExtras = options.ignoreExtra && hasExtras;
  worker.performer.setFolderMetadata(
    pair,
    isOfExtras ? state.changes & ~CHANGED.mtime : state.changes,
  );
}

/**
 * Notes what is to be deleted in a folder, or that this is to be found out: a root is listed again, so that it is seen where
 * its source was emptied meanwhile.
 *
 * @param hasExtras whether there certainly is something; else the names tell, where they are at hand
 */
function noteExtras(
  worker: WorkerContext,
  { root, path, sourceStat: { dev }, matched }: FolderPair,
  { both, targetEntries }: FolderState,
  hasExtras: boolean,
): void {
  const isRoot = path.length === 0;
  const asksNames = both !== null && !(isRoot && hasExtras);
  const found = asksNames ? knownExtras(worker, both, targetEntries - matched) : null;
  if (found?.count === 0) return;
  const known = isRoot ? null : found;
  worker.extras.push({ root: root.index, path, sourceDev: dev, names: null, known });
}

/** Whether other entries were matched than were listed, so that a number of them that leaves no extra one tells nothing. */
function hidesExtras(
  { shard }: WorkerContext,
  { matchedSum }: FolderPair,
  { targetEntries, listedSum }: FolderState,
): boolean {
  return shard === null && targetEntries > 0 && listedSum !== matchedSum;
}

/** Gives a folder its metadata again where something in it was changed after all. */
export function refinalizeFolder(worker: WorkerContext, pair: FolderPair): void {
  if (pair.touched && !isStopping(worker.ctx.control)) worker.performer.setFolderMetadata(pair, 0);
}
