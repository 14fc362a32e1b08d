// `ferry verify --check`: there is no source, so each file of the one tree is read and hashed.

import type { CString } from "../../../../ffi/mod.ts";
import { COMPARED } from "../../../copy/bytes/comparison.ts";
import { CHANGE, changeOf } from "../../../copy/file/changed_source.ts";
import { refusesHuge } from "../../../copy/file/huge_file.ts";
import type { FolderPair } from "../../../entry/folder_pair.ts";
import { COUNTER } from "../../../shared/counters.ts";
import type { WorkerContext } from "../../worker/worker_context.ts";
import { deferToWorkers } from "../../entries/defer.ts";
import { entryPath, statSource } from "../../entries/stat_entry.ts";
import { startDigest } from "./digest.ts";
import { sourceOf } from "../../../entry/subject.ts";

/** Reports the digest of a file, and null for one that cannot be read; other entries are not looked at. */
export function digestEntry(worker: WorkerContext, pair: FolderPair, name: CString): void {
  const { ctx, selection, ctx: { fs, options, sourceStat } } = worker;
  if (!statSource(worker, pair, name, sourceStat) || !sourceStat.isFile) return;
  if (deferToWorkers(worker, pair, sourceStat) || selection.excludesFile(sourceStat)) return;
  ctx.countAsDone(sourceStat);
  if (refusesHuge(ctx, ctx.entry, "verify")) {
    return ctx.report.digest(entryPath(pair, name), null);
  }
  const file = fs.openForReading(pair.source, name, options.dereference);
  if (file < 0) {
    ctx.fail(sourceOf(pair, name), "open", "openat", file);
    return ctx.report.digest(entryPath(pair, name), null);
  }
  hash(worker, pair, name, file);
  fs.close(file);
}

/** Reports the digest of an open file; one that changes meanwhile is read once more. */
function hash({ ctx }: WorkerContext, pair: FolderPair, name: CString, file: number): void {
  const { comparison, count, sourceStat, report } = ctx;
  const path = entryPath(pair, name);
  for (let tries = 0; tries < 2; tries++) {
    const digest = startDigest();
    comparison.onBlock = (block) => digest.update(block);
    const outcome = comparison.read(file);
    comparison.onBlock = null;
    if (outcome === COMPARED.stopped) return;
    if (outcome !== COMPARED.same) {
      ctx.fail(sourceOf(pair, name), "read", "pread", comparison.error);
      return report.digest(path, null);
    }
    if (changeOf(ctx, file, sourceStat) !== CHANGE.contents) {
      count[COUNTER.filesVerified]++;
      count[COUNTER.bytesVerified] += sourceStat.size;
      return report.digest(path, digest.digest("hex"));
    }
    sourceStat.copyFrom(ctx.checkStat);
  }
  ctx.failChanged(pair, name, "verify", "changed while it was read; run again");
  report.digest(path, null);
}
