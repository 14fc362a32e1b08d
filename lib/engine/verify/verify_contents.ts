// `ferry verify`: the contents of a file held against those of the target's.

import type { CString } from "../../../ffi/mod.ts";
import { COMPARED } from "../../copy/bytes/comparison.ts";
import type { Place } from "../../copy/place.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { entryPath } from "../entries/look.ts";
import { reportDifference } from "./differences.ts";
import { startDigest } from "./digest.ts";

/** Compares sizes, and bytes where those agree. */
export function verifyContents(crew: Crew, place: Place, name: CString, targetName: CString): void {
  const { ctx, ctx: { fs, options, count, comparison, sourceStat: source, targetStat } } = crew;
  if (!source.hasSameSize(targetStat)) {
    const sizes = [String(source.size), String(targetStat.size)] as const;
    return reportDifference(crew, place, targetName, "size", source, ...sizes);
  }
  if (options.comparison === "size-only") return;
  const from = fs.openForReading(place.source, name, options.dereference);
  if (from < 0) return ctx.fail(place, name, "source", "open", "openat", from);
  const to = fs.openForReading(place.target, targetName, false);
  if (to < 0) ctx.fail(place, targetName, "target", "open", "openat", to);
  else {
    const digest = options.digests ? startDigest() : null;
    comparison.onBlock = digest === null ? null : (block) => void digest.update(block);
    const outcome = comparison.compare(from, to);
    comparison.onBlock = null;
    switch (outcome) {
      case COMPARED.same:
        count[COUNTER.filesVerified]++;
        count[COUNTER.bytesVerified] += source.size;
        if (digest !== null) ctx.report.digest(entryPath(place, name), digest.digest("hex"));
        break;
      case COMPARED.different: {
        const where = `from byte ${comparison.offset} on`;
        reportDifference(crew, place, targetName, "contents", source, where, where);
        break;
      }
      case COMPARED.sourceFailed:
        ctx.fail(place, name, "source", "read", "pread", comparison.error);
        break;
      case COMPARED.targetFailed:
        ctx.fail(place, targetName, "target", "read", "pread", comparison.error);
    }
    fs.close(to);
  }
  fs.close(from);
}
