// Walks the tree again where listings do not tell how many links a file has (Windows): a name that was passed
// over as unchanged becomes a link to another name of the same file that was copied later. Nothing else is
// changed, and what cannot be read was reported by the first walk.

import { cString, ENTRY_TYPE, sameBytes } from "../../../ffi/mod.ts";
import { isFirst } from "../../copy/links/hard_links.ts";
import type { FirstLink } from "../../entry/first_link.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import { isTemporaryName } from "../../copy/target/temporary_names.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import { processWithRetries } from "../entries/retries.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { JOB, type Job } from "../worker/job.ts";
import { eachPacked } from "../worker/packed_entries.ts";
import { isLeftAlone } from "../../plan/conflicts.ts";
import { fileDifferences, isRightlyApart } from "../../plan/decide_file.ts";
import type { Entry } from "../../entry/entry.ts";
import { keepFirstTime } from "../facts/first_time.ts";
import { keepOwn } from "../facts/shard_entries.ts";
import { askLinkCount } from "../facts/link_count.ts";
import { refinalizeFolder } from "./finish_folder.ts";
import { closePair } from "./open_pair.ts";
import { withoutDeferring } from "./without_deferring.ts";
import { targetLocation, targetMount } from "../facts/target_mount.ts";

/** Does a relink job: a folder and all below it, or single entries. */
export function runRelink(worker: WorkerContext, job: Job): void {
  const pair = worker.borrowPair();
  if (openAgain(worker, pair, job)) {
    // Nobody takes up here what is deferred.
    withoutDeferring(worker, () => relinkIn(worker, pair, job));
    refinalizeFolder(worker, pair);
    closePair(worker, pair);
  }
  worker.returnPair(pair);
}

function relinkIn(worker: WorkerContext, pair: FolderPair, { entries }: Job): void {
  if (entries === null) return relinkFolder(worker, pair);
  eachPacked(entries, (name, type) => relinkAmongOthers(worker, pair, cString(name), type));
}

/** Opens both folders; false, with nothing open, where one is missing. */
function openAgain(
  { ctx: { fs, folders, options }, roots }: WorkerContext,
  pair: FolderPair,
  job: Job,
): boolean {
  const root = roots[job.root];
  if (root.target < 0) return false;
  pair.reset(root, job.path, false);
  pair.isOfTree = job.entries === null;
  pair.source = folders.open(root.source, job.path, options.dereference);
  if (pair.source < 0) return false;
  pair.target = folders.open(root.target, job.path, false);
  if (
    pair.target >= 0 && fs.statHandle(pair.source, pair.sourceStat) === 0 &&
    fs.statHandle(pair.target, pair.targetStat) === 0 &&
    !pair.sourceStat.hasSameInode(pair.targetStat)
  ) {
    keepFirstTime(pair);
    return true;
  }
  fs.close(pair.source);
  if (pair.target >= 0) fs.close(pair.target);
  return false;
}

function relinkFolder(worker: WorkerContext, pair: FolderPair): void {
  const { ctx: { fs, control } } = worker;
  const listing = worker.borrowListing();
  for (let end = 0; end === 0 && !isStopping(control);) {
    listing.clear();
    end = fs.list(pair.source, listing);
    keepOwn(worker, pair, listing, pair.sourceStat.dev);
    for (let i = 0; i < listing.count && !isStopping(control); i++) {
      relinkAmongOthers(worker, pair, listing.name(i), listing.type[i]);
    }
  }
  worker.returnListing(listing);
}

/** In a shard, which may run twice, as often as that disturbs it. */
function relinkAmongOthers(
  worker: WorkerContext,
  pair: FolderPair,
  name: Uint8Array,
  type: number,
): void {
  const relink = (known: number) => relinkEntry(worker, pair, name, known);
  if (worker.shard === null) relink(type);
  else processWithRetries(worker, pair, type, relink);
}

function relinkEntry(
  worker: WorkerContext,
  pair: FolderPair,
  name: Uint8Array,
  listedType: number,
): void {
  const { ctx: { fs, options, entry, entry: { source } }, selection } = worker;
  if (isTemporaryName(name)) return;
  entry.reset(pair, name, listedType);
  let type = listedType;
  if (type !== ENTRY_TYPE.folder) {
    const stat = options.dereference ? fs.statFollowing : fs.stat;
    if (stat(pair.source, name, source) < 0) return;
    if (source.isFolder) type = ENTRY_TYPE.folder;
  }
  const isFolder = type === ENTRY_TYPE.folder;
  if (selection.hasFilters && selection.excludesName(pair, name, isFolder)) return;
  if (!isFolder) return relinkFile(worker, entry);
  const path = joinPath(pair.path, name), root = pair.root.index;
  worker.queueFolder({ kind: JOB.relink, root, path, fresh: false });
}

/** Links a file, whose source metadata were read, to the copy of another of its names. */
function relinkFile(worker: WorkerContext, entry: Entry): void {
  const { ctx, ctx: { fs, links, count }, basis, performer, selection } = worker;
  const { pair, name, targetName, source, target } = entry;
  if (links === null || !source.isFile || !links.knows(source)) return;
  if (selection.excludesFile(source) || fs.stat(pair.target, targetName, target) < 0) return;
  if (!target.isFile || isLeftAlone(entry, basis)) return;
  askLinkCount(ctx, pair.source, name, source);
  askLinkCount(ctx, pair.target, targetName, target);
  if (source.nlink <= 1) return;
  const mount = targetMount(ctx, pair);
  const first = links.claim(source, mount);
  if (first === null) return links.giveUp(source, mount);
  // A preview knows the first name by its path alone.
  if (isFirst(target, first) || isNameOf(entry, first)) return;
  if (fileDifferences(entry, basis) !== 0 || isRightlyApart(entry, basis)) return;
  entry.linkTo = first;
  entry.replaces = true;
  count[COUNTER.filesUnchanged]--;
  if (performer.link(entry)) return;
  count[COUNTER.filesUnchanged]++;
  links.publish(source, target, targetLocation(ctx, entry));
}

/** Whether the entry's own name is that first name. */
function isNameOf({ pair, targetName }: Entry, { root, path }: FirstLink): boolean {
  return root === pair.root.index && sameBytes(joinPath(pair.path, targetName), path);
}
