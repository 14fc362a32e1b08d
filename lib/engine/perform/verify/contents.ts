// `ferry verify`: the contents of a file held against those of the target's.

import { ENOENT } from "../../../../ffi/errno.ts";
import type { FileStat } from "../../../../ffi/mod.ts";
import { closeRead } from "../../../copy/bytes/close_read.ts";
import { COMPARED } from "../../../copy/bytes/comparison.ts";
import type { CopyContext } from "../../../copy/context.ts";
import { CHANGE, changeOf } from "../../../copy/file/changed_source.ts";
import { refusesHuge } from "../../../copy/file/huge_file.ts";
import type { Entry } from "../../../entry/entry.ts";
import { joinPath } from "../../../entry/folder_pair.ts";
import { sourceOf, targetOf } from "../../../entry/subject.ts";
import { COUNTER } from "../../../shared/counters.ts";
import { reportEntry } from "../report.ts";
import { reportDifference } from "./differences.ts";
import { startDigest } from "./digest.ts";

/** Compares sizes, and bytes where those agree. */
export function compareContents(ctx: CopyContext, entry: Entry): void {
  const { pair, name, targetName, source, target } = entry;
  const { fs, options } = ctx;
  const differing = { pair, name: targetName, stat: source };
  if (!source.hasSameSize(target)) {
    return reportDifference(ctx, differing, "size", [source.sizeText, target.sizeText]);
  }
  if (options.comparison === "size-only" || refusesHuge(ctx, entry, "verify")) return;
  const file = fs.openForReading(pair.source, name, options.dereference);
  if (file < 0) return ctx.fail(sourceOf(pair, name), "open", "openat", file);
  const other = fs.openForReading(pair.target, targetName, false);
  if (other === -ENOENT) reportDifference(ctx, differing, "missing");
  else if (other < 0) ctx.fail(targetOf(pair, targetName), "open", "openat", other);
  else {
    compareOpened(ctx, entry, file, other);
    closeRead(ctx, other);
  }
  closeRead(ctx, file);
}

/** A difference in what changed meanwhile is none: then the two are compared once more. */
function compareOpened(ctx: CopyContext, entry: Entry, file: number, other: number): void {
  const { comparison } = ctx;
  const { pair, name, targetName, source } = entry;
  const compare = () => compareOnce(ctx, entry, file, other);
  const change = () => changeOfBoth(ctx, entry, file, other);
  let outcome = compare();
  if (outcome === COMPARED.different && change() !== CHANGE.none) {
    outcome = compare();
    if (outcome === COMPARED.different && change() === CHANGE.contents) {
      const message = "changed while it was compared; run again";
      return ctx.failChanged(pair, name, "verify", message);
    }
  }
  switch (outcome) {
    case COMPARED.different: {
      const where = `from byte ${comparison.offset} on`;
      const differing = { pair, name: targetName, stat: source };
      return reportDifference(ctx, differing, "contents", [where, where]);
    }
    case COMPARED.sourceFailed:
      return ctx.fail(sourceOf(pair, name), "read", "pread", comparison.error);
    case COMPARED.targetFailed:
      return ctx.fail(targetOf(pair, targetName), "read", "pread", comparison.error);
  }
}

/** Compares and counts what is equal; one of COMPARED. */
function compareOnce(ctx: CopyContext, entry: Entry, file: number, other: number): number {
  const { comparison, options, count, report } = ctx;
  const { pair, name, source } = entry;
  const digest = options.digests ? startDigest() : null;
  comparison.onBlock = digest === null ? null : (block) => void digest.update(block);
  const outcome = comparison.compare(file, other);
  comparison.onBlock = null;
  if (outcome === COMPARED.same) {
    count[COUNTER.filesVerified]++;
    count[COUNTER.bytesVerified] += source.size;
    reportEntry(ctx, entry, "verify", source.size);
    if (digest !== null) {
      report.digest(joinPath(pair.path, name), source.size, digest.digest("hex"));
    }
  }
  return outcome;
}

/** What became of both since they were looked at, the more of the two; looks at them anew. */
function changeOfBoth(
  ctx: CopyContext,
  { source, target }: Entry,
  file: number,
  other: number,
): number {
  return Math.max(renewed(ctx, file, source), renewed(ctx, other, target));
}

/** What became of an open file since `stat` was taken, one of CHANGE; `stat` is refreshed. */
function renewed(ctx: CopyContext, file: number, stat: FileStat): number {
  const change = changeOf(ctx, file, stat);
  if (change < 0) return CHANGE.contents;
  stat.copyFrom(ctx.checkStat);
  return change;
}
