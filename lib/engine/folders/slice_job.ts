// Does a slice: some entries of a folder that is opened anew for them.

import { concatBytes } from "../../../ffi/mod.ts";
import { syncHandle } from "../../copy/target/sync.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { isStopping } from "../../shared/control.ts";
import { processEntry } from "../entries/process_entry.ts";
import { JOB, type Job } from "../worker/job.ts";
import { type PackedEntries, PackedInOrder } from "../worker/packed_entries.ts";
import { isWanted } from "../worker/idle_others.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { refinalizeFolder } from "./finish_folder.ts";
import { abandonPart, finishPart, pushPart, targetEntriesOf } from "./folder_slot.ts";
import { listAgain } from "./list_again.ts";
import { closePair, openPair } from "./open_pair.ts";
import { withoutDeferring } from "./without_deferring.ts";

/** Does a slice job, or one of entries that were left to a later phase. */
export function runSlice(worker: WorkerContext, job: Job): void {
  const pair = worker.borrowPair();
  if (openPair(worker, pair, job)) {
    pair.replacesConflicts = job.kind === JOB.replaceConflicts;
    pair.isLate = job.kind === JOB.lateNames || job.kind === JOB.lateOperands;
    if (job.slot >= 0) listAgain(worker, pair, targetEntriesOf(worker, job.slot));
    const rest = processInTurn(worker, pair, job);
    if (rest !== null && !pushRest(worker, job, rest)) {
      withoutDeferring(worker, () => processSlice(worker, pair, job, rest));
    }
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
  else if (pair.replacesConflicts || job.kind === JOB.lateNames) refinalizeFolder(worker, pair);
  // A file named on the command line: its folder has no job that would sync it.
  else if (pair.touched) syncHandle(worker.ctx, pair, null, pair.target);
  closePair(worker, pair);
  worker.returnPair(pair);
}

/** Processes a slice's entries, last those that were put off; returns those that are left as `processSlice` does. */
function processInTurn(worker: WorkerContext, pair: FolderPair, job: Job): PackedEntries | null {
  const putOff: Uint8Array[] = [];
  worker.putsOff = true;
  const rest = processSlice(worker, pair, job, job.entries!, putOff);
  worker.putsOff = false;
  if (putOff.length === 0) return rest;
  const { bytes, count } = rest ?? { bytes: new Uint8Array(0), count: 0 };
  const all = { bytes: concatBytes([...putOff, bytes]), count: putOff.length + count };
  return rest === null ? processSlice(worker, pair, job, all) : all;
}

/** Processes a slice's entries; returns those that are left when the main thread must yield, else null. */
function processSlice(
  worker: WorkerContext,
  pair: FolderPair,
  job: Job,
  entries: PackedEntries,
  putOff: Uint8Array[] = [],
): PackedEntries | null {
  let { bytes, count } = entries;
  const { shouldYield, pace, readAhead, ctx: { control } } = worker;
  pace.begin();
  let upcoming = new PackedInOrder(entries);
  readAhead.begin(pair, upcoming);
  for (let i = 0, at = 0; i < count && !isStopping(control); i++) {
    if (pace.isDue()) {
      if (shouldYield !== null && shouldYield()) {
        return { bytes: bytes.subarray(at), count: count - i };
      }
      readAhead.look(pair, upcoming, i);
      if (isWanted(worker, count - i)) {
        const rest = { bytes: bytes.subarray(at), count: count - i };
        ({ bytes, count } = shareEntries(worker, job, rest));
        i = at = 0;
        upcoming = new PackedInOrder({ bytes, count });
        readAhead.begin(pair, upcoming);
      }
    }
    const next = bytes.indexOf(0, at + 1) + 1;
    processEntry(worker, pair, bytes.subarray(at + 1), bytes[at]);
    if (worker.isEntryDeferred) {
      worker.isEntryDeferred = false;
      const entry = { bytes: bytes.subarray(at, next), count: 1 };
      const isPutOff = worker.isEntryPutOff;
      worker.isEntryPutOff = false;
      const defer = () => worker.deferJob({ ...job, entries: entry });
      if (isPutOff) putOff.push(entry.bytes);
      else if (!pushPart(worker, job.slot, defer)) {
        withoutDeferring(worker, () => processSlice(worker, pair, job, entry));
      }
    }
    at = next;
  }
  return null;
}

/** Leaves the second half of some entries to a thread that has nothing to do; gives the others back. */
function shareEntries(worker: WorkerContext, job: Job, entries: PackedEntries): PackedEntries {
  const { bytes, count } = entries;
  const kept = Math.ceil(count / 2);
  let at = 0;
  for (let i = 0; i < kept; i++) at = bytes.indexOf(0, at + 1) + 1;
  const given = { bytes: bytes.subarray(at), count: count - kept };
  return pushRest(worker, job, given) ? { bytes: bytes.subarray(0, at), count: kept } : entries;
}

/** Leaves the rest of a slice to others; false when the stack is full. */
function pushRest(worker: WorkerContext, job: Job, entries: PackedEntries): boolean {
  return pushPart(worker, job.slot, () => worker.stack.push({ ...job, entries }));
}
