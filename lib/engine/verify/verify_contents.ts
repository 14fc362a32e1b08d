// `ferry verify`: the contents of a file held against those of the target's.

import { ENOENT } from "../../../ffi/errno.ts";
import type { CString, FileStat } from "../../../ffi/mod.ts";
import { COMPARED } from "../../copy/bytes/comparison.ts";
import type { CopyContext } from "../../copy/context.ts";
import { CHANGE, changeOf } from "../../copy/file/changed_source.ts";
import { refusesHuge } from "../../copy/file/huge_file.ts";
import type { Place } from "../../copy/place.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { entryPath } from "../entries/look.ts";
import { reportDifference } from "./differences.ts";
import { startDigest } from "./digest.ts";

/** Two files of one name. */
interface Pair {
  readonly place: Place;
  readonly name: CString;
  readonly targetName: CString;
  /** Handles. */
  readonly source: number;
  readonly target: number;
}

/** Compares sizes, and bytes where those agree. */
export function verifyContents(crew: Crew, place: Place, name: CString, targetName: CString): void {
  const { ctx, ctx: { fs, options, sourceStat, targetStat } } = crew;
  if (!sourceStat.hasSameSize(targetStat)) {
    const sizes = [sourceStat.sizeText, targetStat.sizeText] as const;
    return reportDifference(crew, place, targetName, "size", sourceStat, ...sizes);
  }
  if (options.comparison === "size-only") return;
  if (refusesHuge(ctx, place, name, "verify")) return;
  const source = fs.openForReading(place.source, name, options.dereference);
  if (source < 0) return ctx.fail(place, name, "source", "open", "openat", source);
  const target = fs.openForReading(place.target, targetName, false);
  if (target === -ENOENT) reportDifference(crew, place, targetName, "missing", sourceStat);
  else if (target < 0) ctx.fail(place, targetName, "target", "open", "openat", target);
  else {
    comparePair(crew, { place, name, targetName, source, target });
    fs.close(target);
  }
  fs.close(source);
}

/** A difference in what changed meanwhile is none: then the two are compared once more. */
function comparePair(crew: Crew, pair: Pair): void {
  const { ctx, ctx: { comparison } } = crew;
  const { place, name, targetName } = pair;
  let outcome = compareOnce(crew, pair);
  if (outcome === COMPARED.different && changeOfPair(ctx, pair) !== CHANGE.none) {
    outcome = compareOnce(crew, pair);
    if (outcome === COMPARED.different && changeOfPair(ctx, pair) === CHANGE.contents) {
      const message = "changed while it was compared; run again";
      return ctx.failChanged(place, name, "verify", message);
    }
  }
  switch (outcome) {
    case COMPARED.different: {
      const where = `from byte ${comparison.offset} on`;
      return reportDifference(
        crew,
        place,
        targetName,
        "contents",
        ctx.sourceStat,
        where,
        where,
      );
    }
    case COMPARED.sourceFailed:
      return ctx.fail(place, name, "source", "read", "pread", comparison.error);
    case COMPARED.targetFailed:
      return ctx.fail(place, targetName, "target", "read", "pread", comparison.error);
  }
}

/** Compares and counts what is equal; one of COMPARED. */
function compareOnce({ ctx }: Crew, { place, name, source, target }: Pair): number {
  const { comparison, options, count, sourceStat, report } = ctx;
  const digest = options.digests ? startDigest() : null;
  comparison.onBlock = digest === null ? null : (block) => void digest.update(block);
  const outcome = comparison.compare(source, target);
  comparison.onBlock = null;
  if (outcome === COMPARED.same) {
    count[COUNTER.filesVerified]++;
    count[COUNTER.bytesVerified] += sourceStat.size;
    if (digest !== null) report.digest(entryPath(place, name), digest.digest("hex"));
  }
  return outcome;
}

/** What became of both since they were looked at, the more of the two; looks at them anew. */
function changeOfPair(ctx: CopyContext, { source, target }: Pair): number {
  const { sourceStat, targetStat } = ctx;
  return Math.max(renewed(ctx, source, sourceStat), renewed(ctx, target, targetStat));
}

/** What became of an open file since `stat` was taken, which is as it is now then; one of CHANGE. */
function renewed(ctx: CopyContext, file: number, stat: FileStat): number {
  const change = changeOf(ctx, file, stat);
  if (change < 0) return CHANGE.contents;
  stat.copyFrom(ctx.checkStat);
  return change;
}
