// Extra entries that are known since their folder was copied, where both of its listings were whole and few entries are
// extra: then neither folder is listed once more to find them, unless the source answers when it is asked for one.

import { ENOENT } from "../../../ffi/errno.ts";
import { cString, FileStat, type Listing, type NameKey } from "../../../ffi/mod.ts";
import { isTemporaryAt } from "../../copy/target/temporary_names.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { NameSet } from "../../plan/name_set.ts";
import { resolveType } from "../facts/resolve_type.ts";
import { eachPacked, type PackedEntries, packEntries } from "../worker/packed_entries.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import type { Visit } from "./extras.ts";

/** Extra entries of a folder that are kept at most. */
const MOST_ENTRIES = 256;
/** Bytes that a thread keeps at most: of the folders that come then both are listed again. */
const MOST_BYTES = 4_194_304;

/** What was listed of a folder before its entries were processed, whole. */
export interface BothListings {
  readonly source: Listing;
  readonly target: Listing;
}

/**
 * Whether names alone tell what is extra in a folder.
 *
 * @param key how the target tells names apart
 */
export function mayBeKnown(
  { selection, shard, ctx: { options } }: WorkerContext,
  key: NameKey | null,
): boolean {
  return options.delete && !options.pruneEmptyDirs && shard === null && key === null &&
    !selection.hasFilters && !selection.hasFolderRules;
}

/** The extra entries of a folder; null where they are too many to be kept. The target's listing holds nothing else then. */
export function knownExtras(
  worker: WorkerContext,
  { source, target }: BothListings,
  most: number,
): PackedEntries | null {
  if (most > MOST_ENTRIES || worker.extraBytes > MOST_BYTES) return null;
  const names = new NameSet();
  names.addAll(source);
  let kept = 0;
  for (let i = names.firstOther(target, 0); i < target.count; i = names.firstOther(target, i + 1)) {
    const isExtra = !isTemporaryAt(target, i) &&
      names.typeOf(target.bytes, target.nameAt[i]) < 0;
    if (isExtra) target.keep(i, kept++);
  }
  target.count = kept;
  const { bytes, count } = packEntries(target, 0, kept);
  worker.extraBytes += bytes.length;
  return { bytes: bytes.slice(), count };
}

const found = new FileStat();

/** Whether the source still has none of the entries, so that neither folder need be listed again. */
export function areStillExtra(
  { ctx: { fs } }: WorkerContext,
  { source }: FolderPair,
  known: PackedEntries,
): boolean {
  let areExtra = true;
  // An entry that is found may have come since, or be spelled otherwise there: a listing tells.
  eachPacked(known, (name) => {
    areExtra &&= fs.stat(source, cString(name), found) === -ENOENT;
  });
  return areExtra;
}

/** Visits those of the entries that may be deleted. */
export function eachKnown(
  worker: WorkerContext,
  pair: FolderPair,
  known: PackedEntries,
  visit: Visit,
): void {
  const { deletionFilter } = worker;
  eachPacked(known, (bytes, listed) => {
    const name = cString(bytes);
    const type = resolveType(worker, pair.target, name, listed, false);
    if (!deletionFilter.protects(pair, pair.path, pair.target, name, type)) visit({ name, type });
  });
}
