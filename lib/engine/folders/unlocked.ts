// Read-only folders that were made writable and are done in slices. The thread that finishes the folder sets its
// mode. Where none does, because the run stops or the folder cannot be opened again, it gets its old mode here.

import { FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { UnlockedFolder } from "../worker/left_folders.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** Leaves it to the thread that finishes the pair's folder to set its mode. */
export function deferRelock(worker: WorkerContext, pair: FolderPair, slot: number): void {
  const { root, path, lockedMode: mode } = pair;
  worker.unlocked.push({ ticket: worker.slots.ticket(slot), root: root.index, path, mode });
  pair.lockedMode = -1;
}

/** At the end of a phase: gives folders that were not finished their old modes. */
export function lockUnfinished(worker: WorkerContext): void {
  for (const folder of worker.unlocked) {
    const slot = worker.slots.enter(folder.ticket);
    if (slot === null) continue;
    giveBack(worker, folder);
    worker.slots.leave(slot);
  }
  worker.unlocked = [];
}

function giveBack(
  { ctx: { fs, folders }, roots }: WorkerContext,
  { root, path, mode }: UnlockedFolder,
): void {
  const handle = folders.open(roots[root].target, path, false);
  if (handle < 0) return;
  const stat = new FileStat();
  if (fs.statHandle(handle, stat) === 0 && stat.permissions === (mode | 0o700)) {
    fs.setMode(handle, mode);
  }
  fs.close(handle);
}
