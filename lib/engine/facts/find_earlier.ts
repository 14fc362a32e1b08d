// Whether an earlier copy (`--link-dest`) has an entry just as the target is to have it: compared as with the target
// itself, in contents and in all metadata that are kept, because a link shares both.

import type { Entry } from "../../entry/entry.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { fileDifferences } from "../../plan/decide_file.ts";
import { linkDifferences } from "../../plan/decide_link.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { earlierFolders } from "./earlier_folders.ts";
import { askLinkCount } from "./link_count.ts";
import { isAnothers } from "./stat_entry.ts";

/** Looks for the entry, whose source was looked at; sets `entry.earlier` where it is found. */
export function findEarlier(worker: WorkerContext, entry: Entry): boolean {
  const { pair } = entry;
  if (entry.isUnlinkable) return false;
  const folders = earlierFolders(worker, pair);
  // It is on the same mount, and nothing is tried out in its own folders.
  if (folders.length > 0 && pair.target >= 0) worker.ctx.limits.learn(pair);
  for (const folder of folders) {
    if (!isSameIn(worker, folder, entry)) continue;
    entry.earlier = worker.earlierEntry;
    return true;
  }
  return false;
}

/** Fills `worker.earlierEntry` with what stands there under the entry's name. */
function isSameIn(worker: WorkerContext, folder: FolderPair, entry: Entry): boolean {
  const { ctx, basis, basis: { facts } } = worker;
  const { source } = entry;
  const earlier = worker.earlierEntry;
  earlier.reset(folder, entry.name, entry.type);
  earlier.targetName = entry.targetName;
  earlier.source.copyFrom(source);
  if (ctx.fs.stat(folder.target, earlier.targetName, earlier.target) < 0) return false;
  if (isAnothers(ctx, folder, earlier.targetName)) return false;
  const differences = source.isFile
    ? fileDifferences(earlier, basis)
    : linkDifferences(earlier, basis);
  if (differences !== 0) return false;
  askLinkCount(ctx, folder.target, earlier.targetName, earlier.target);
  // Two files of the source may be one there.
  return !basis.keepsLinks || earlier.target.nlink < 2 || facts.ownsTarget(earlier);
}
