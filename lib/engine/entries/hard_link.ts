// An entry that becomes another name of one that was copied before.

import { EMLINK, ENOENT, EXDEV } from "../../../ffi/errno.ts";
import type { CString } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { FirstLink } from "../../copy/links/link_table.ts";
import { makeHardLink, NOT_THE_FIRST, NUMBERED_BY_NAME } from "../../copy/links/make_link.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { REFUSALS, SPLIT, splitBy } from "../../copy/links/split_causes.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { reportEntry } from "./report.ts";
import { targetOf } from "../../entry/subject.ts";

/** Answers of a link that say that the name can be no link to that file. */
const CAUSES = new Map([
  [-EMLINK, SPLIT.full],
  [-EXDEV, SPLIT.across],
  [-ENOENT, SPLIT.gone],
  [NOT_THE_FIRST, SPLIT.gone],
  [NUMBERED_BY_NAME, SPLIT.numberedByName],
]);

/**
 * Makes the target another name of an entry copied before.
 *
 * @returns 0 when that was done, or has failed and was reported; else why it must be a copy, one of SPLIT
 */
export function linkTo(
  worker: WorkerContext,
  pair: FolderPair,
  targetName: CString,
  first: FirstLink,
  replaces: boolean,
): number {
  const { ctx } = worker;
  if (!ctx.options.dryRun) {
    const { dev } = pair.targetStat;
    if (ctx.devices.has(dev, DEVICE.numbersNames)) return SPLIT.numberedByName;
    ctx.entry.replaces = replaces;
    const error = makeHardLink(ctx, ctx.entry, worker.roots, first);
    if (error === NUMBERED_BY_NAME) ctx.devices.add(dev, DEVICE.numbersNames);
    const cause = error < 0 ? causeOf(ctx, error) : 0;
    if (cause !== 0) return cause;
    if (error < 0) {
      ctx.count[COUNTER.filesFailed]++;
      ctx.fail(targetOf(pair, targetName), "link", "linkat", error);
      return 0;
    }
  }
  if (replaces) ctx.inodes.rememberReplaced(ctx.targetStat);
  ctx.count[COUNTER.linksCreated]++;
  if (ctx.sourceStat.isFile) ctx.countAsDone(ctx.sourceStat);
  reportEntry(worker, pair, targetName, "link", 0, 0);
  return 0;
}

function causeOf({ fs }: CopyContext, error: number): number {
  const cause = CAUSES.get(error);
  if (cause !== undefined) return cause;
  const refusal = REFUSALS.find((code) => code === fs.errorName(error));
  return refusal === undefined ? 0 : splitBy(refusal);
}
