// `--resume`: large files under a name that the next run finds again (partial_file.ts), and goes on with.

import type { Entry } from "../../../entry/entry.ts";
import { COUNTER } from "../../../shared/counters.ts";
import { SMALLEST_RESUMED } from "../../../thresholds.ts";
import type { CopyContext } from "../../context.ts";
import { isAppendOnly } from "../../target/append_only.ts";
import { sweep } from "../../target/sweep.ts";
import { COPY } from "../outcome.ts";
import { openPartialFile, partialName } from "../partial_file.ts";
import { TARGET_KIND } from "../target_file.ts";
import { NEXT_KIND, type TargetKind } from "./target_kind.ts";
import { commitRename, discardName } from "./temporary.ts";

/** Whether the next run is to go on with the file if this one does not finish it. */
export function isResumable({ fs, options }: CopyContext, { pair, source }: Entry): boolean {
  return options.resume && source.size >= SMALLEST_RESUMED && !isAppendOnly(fs, pair.targetStat);
}

/** Removes what an earlier run began of a file that has become a link to another one: no run would go on with it. */
export function sweepPartial(ctx: CopyContext, entry: Entry): void {
  const { pair, source, targetName } = entry;
  if (source.isFile && isResumable(ctx, entry)) sweep(ctx, pair, partialName(targetName));
}

/** Opens what an earlier run began, or begins. 0, a negated errno or NEXT_KIND. */
export function openPartial(ctx: CopyContext, { pair, targetName }: Entry): number {
  const { targetFile } = ctx;
  targetFile.reset(TARGET_KIND.partial);
  const name = partialName(targetName);
  targetFile.failedCall = "openat";
  const handle = openPartialFile(ctx, pair, name);
  if (handle === null) return NEXT_KIND;
  if (handle < 0) return handle;
  targetFile.handle = handle;
  targetFile.name = name;
  targetFile.present = ctx.checkStat.size;
  return 0;
}

export const partial: TargetKind = {
  commit: commitRename,

  discard(ctx, entry, outcome) {
    if (outcome === COPY.wrong || outcome === COPY.discarded) return discardName(ctx, entry);
    if (outcome !== COPY.copyAgain) ctx.count[COUNTER.partialsKept]++;
    entry.pair.touched = true;
  },
};
