// Counts target entries that would be replaced by entries of another kind, for the limit on deletions.

import { type CString, cString, ENTRY_TYPE } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import type { Job } from "../worker/job.ts";
import { eachPacked } from "../worker/packed_entries.ts";
import { countExtra } from "./deletions.ts";
import { holdsProtected } from "../../copy/deletion/holds_protected.ts";
import { closePair, openPair } from "./open_pair.ts";

/** Counts the target entries that have the names in the job. */
export function countConflicts(worker: WorkerContext, job: Job): void {
  const pair = worker.borrowPair();
  if (openPair(worker, pair, job)) {
    if (pair.target >= 0) {
      eachPacked(job.entries!, (name) => countOne(worker, pair, cString(name)));
    }
    closePair(worker, pair);
  }
  worker.returnPair(pair);
}

/** A folder goes as a whole or not at all. */
function countOne(worker: WorkerContext, pair: FolderPair, name: CString): void {
  const { ctx, ctx: { entry: { target } }, deletionFilter, performer } = worker;
  if (isOfOtherShard(worker, pair, name)) return;
  if (ctx.fs.stat(pair.target, name, target) < 0) return;
  // By its name it may be another shard's, which has counted it as an entry of the target.
  if (worker.shard?.ownsName(pair, name) === false) ctx.count[COUNTER.targetEntries]++;
  if (!target.isFolder) ctx.count[COUNTER.extraEntries]++;
  else if (!holdsProtected(ctx, pair, deletionFilter, name, performer.folderAccess())) {
    countExtra(worker, pair, name, ENTRY_TYPE.folder);
  }
}

/** Whether it makes way for a folder of another shard, which counts it: folders are every shard's to make. */
function isOfOtherShard(
  { ctx: { fs, entry: { source } }, shard }: WorkerContext,
  pair: FolderPair,
  name: CString,
): boolean {
  if (shard === null || shard.ownsName(pair, name)) return false;
  return fs.stat(pair.source, name, source) === 0 && source.isFolder;
}
