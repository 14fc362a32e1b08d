// Does a slice: some entries of a folder that is opened anew for them.

import { syncHandle } from "../../copy/target/sync.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { isStopping } from "../../shared/control.ts";
import { processEntry } from "../entries/process_entry.ts";
import { JOB, type Job, type PackedEntries } from "../worker/job.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { refinalizeFolder } from "./finish_folder.ts";
import { abandonPart, finishPart, pushPart, targetEntriesOf } from "./folder_slot.ts";
import { listAgain } from "./list_again.ts";
import { closePair, openPair } from "./open_pair.ts";
import { ENTRIES_PER_LOOK } from "./slices.ts";

/** Does a slice job, or one that replaces entries of another kind. */
export function runSlice(worker: WorkerContext, job: Job): void {
  const pair = worker.borrowPair();
  if (openPair(worker, pair, job)) {
    pair.replacesConflicts = job.kind === JOB.replaceConflicts;
    if (job.slot >= 0) listAgain(worker, pair, targetEntriesOf(worker, job.slot));
    const rest = processSlice(worker, pair, job, job.entries!);
    if (rest !== null && !pushRest(worker, job, rest)) processRest(worker, pair, job, rest);
    if (worker.paused === null) endSlice(worker, pair, job);
    else worker.paused.then(() => endSlice(worker, pair, job));
    return;
  }
  if (job.slot >= 0) abandonPart(worker, job.slot);
  worker.returnPair(pair);
}

function endSlice(worker: WorkerContext, pair: FolderPair, job: Job): void {
  if (job.slot >= 0) finishPart(worker, pair, job.slot, true);
  // The folder had its metadata before.
  else if (pair.replacesConflicts) refinalizeFolder(worker, pair);
  // A file named on the command line: its folder has no job that would sync it.
  else if (pair.touched) syncHandle(worker.ctx, pair, null, pair.target);
  closePair(worker, pair);
  worker.returnPair(pair);
}

/** Processes a slice's entries; returns those that are left when the main thread must yield, else null. */
function processSlice(
  worker: WorkerContext,
  pair: FolderPair,
  job: Job,
  { bytes, count }: PackedEntries,
): PackedEntries | null {
  const { shouldYield, ctx: { control } } = worker;
  for (let i = 0, at = 0; i < count; i++) {
    if (i % ENTRIES_PER_LOOK === 0) {
      if (isStopping(control)) return null;
      if (shouldYield !== null && i > 0 && shouldYield()) {
        return { bytes: bytes.subarray(at), count: count - i };
      }
    }
    const next = bytes.indexOf(0, at + 1) + 1;
    processEntry(worker, pair, bytes.subarray(at + 1), bytes[at]);
    if (worker.isEntryDeferred) {
      worker.isEntryDeferred = false;
      const entry = { bytes: bytes.subarray(at, next), count: 1 };
      const defer = () => worker.deferJob({ ...job, entries: entry });
      if (!pushPart(worker, job.slot, defer)) processRest(worker, pair, job, entry);
    }
    at = next;
  }
  return null;
}

/** Leaves the rest of a slice to others; false when the stack is full. */
function pushRest(worker: WorkerContext, job: Job, entries: PackedEntries): boolean {
  return pushPart(worker, job.slot, () => worker.stack.push({ ...job, entries }));
}

/** Processes entries that nobody else can take, without yielding again. */
function processRest(
  worker: WorkerContext,
  pair: FolderPair,
  job: Job,
  entries: PackedEntries,
): void {
  const { shouldYield } = worker;
  worker.shouldYield = null;
  processSlice(worker, pair, job, entries);
  worker.shouldYield = shouldYield;
}
