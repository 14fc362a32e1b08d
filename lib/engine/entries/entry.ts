// One entry: look at source and target, decide, carry out. The decision is the same in a dry run,
// which stops before the carrying out, so that what it lists is what a run does.

import { type CString, ENTRY_TYPE, type FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { isTemporaryName } from "../../copy/target/temporary_names.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { digestEntry } from "../perform/verify/digest_entry.ts";
import { verifyEntry } from "../perform/verify/verify_entry.ts";
import { processFile } from "./file_entry.ts";
import { enterFolder } from "./folder_entry.ts";
import { processLink } from "./link_entry.ts";
import { statSource } from "./stat_entry.ts";
import { processWithRetries } from "./retries.ts";

/** Carries out the entry `name` of the pair's source. `name` may run past its NUL. */
export function processEntry(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  listedType: number,
): void {
  if (worker.ctx.options.retries === 0) processOnce(worker, pair, name, listedType);
  else processWithRetries(worker, pair, name, listedType, processOnce);
}

function processOnce(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  listedType: number,
): void {
  const { ctx, selection } = worker;
  const { count, options } = ctx;
  count[COUNTER.entriesSeen]++;
  ctx.entry.reset(pair, name, listedType);
  if (isTemporaryName(name)) {
    count[COUNTER.leftoversInSource]++;
    return;
  }
  const source = ctx.sourceStat;
  let type = listedType;
  if (type === ENTRY_TYPE.unknown || (options.dereference && type === ENTRY_TYPE.symlink)) {
    if (!statSource(worker, pair, name, source)) return;
    type = entryTypeOf(source);
  }
  if (selection.hasRules && selection.excludesName(pair.path, name, type === ENTRY_TYPE.folder)) {
    return noteExcluded(worker, pair, name);
  }
  const targetName = pair.root.targetName ?? name;
  switch (type) {
    case ENTRY_TYPE.folder:
      return enterFolder(worker, pair, name);
    case ENTRY_TYPE.socket:
      count[COUNTER.socketsSkipped]++;
      return;
  }
  if (options.compareOnly && pair.root.target < 0) digestEntry(worker, pair, name);
  else if (options.compareOnly) verifyEntry(worker, pair, name, targetName);
  else if (type === ENTRY_TYPE.file) processFile(worker, pair, name, targetName);
  else processLink(worker, pair, name, targetName);
}

/**
 * What the target has under an excluded name is left alone, and is no reason to look for more to delete, unless
 * the rules exclude one kind of entry only and it is of another.
 */
function noteExcluded({ ctx, selection }: WorkerContext, pair: FolderPair, name: CString): void {
  const { fs, options, targetStat } = ctx;
  if (options.deleteExcluded) return; // it is extra
  if (!options.delete || pair.fresh || pair.target < 0) return;
  if (fs.stat(pair.target, name, targetStat) < 0) return;
  if (selection.excludesName(pair.path, name, targetStat.isFolder)) pair.matched++;
}

function entryTypeOf(stat: FileStat): number {
  return stat.type >> 12; // d_type is the type bits of mode (dirent.h, IFTODT)
}
