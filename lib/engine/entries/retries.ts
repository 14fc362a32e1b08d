// Entries that are processed again. With `--retries` one that failed for a transient reason, after a wait, and each wait is
// twice as long as the one before. In a shard also one whose name was taken or taken away meanwhile, at once: the shard may run
// twice, because a scheduler thinks it dead, or with another number of shards at work on the same entry. Only what is left
// after the last attempt is an error. In a run without shards it is one at once: nobody else is to be at work in the target.

import { ENTRY_TYPE, NLINK_NOT_TOLD, WORD } from "../../../ffi/mod.ts";
import { waitBeforeRetry } from "../../copy/retry.ts";
import { type FolderPair, undoMatching } from "../../entry/folder_pair.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** How often an entry may meet what another run does: that run does it once, and a third one may be there, too. */
const MOST_DISTURBED = 10;

/** Processes an entry as it is listed, or of unknown type. */
type Process = (type: number) => void;

/** Processes an entry as often as the options and other runs make necessary; of a folder, what comes before its own entries. */
export function processWithRetries(
  worker: WorkerContext,
  pair: FolderPair,
  listedType: number,
  process: Process,
): void {
  worker.tries.begin(worker.ctx.count, pair);
  worker.ctx.transfer.takenFromOthers = 0;
  tryFrom(worker, pair, listedType, process);
}

function tryFrom(worker: WorkerContext, pair: FolderPair, first: number, process: Process): void {
  const { ctx, ctx: { options }, tries } = worker;
  let type = first;
  do {
    ctx.attempt = tries.next(tries.failed < options.retries);
    ctx.entry.source.words[WORD.nlink] = NLINK_NOT_TOLD;
    process(type);
    if (worker.paused !== null) {
      return worker.paused.then(() => goOnWithoutPause(worker, pair, process));
    }
    // Whatever the attempt left is looked at, and the entry may be of another type by now.
    type = ENTRY_TYPE.unknown;
  } while (endAttempt(worker, pair));
}

/** Goes on once a large file has ended that was copied with pauses. What waits for it follows at once. */
function goOnWithoutPause(worker: WorkerContext, pair: FolderPair, process: Process): void {
  if (!endAttempt(worker, pair)) return;
  const { shouldYield } = worker;
  worker.shouldYield = null;
  worker.takesLargeFiles = false;
  tryFrom(worker, pair, ENTRY_TYPE.unknown, process);
  worker.shouldYield = shouldYield;
}

/** Ends an attempt: whether another one follows. If not, its errors are told. */
function endAttempt(worker: WorkerContext, pair: FolderPair): boolean {
  const { ctx, tries, tries: { attempt: { errors } } } = worker;
  ctx.attempt = null;
  const isDisturbed = mayBeDisturbed(worker);
  if (!isDisturbed && !mayTryAgain(worker)) {
    pair.fresh = tries.isFresh;
    for (const error of errors) ctx.reportError(error);
    return false;
  }
  ctx.count.set(tries.before);
  ctx.count[COUNTER.bytesCopied] -= ctx.transfer.takenFromOthers;
  undoMatching(pair);
  pair.fresh = pair.isVacant = false;
  if (isDisturbed) {
    tries.disturbed++;
    // Temporary names have come and gone.
    pair.touched = true;
    return true;
  }
  return waitBeforeRetry(ctx, errors[0], tries.failed++);
}

/** Whether another run may have been at the entry, and this shard is to look at what it has made of it. */
function mayBeDisturbed({ shard, tries: { attempt, disturbed } }: WorkerContext): boolean {
  return shard !== null && attempt.isDisturbed && disturbed < MOST_DISTURBED;
}

/** Whether what failed is transient, and trying again meets all of it again. */
function mayTryAgain({ ctx, tries: { attempt, before } }: WorkerContext): boolean {
  if (!attempt.retriesTransient || !attempt.isTransient) return false;
  const failed = ctx.count[COUNTER.filesFailed] > before[COUNTER.filesFailed];
  // One of several names that is in place already would count as done, whatever its metadata lack.
  const { source } = ctx.entry;
  const isOneOfMany = ctx.links !== null && source.nlink > 1 && !source.isFolder;
  return failed || !isOneOfMany;
}
