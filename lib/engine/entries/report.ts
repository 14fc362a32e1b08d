// One line of a run's report: what was done to an entry.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFSOCK } from "../../../ffi/mod.ts";
import { type FolderPair, reportPath } from "../../entry/folder_pair.ts";
import type { EntryType, OperationKind } from "../../events.ts";
import { changesOf } from "../../plan/changes.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { entryPath } from "./stat_entry.ts";

/** Reports an operation on the entry whose source was looked at last. */
export function reportEntry(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  op: OperationKind,
  size: number,
  bits: number,
): void {
  const { ctx } = worker;
  if (!ctx.report.wantsOperations) return;
  const movesBytes = (op === "copy" || op === "replace") && !ctx.options.dryRun;
  ctx.report.operation(
    op,
    typeName(ctx.sourceStat),
    reportPath(pair.root, entryPath(pair, name)),
    size,
    movesBytes ? ctx.transfer.method : null,
    bits === 0 ? null : changesOf(bits),
  );
}

/** What an entry is, for a report. */
export function typeName(stat: FileStat): EntryType {
  switch (stat.type) {
    case S_IFDIR:
      return "folder";
    case S_IFLNK:
      return "symlink";
    case S_IFIFO:
      return "fifo";
    case S_IFSOCK:
      return "socket";
    case S_IFCHR:
      return "char-device";
    case S_IFBLK:
      return "block-device";
    default:
      return "file";
  }
}
