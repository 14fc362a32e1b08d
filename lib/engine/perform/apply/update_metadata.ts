// An entry that has all its contents and lacks only owner, mode, times or attributes.

import type { FileStat } from "../../../../ffi/mod.ts";
import type { CopyContext } from "../../../copy/context.ts";
import {
  applyMetadata,
  type MetadataSetter,
  noteLosses,
  readSourceXattrs,
} from "../../../copy/metadata/metadata.ts";
import { modeOfExisting } from "../../../copy/metadata/new_mode.ts";
import { withOpened, withPinned } from "../../../copy/metadata/pinned_entry.ts";
import { xattrsOfName } from "../../../copy/metadata/xattr_holder.ts";
import type { Entry } from "../../../entry/entry.ts";
import { CHANGED, isXattrsAlone } from "../../../plan/changes.ts";
import { countUnchanged, reportUpdated } from "../report.ts";

/** Sets metadata of an entry that needs nothing else and has no other name. */
export function updateMetadata(ctx: CopyContext, entry: Entry): void {
  const { pair, name, targetName, source, target, changes } = entry;
  const { fs, xattrPolicy } = ctx;
  // A change of owner takes a file's capabilities with it (chown(2)): then they are set anew.
  const chowns = (changes & (CHANGED.uid | CHANGED.gid)) !== 0 && xattrPolicy.any;
  const wanted = chowns || changes & (CHANGED.xattrs | CHANGED.acl)
    ? readSourceXattrs(ctx, pair, name, source, xattrsOfName(fs, pair.source, name))
    : null;
  noteLosses(ctx, pair, targetName, source, target);
  let changed = 0;
  const apply = (setter: MetadataSetter) => {
    changed = applyMetadata(ctx, pair, targetName, setter, {
      source,
      current: target,
      mode: modeOfExisting(ctx, source, target, target),
      xattrs: wanted,
    });
  };
  // Its name may lead to somebody else's entry by now.
  const isStill = (found: FileStat) => found.hasSameInode(target);
  // A file is opened, which pins it down; links, FIFOs and devices must not be.
  const handle = source.isFile ? fs.openForReading(pair.target, targetName, false) : -1;
  const isSet = handle < 0
    ? withPinned(ctx, entry, isStill, apply)
    : withOpened(ctx, entry, handle, isStill, apply);
  if (!isSet) return;
  // The target took none of the attributes, which was reported.
  if (changed === 0 && isXattrsAlone(changes)) countUnchanged(ctx, entry);
  else reportUpdated(ctx, entry);
}
