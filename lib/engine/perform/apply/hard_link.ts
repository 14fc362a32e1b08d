// An entry that becomes another name of one that was copied before.

import { EMLINK, ENOENT, EXDEV } from "../../../../ffi/errno.ts";
import type { CopyContext } from "../../../copy/context.ts";
import { sweepPartial } from "../../../copy/file/target_kinds/partial.ts";
import {
  makeHardLink,
  makeHardLinkFast,
  MOVED_SINCE,
  NOT_THE_FIRST,
  NUMBERED_BY_NAME,
  renewFirst,
} from "../../../copy/links/make_hard_link.ts";
import { REFUSALS, SPLIT, splitBy } from "../../../copy/links/split_causes.ts";
import { removeTrial } from "../../../copy/target/trial.ts";
import { isAppendOnly } from "../../../copy/target/append_only.ts";
import type { Entry } from "../../../entry/entry.ts";
import type { FirstLink } from "../../../entry/first_link.ts";
import { targetOf } from "../../../entry/subject.ts";
import { DEVICE } from "../../../shared/device_memory.ts";
import { targetMount } from "../../facts/target_mount.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { noteApart } from "../link_groups.ts";
import { reportLinked } from "../report.ts";

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
export function linkTo({ ctx, roots }: WorkerContext, entry: Entry, first: FirstLink): number {
  const { pair, targetName } = entry;
  const { dev } = pair.targetStat;
  if (ctx.devices.has(dev, DEVICE.numbersNames)) return SPLIT.numberedByName;
  const error = makeHardLink(ctx, entry, roots, first);
  if (error === NUMBERED_BY_NAME) ctx.devices.add(dev, DEVICE.numbersNames);
  const cause = error < 0 ? causeOf(ctx, error) : 0;
  if (ctx.options.shard !== null && (cause === SPLIT.gone || error === MOVED_SINCE)) {
    return startAgain(ctx, entry, first);
  }
  if (cause !== 0) return cause;
  if (error < 0) {
    ctx.fail(targetOf(pair, targetName), "link", "linkat", error);
    ctx.countFailedFile();
    return 0;
  }
  sweepPartial(ctx, entry);
  reportLinked(ctx, entry);
  return 0;
}

/** Makes the target another name where that takes a link and nothing else; if not, nothing was done. */
export function linkFast(ctx: CopyContext, entry: Entry): boolean {
  if (ctx.devices.has(entry.pair.targetStat.dev, DEVICE.numbersNames)) return false;
  if (!makeHardLinkFast(ctx, entry, entry.linkTo!)) return false;
  reportLinked(ctx, entry);
  return true;
}

/** Has an entry decided once more whose first name another run of the shard has given to its own copy, or taken away. */
function startAgain(ctx: CopyContext, entry: Entry, first: FirstLink): number {
  const { pair, targetName } = entry;
  renewFirst(ctx, entry, targetMount(ctx, pair), first);
  const message = "The name to link to was given to another file meanwhile";
  ctx.failWith(targetOf(pair, targetName), "link", "TARGET_CHANGED", message);
  ctx.countFailedFile();
  return 0;
}

/** Why a name can be no link where that answered `error`, one of SPLIT; 0 for a failure of another kind. */
export function causeOf({ fs }: CopyContext, error: number): number {
  const cause = CAUSES.get(error);
  if (cause !== undefined) return cause;
  const refusal = REFUSALS.find((code) => code === fs.errorName(error));
  return refusal === undefined ? 0 : splitBy(refusal);
}

/** Whether an unchanged target belongs to a second link group because the first is full; tried by a link. */
export function isInFullGroup({ ctx, ctx: { fs } }: WorkerContext, entry: Entry): boolean {
  const { pair, targetName, source, target } = entry;
  if (target.nlink < 2 || isAppendOnly(fs, pair.targetStat)) return false;
  const temporary = ctx.temporaryNames.next();
  const linked = fs.link(pair.target, targetName, pair.target, temporary);
  if (linked === 0) {
    removeTrial(ctx, pair, temporary);
  }
  // It may be full of names of another source file, which has the same contents.
  if (linked !== -EMLINK || !ctx.links!.claimTarget(target, source)) return false;
  noteApart(ctx, entry);
  return true;
}
