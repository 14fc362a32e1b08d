// `--retries`: an entry that failed for a transient reason is processed again after a wait, and each wait is twice
// as long as the one before. Only what is left after the last attempt is an error.

import { ENTRY_TYPE, NLINK_NOT_TOLD, WORD } from "../../../ffi/mod.ts";
import { Attempt } from "../../copy/attempt.ts";
import { waitBeforeRetry } from "../../copy/retry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** Processes an entry as often as the options allow; of a folder, what comes before its own entries. */
export function processWithRetries(
  worker: WorkerContext,
  pair: FolderPair,
  listedType: number,
  process: (type: number) => void,
): void {
  const { ctx, ctx: { options } } = worker;
  const before = ctx.count.slice();
  const { fresh } = pair;
  let type = listedType;
  for (let failures = 0; failures < options.retries; failures++) {
    const attempt = new Attempt();
    ctx.attempt = attempt;
    ctx.entry.source.words[WORD.nlink] = NLINK_NOT_TOLD;
    process(type);
    ctx.attempt = null;
    if (!mayTryAgain(worker, attempt, before)) {
      pair.fresh = fresh;
      for (const error of attempt.errors) ctx.reportError(error);
      return;
    }
    ctx.count.set(before);
    if (!waitBeforeRetry(ctx, attempt.errors[0], failures)) return;
    // Whatever the attempt left is looked at, and the entry may be of another type by now.
    pair.fresh = false;
    type = ENTRY_TYPE.unknown;
  }
  process(type);
  pair.fresh = fresh;
}

/** Whether what failed is transient, and trying again meets all of it again. */
function mayTryAgain({ ctx }: WorkerContext, attempt: Attempt, before: Float64Array): boolean {
  if (!attempt.isTransient) return false;
  const failed = ctx.count[COUNTER.filesFailed] > before[COUNTER.filesFailed];
  // One of several names that is in place already would count as done, whatever its metadata lack.
  const { source } = ctx.entry;
  const isOneOfMany = ctx.links !== null && source.nlink > 1 && !source.isFolder;
  return failed || !isOneOfMany;
}
