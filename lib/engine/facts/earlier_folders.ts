// The folders of earlier copies that correspond to the target folder of a pair: opened when an entry is first looked for in
// them, without following a link.

import { SPLIT } from "../../copy/links/split_causes.ts";
import type { CopyContext } from "../../copy/context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { mountOf } from "../../entry/mount.ts";
import { CONTROL } from "../../shared/control.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { targetMount } from "./target_mount.ts";

/** Those that exist and that links can be made from, in the order in which they were named. */
export function earlierFolders(worker: WorkerContext, pair: FolderPair): readonly FolderPair[] {
  return pair.earlier ??= openEarlier(worker, pair);
}

function openEarlier(worker: WorkerContext, pair: FolderPair): FolderPair[] {
  const opened: FolderPair[] = [];
  for (const root of pair.root.earlier ?? []) {
    const earlier = openOne(worker, pair, root);
    if (earlier !== null) opened.push(earlier);
  }
  return opened;
}

function openOne(worker: WorkerContext, pair: FolderPair, root: number): FolderPair | null {
  const { ctx, ctx: { fs, folders } } = worker;
  const folder = folders.open(root, pair.path, false);
  if (folder < 0) return null;
  const earlier = worker.borrowPair();
  earlier.reset(pair.root, pair.path, false);
  earlier.isEarlier = true;
  earlier.source = pair.source;
  earlier.target = folder;
  if (fs.statHandle(folder, earlier.targetStat) === 0) {
    if (mountOf(earlier.targetStat) === targetMount(ctx, pair)) return earlier;
    noteUnlinked(ctx, SPLIT.across);
  }
  fs.close(folder);
  worker.returnPair(earlier);
  return null;
}

/** Closes those that a pair has opened. */
export function closeEarlier(worker: WorkerContext, pair: FolderPair): void {
  for (const earlier of pair.earlier ?? []) {
    worker.ctx.fs.close(earlier.target);
    worker.returnPair(earlier);
  }
  pair.earlier = null;
}

/** Notes for the end of the run why something was not linked from an earlier copy: one of SPLIT. */
export function noteUnlinked({ control }: CopyContext, cause: number): void {
  Atomics.or(control, CONTROL.unlinkedCauses, cause);
}
