// `--verify`: both sides of a copy are read again before the copy gets its name, the target's from its
// disk where the system can be made to forget what it holds in memory. A copy that came out wrong is
// never seen under its final name.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import { COUNTER } from "../../shared/counters.ts";
import { COMPARED } from "../bytes/comparison.ts";
import type { CopyContext } from "../context.ts";
import type { Place } from "../place.ts";
import type { TargetFile } from "./target_file.ts";

/** A copy that is complete but has no name yet. */
export interface Copied {
  readonly place: Place;
  readonly name: CString;
  readonly targetName: CString;
  readonly source: number;
  readonly stat: FileStat;
}

/** Whether source and target hold the same bytes; if not, that was reported. */
export function verifyCopy(ctx: CopyContext, copied: Copied, file: TargetFile): boolean {
  const { fs, count, comparison } = ctx;
  const { place, name, targetName, stat, source } = copied;
  const dropped = fs.dropCache(file.handle);
  if (dropped < 0) {
    ctx.fail(place, targetName, "target", "write to disk", "sync_file_range", dropped);
    return false;
  }
  const target = file.reader(ctx, place, targetName);
  if (target < 0) {
    ctx.fail(place, targetName, "target", "verify", "openat", target);
    return false;
  }
  const outcome = comparison.compare(source, target);
  switch (outcome) {
    case COMPARED.same:
      count[COUNTER.filesVerified]++;
      count[COUNTER.bytesVerified] += stat.size;
      return true;
    case COMPARED.different: {
      count[COUNTER.differences]++;
      const fate = file.hadContents ? "what stands there is wrong" : "it was discarded";
      const message = `The copy differs from the source at byte ${comparison.offset}; ${fate}`;
      ctx.failWith(place, targetName, "target", "verify", null, "CONTENTS_DIFFER", message);
      return false;
    }
    case COMPARED.sourceFailed:
      ctx.fail(place, name, "source", "verify", "read", comparison.error);
      return false;
    case COMPARED.targetFailed:
      ctx.fail(place, targetName, "target", "verify", "read", comparison.error);
      return false;
    default:
      return false;
  }
}
