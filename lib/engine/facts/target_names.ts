// The names in a target folder, byte for byte, listed by a handle of its own.

import type { FolderPair } from "../../entry/folder_pair.ts";
import { NameSet } from "../../plan/name_set.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

/** Lists the pair's target folder; null where that is impossible. */
export function targetNames(worker: WorkerContext, pair: FolderPair): NameSet | null {
  const { fs, folders } = worker.ctx;
  const folder = folders.open(pair.root.target, pair.path, false);
  if (folder < 0) return null;
  const names = new NameSet();
  const listing = worker.borrowListing();
  let end = 0;
  while (end === 0) {
    listing.clear();
    end = fs.list(folder, listing);
    names.addAll(listing);
  }
  worker.returnListing(listing);
  fs.close(folder);
  return end < 0 ? null : names;
}
