// `ferry verify`: the contents of a file held against those of the target's.

import { ENOENT } from "../../../../ffi/errno.ts";
import type { CString, FileStat } from "../../../../ffi/mod.ts";
import { COMPARED } from "../../../copy/bytes/comparison.ts";
import type { CopyContext } from "../../../copy/context.ts";
import { CHANGE, changeOf } from "../../../copy/file/changed_source.ts";
import { refusesHuge } from "../../../copy/file/huge_file.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { COUNTER } from "../../../shared/counters.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { entryPath } from "../../entries/stat_entry.ts";
import { reportDifference } from "./differences.ts";
import { startDigest } from "./digest.ts";
import { sourceOf, targetOf } from "../../../entry/subject.ts";

/** Two files of one name. */
interface FilePair {
  readonly pair: FolderPair;
  readonly name: CString;
  readonly targetName: CString;
  /** Handles. */
  readonly source: number;
  readonly target: number;
}

/** Compares sizes, and bytes where those agree. */
export function verifyContents(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
): void {
  const { ctx, ctx: { fs, options, sourceStat, targetStat } } = worker;
  if (!sourceStat.hasSameSize(targetStat)) {
    const sizes = [sourceStat.sizeText, targetStat.sizeText] as const;
    return reportDifference(worker, pair, targetName, "size", sourceStat, ...sizes);
  }
  if (options.comparison === "size-only") return;
  if (refusesHuge(ctx, ctx.entry, "verify")) return;
  const source = fs.openForReading(pair.source, name, options.dereference);
  if (source < 0) return ctx.fail(sourceOf(pair, name), "open", "openat", source);
  const target = fs.openForReading(pair.target, targetName, false);
  if (target === -ENOENT) reportDifference(worker, pair, targetName, "missing", sourceStat);
  else if (target < 0) ctx.fail(targetOf(pair, targetName), "open", "openat", target);
  else {
    compareFiles(worker, { pair, name, targetName, source, target });
    fs.close(target);
  }
  fs.close(source);
}

/** A difference in what changed meanwhile is none: then the two are compared once more. */
function compareFiles(worker: WorkerContext, files: FilePair): void {
  const { ctx, ctx: { comparison } } = worker;
  const { pair, name, targetName } = files;
  let outcome = compareOnce(worker, files);
  if (outcome === COMPARED.different && changeOfFiles(ctx, files) !== CHANGE.none) {
    outcome = compareOnce(worker, files);
    if (outcome === COMPARED.different && changeOfFiles(ctx, files) === CHANGE.contents) {
      const message = "changed while it was compared; run again";
      return ctx.failChanged(pair, name, "verify", message);
    }
  }
  switch (outcome) {
    case COMPARED.different: {
      const where = `from byte ${comparison.offset} on`;
      return reportDifference(
        worker,
        pair,
        targetName,
        "contents",
        ctx.sourceStat,
        where,
        where,
      );
    }
    case COMPARED.sourceFailed:
      return ctx.fail(sourceOf(pair, name), "read", "pread", comparison.error);
    case COMPARED.targetFailed:
      return ctx.fail(targetOf(pair, targetName), "read", "pread", comparison.error);
  }
}

/** Compares and counts what is equal; one of COMPARED. */
function compareOnce({ ctx }: WorkerContext, { pair, name, source, target }: FilePair): number {
  const { comparison, options, count, sourceStat, report } = ctx;
  const digest = options.digests ? startDigest() : null;
  comparison.onBlock = digest === null ? null : (block) => void digest.update(block);
  const outcome = comparison.compare(source, target);
  comparison.onBlock = null;
  if (outcome === COMPARED.same) {
    count[COUNTER.filesVerified]++;
    count[COUNTER.bytesVerified] += sourceStat.size;
    if (digest !== null) report.digest(entryPath(pair, name), digest.digest("hex"));
  }
  return outcome;
}

/** What became of both since they were looked at, the more of the two; looks at them anew. */
function changeOfFiles(ctx: CopyContext, { source, target }: FilePair): number {
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
