// A second look at the tree, where listings do not tell how many names a file has (Windows): a name was
// passed over as unchanged before another name of the same file was copied. It is to be a link to that
// copy. Nothing else is done here, and what could not be read was told by the first look.

import { ENTRY_TYPE } from "../../../ffi/mod.ts";
import { isFirst } from "../../copy/links/hard_links.ts";
import type { FirstLink } from "../../copy/links/link_table.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import { isTemporaryName } from "../../copy/target/temporary_names.ts";
import { isStopping } from "../../shared/control.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { JOB, type Job } from "../worker/job.ts";
import { isLeftAlone } from "../entries/conflicts.ts";
import { differences, isRightlyApart } from "../entries/file_entry.ts";
import { joinLinkGroup } from "../entries/link_groups.ts";
import { askLinkCount } from "../entries/link_count.ts";
import { finalizeFolderMetadata } from "./finish_folder.ts";
import { closePair } from "./open_pair.ts";
import { targetLocation, targetMount } from "../entries/target_mount.ts";

/** Does a relink job: a folder and all below it, or entries that were named one by one. */
export function runRelink(worker: WorkerContext, job: Job): void {
  const pair = worker.borrowPair();
  if (openAgain(worker, pair, job)) {
    if (job.entries === null) relinkFolder(worker, pair);
    else {
      const { bytes, count } = job.entries;
      for (let i = 0, at = 0; i < count; i++, at = bytes.indexOf(0, at + 1) + 1) {
        relinkEntry(worker, pair, bytes.subarray(at + 1), bytes[at]);
      }
    }
    if (pair.touched && !isStopping(worker.ctx.control)) finalizeFolderMetadata(worker, pair, 0);
    closePair(worker, pair);
  }
  worker.returnPair(pair);
}

/** Opens both folders if they are there; false, and nothing open, if not. */
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
  ) return true;
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
    for (let i = 0; i < listing.count && !isStopping(control); i++) {
      relinkEntry(worker, pair, listing.name(i), listing.type[i]);
    }
  }
  worker.returnListing(listing);
}

function relinkEntry(
  worker: WorkerContext,
  pair: FolderPair,
  name: Uint8Array,
  listedType: number,
): void {
  const { ctx: { fs, options, sourceStat, entry }, selection } = worker;
  if (isTemporaryName(name)) return;
  entry.reset(pair, name, listedType);
  let type = listedType;
  if (type !== ENTRY_TYPE.folder) {
    const stat = options.dereference ? fs.statFollowing : fs.stat;
    if (stat(pair.source, name, sourceStat) < 0) return;
    if (sourceStat.isFolder) type = ENTRY_TYPE.folder;
  }
  const isFolder = type === ENTRY_TYPE.folder;
  if (selection.hasRules && selection.excludesName(pair.path, name, isFolder)) return;
  if (!isFolder) return relinkFile(worker, pair, name);
  const path = joinPath(pair.path, name), root = pair.root.index;
  worker.queueFolder({ kind: JOB.relink, root, path, fresh: false });
}

/** Links a file, whose source was looked at, to the copy of another of its names. */
function relinkFile(worker: WorkerContext, pair: FolderPair, name: Uint8Array): void {
  const { ctx, ctx: { fs, links, count, sourceStat, targetStat }, selection } = worker;
  const targetName = pair.root.targetName ?? name;
  if (links === null || !sourceStat.isFile || !links.knows(sourceStat)) return;
  if (selection.excludesFile(sourceStat) || fs.stat(pair.target, targetName, targetStat) < 0) {
    return;
  }
  if (!targetStat.isFile || isLeftAlone(worker, sourceStat, targetStat)) return;
  askLinkCount(ctx, pair.source, name, sourceStat);
  askLinkCount(ctx, pair.target, targetName, targetStat);
  if (sourceStat.nlink <= 1) return;
  const mount = targetMount(worker, pair);
  const first = links.claim(sourceStat, mount);
  if (first === null) return links.giveUp(sourceStat, mount);
  // In a dry run the first name is told by its path alone.
  if (isFirst(targetStat, first) || leadsTo(pair, targetName, first)) return;
  if (differences(worker, pair, name, targetName) !== 0) return;
  if (isRightlyApart(worker, pair, name, targetName)) return;
  count[COUNTER.filesUnchanged]--;
  if (joinLinkGroup(worker, pair, targetName, first, true)) return;
  count[COUNTER.filesUnchanged]++;
  links.publish(sourceStat, targetStat, targetLocation(worker, pair, targetName));
}

function leadsTo(pair: FolderPair, name: Uint8Array, { root, path }: FirstLink): boolean {
  const own = joinPath(pair.path, name);
  return root === pair.root.index && own.length === path.length &&
    own.every((byte, i) => byte === path[i]);
}
