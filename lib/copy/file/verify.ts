// `--verify`: both sides of a copy are read again before the copy gets its name, the target from disk where its cache
// can be dropped. A wrong copy is never seen under its final name.

import type { Entry } from "../../entry/entry.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";
import { COUNTER } from "../../shared/counters.ts";
import { COMPARED } from "../bytes/comparison.ts";
import type { CopyContext } from "../context.ts";
import { CHANGE, changeOf } from "./changed_source.ts";
import { readerOfTarget } from "./open_target.ts";

/** Results of `verifyCopy`; `changed` is a difference whose source has changed meanwhile. */
export const VERIFIED = { same: 0, wrong: 1, changed: 2 } as const;

/** Compares the bytes of source and target; one of VERIFIED, and `wrong` was reported. */
export function verifyCopy(ctx: CopyContext, entry: Entry): number {
  const { fs, count, comparison, targetFile } = ctx;
  const { pair, name, targetName, source, sourceHandle } = entry;
  const dropped = fs.dropCache(targetFile.handle);
  if (dropped < 0) {
    ctx.fail(targetOf(pair, targetName), "write to disk", "sync_file_range", dropped);
    return VERIFIED.wrong;
  }
  const target = readerOfTarget(ctx, entry);
  if (target < 0) {
    ctx.fail(targetOf(pair, targetName), "verify", "openat", target);
    return VERIFIED.wrong;
  }
  const outcome = comparison.compare(sourceHandle, target);
  switch (outcome) {
    case COMPARED.same:
      count[COUNTER.filesVerified]++;
      count[COUNTER.bytesVerified] += source.size;
      return VERIFIED.same;
    case COMPARED.different: {
      if (changeOf(ctx, sourceHandle, source) !== CHANGE.none) return VERIFIED.changed;
      count[COUNTER.differences]++;
      const fate = targetFile.hadContents ? "what stands there is wrong" : "it was discarded";
      const message = `The copy differs from the source at byte ${comparison.offset}; ${fate}`;
      ctx.failWith(targetOf(pair, targetName), "verify", "CONTENTS_DIFFER", message);
      return VERIFIED.wrong;
    }
    case COMPARED.sourceFailed:
      ctx.fail(sourceOf(pair, name), "verify", "read", comparison.error);
      return VERIFIED.wrong;
    case COMPARED.targetFailed:
      ctx.fail(targetOf(pair, targetName), "verify", "read", comparison.error);
      return VERIFIED.wrong;
    default:
      return VERIFIED.wrong;
  }
}
