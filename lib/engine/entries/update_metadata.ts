// An entry that has all its contents and lacks only owner, mode, times or attributes.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import { withOpened, withPinned } from "../../copy/metadata/pinned_entry.ts";
import {
  applyMetadata,
  type MetadataSetter,
  noteLosses,
  readSourceXattrs,
} from "../../copy/metadata/metadata.ts";
import { modeOfExisting } from "../../copy/metadata/new_mode.ts";
import { xattrsOfName } from "../../copy/metadata/xattrs.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { CHANGED, isXattrsAlone } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { reportEntry } from "./report.ts";
import { countUnchanged } from "./unchanged.ts";

/**
 * Sets metadata of an entry that needs nothing else and has no other name.
 *
 * @param opens whether it may be opened, which pins it down; links, FIFOs and devices must not be
 */
export function updateMetadata(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  targetName: CString,
  bits: number,
  opens: boolean,
): void {
  const { ctx } = worker;
  const { fs, options, sourceStat, targetStat } = ctx;
  if (!options.dryRun) {
    // A change of owner takes a file's capabilities with it (chown(2)): then they are set anew.
    const chowns = (bits & (CHANGED.uid | CHANGED.gid)) !== 0 && ctx.xattrPolicy.any;
    const wanted = chowns || bits & (CHANGED.xattrs | CHANGED.acl)
      ? readSourceXattrs(ctx, pair, name, xattrsOfName(fs, pair.source, name))
      : null;
    noteLosses(ctx, pair, targetName, sourceStat);
    let changed = 0;
    const apply = (setter: MetadataSetter) => {
      changed = applyMetadata(ctx, pair, targetName, setter, {
        source: sourceStat,
        current: targetStat,
        mode: modeOfExisting(ctx, sourceStat, targetStat, targetStat),
        xattrs: wanted,
      });
    };
    // Its name may lead to somebody else's entry by now.
    const isStill = (found: FileStat) => found.hasSameInode(targetStat);
    const handle = opens ? fs.openForReading(pair.target, targetName, false) : -1;
    const isSet = handle < 0
      ? withPinned(ctx, ctx.entry, isStill, apply)
      : withOpened(ctx, ctx.entry, handle, isStill, apply);
    if (!isSet) return;
    if (changed === 0 && isXattrsAlone(bits)) {
      // The target took none of them, which was told.
      if (sourceStat.isFile) countUnchanged(ctx);
      return;
    }
  }
  ctx.count[COUNTER.metadataUpdated]++;
  if (sourceStat.isFile) ctx.countAsDone(sourceStat);
  reportEntry(worker, pair, targetName, "update-metadata", 0, bits);
}
