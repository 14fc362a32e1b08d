// Enters a folder that exists in the target by now: its entries become a job of their own.

import { cString, withoutNul } from "../../../ffi/mod.ts";
import type { Entry } from "../../entry/entry.ts";
import { joinPath } from "../../entry/folder_pair.ts";
import { JOB } from "../worker/job.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** @param fresh whether it was just made, or would be */
export function enterFolder(
  worker: WorkerContext,
  { pair, name }: Entry,
  fresh: boolean,
): void {
  worker.ctx.attempt = null; // what is below is not tried again as one
  if (pair.staged !== null) pair.subfolders.push(cString(withoutNul(name)));
  else {
    const path = joinPath(pair.path, name);
    worker.queueFolder({ kind: JOB.folder, root: pair.root.index, path, fresh });
  }
}
