// Empties a folder that is to be deleted, each folder of a large tree as a job of its own: threads unlink names
// in different folders at the same time. Only entries other than folders go. A later job deletes the folders
// and the rest, and reports what fails (deletions.ts).

import { ENTRY_TYPE } from "../../../ffi/mod.ts";
import { deleteQuietly } from "../../copy/deletion/delete_entry.ts";
import { eachEntry, typeOf } from "../../copy/deletion/each_entry.ts";
import { giveBackMode, makeEmptiable } from "../../copy/deletion/emptiable.ts";
import { obstacleIn, obstacleShown } from "../../copy/deletion/obstacles.ts";
import { type FolderPair, joinPath } from "../../entry/folder_pair.ts";
import { isStopping } from "../../shared/control.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { deviceOf, JOB, type Job, packDevice } from "../worker/job.ts";

/** Entries between looks at whether the main thread should yield. */
const ENTRIES_PER_LOOK = 16;

/**
 * Pushes a folder to be emptied; where the stack is full, it is left to the later job.
 *
 * @param dev the device of the folder above it
 */
export function queueEmptying(
  worker: WorkerContext,
  root: number,
  path: Uint8Array,
  dev: number,
): void {
  const entries = packDevice(dev);
  worker.stack.push({ kind: JOB.empty, root, path, fresh: false, slot: -1, entries });
}

/** Does an empty job. */
export function runEmpty(worker: WorkerContext, job: Job): void {
  const { ctx, ctx: { fs, checkStat } } = worker;
  const pair = worker.borrowPair();
  const { root, path } = job;
  pair.reset(worker.roots[root], path, false);
  pair.target = ctx.folders.open(pair.root.target, path, false);
  if (pair.target >= 0) {
    const isKnown = fs.statHandle(pair.target, checkStat) === 0;
    const { dev } = checkStat;
    // The later job reports obstacles.
    const isFree = isKnown &&
      obstacleIn(ctx, pair.root, path, checkStat, deviceOf(job)) === null &&
      obstacleShown(ctx, pair.root, path, pair.target, checkStat) === null;
    if (isFree) emptyFolder(worker, pair, dev);
    fs.close(pair.target);
  }
  worker.returnPair(pair);
}

function emptyFolder(worker: WorkerContext, pair: FolderPair, dev: number): void {
  const { ctx, ctx: { control }, shouldYield, deletionFilter } = worker;
  const { root, path, target } = pair;
  const mode = makeEmptiable(ctx, target);
  const folders: Uint8Array[] = [];
  let visited = 0, isOver = false;
  eachEntry(ctx, target, (name, listed) => {
    const type = typeOf(ctx, target, name, listed);
    if (!deletionFilter.protects(pair, path, target, name, type)) {
      if (type === ENTRY_TYPE.folder) folders.push(joinPath(path, name));
      else deleteQuietly(ctx, pair, name, type);
    }
    isOver = shouldYield !== null && ++visited % ENTRIES_PER_LOOK === 0 && shouldYield();
    return true;
  }, () => !isOver && !isStopping(control));
  giveBackMode(ctx, target, mode);
  // The main thread goes back to its event loop; entries deleted so far are not listed again.
  if (isOver) return queueEmptying(worker, root.index, path, dev);
  for (const folder of folders) queueEmptying(worker, root.index, folder, dev);
}
