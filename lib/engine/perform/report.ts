// One line of a run's report: what was done to an entry, or would be; and what is counted with it.

import type { FileStat } from "../../../ffi/mod.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { Entry } from "../../entry/entry.ts";
import { entryTypeName } from "../../entry/entry_type_name.ts";
import { type FolderPair, joinPath, reportPath } from "../../entry/folder_pair.ts";
import type { EntryType, OperationKind } from "../../events.ts";
import { changesOf } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";
import { costOf, folderCostOf } from "./cost.ts";
import { detailsOf, folderDetailsOf } from "./details.ts";

/** Reports an operation on an entry whose source was looked at. */
export function reportEntry(
  ctx: CopyContext,
  entry: Entry,
  op: OperationKind,
  size = 0,
): void {
  if (!ctx.report.wantsOperations) return;
  const { pair, targetName, source, changes } = entry;
  const movesBytes = op === "copy" || op === "replace";
  ctx.report.operation({
    op,
    path: reportPath(pair.root, joinPath(pair.path, targetName)),
    entryType: typeName(source),
    size,
    method: movesBytes ? ctx.transfer.method : null,
    changes: changes === 0 ? null : changesOf(changes),
    ...detailsOf(ctx, entry),
    ...(op === "update-metadata" ? {} : costOf(ctx, entry)),
    replaces: op === "update-metadata" ? null : replacedBy(entry),
  });
}

/** Reports a file that was copied. */
export function reportCopy(ctx: CopyContext, entry: Entry): void {
  reportEntry(ctx, entry, entry.replaces ? "replace" : "copy", entry.source.size);
}

/** Counts and reports another name of a file that was copied before. */
export function reportLinked(ctx: CopyContext, entry: Entry): void {
  if (entry.replaces) ctx.inodes.rememberReplaced(entry.target);
  ctx.count[COUNTER.linksCreated]++;
  if (entry.source.isFile) ctx.countAsDone(entry.source);
  reportEntry(ctx, entry, "link");
}

/** Counts and reports an entry that lacked metadata alone. */
export function reportUpdated(ctx: CopyContext, entry: Entry): void {
  ctx.count[COUNTER.metadataUpdated]++;
  if (entry.source.isFile) ctx.countAsDone(entry.source);
  reportEntry(ctx, entry, "update-metadata");
}

/** Counts an entry that needs nothing; only files are counted so. */
export function countUnchanged(ctx: CopyContext, { source }: Entry): void {
  if (!source.isFile) return;
  ctx.count[COUNTER.filesUnchanged]++;
  ctx.countAsDone(source);
}

/** Counts and reports a folder that was made. */
export function reportFolderMade(ctx: CopyContext, entry: Entry): void {
  ctx.count[COUNTER.foldersCreated]++;
  if (!ctx.report.wantsOperations) return;
  const { pair, name } = entry;
  const path = reportPath(pair.root, joinPath(pair.path, name));
  const replaces = replacedBy(entry);
  const more = { ...folderDetailsOf(ctx, pair, name), ...folderCostOf(ctx, pair) };
  ctx.report.operation({ op: "make-folder", path, entryType: "folder", replaces, ...more });
}

/** Reports a root that was made when it was opened, or would have been. */
export function reportRootMade(ctx: CopyContext, pair: FolderPair): void {
  const { fs } = ctx;
  if (fs.statHandle(pair.root.source, pair.sourceStat) < 0) pair.sourceStat.words.fill(0);
  const path = reportPath(pair.root, pair.path);
  const more = { ...folderDetailsOf(ctx, pair, null), ...folderCostOf(ctx, pair) };
  ctx.report.operation({ op: "make-folder", path, entryType: "folder", ...more });
}

/** Counts and reports a folder whose own metadata differed. */
export function reportFolderUpdated(ctx: CopyContext, pair: FolderPair, changes: number): void {
  ctx.count[COUNTER.metadataUpdated]++;
  if (!ctx.report.wantsOperations) return;
  const path = reportPath(pair.root, pair.path);
  ctx.report.operation({
    op: "update-metadata",
    path,
    entryType: "folder",
    changes: changesOf(changes),
    ...folderDetailsOf(ctx, pair, null),
  });
}

/** What is in the entry's place. */
function replacedBy({ replaces, target }: Entry): EntryType | null {
  return replaces ? typeName(target) : null;
}

/** What an entry is, for a report. */
export function typeName(stat: FileStat): EntryType {
  return entryTypeName(stat.entryType);
}
