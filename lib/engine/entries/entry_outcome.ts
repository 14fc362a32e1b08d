// What becomes of an entry beside copying it: its metadata set, a link made, and the report of it.

import type { CString, FileStat } from "../../../ffi/mod.ts";
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFSOCK } from "../../../ffi/mod.ts";
import type { FirstName } from "../../copy/hard_links.ts";
import { makeHardLink } from "../../copy/links.ts";
import { withOpened, withPinned } from "../../copy/metadata/held_entry.ts";
import {
  applyMetadata,
  type MetadataSetter,
  noteLosses,
  readSourceXattrs,
} from "../../copy/metadata/metadata.ts";
import { xattrsOfName } from "../../copy/metadata/xattrs.ts";
import { type Place, reportPath } from "../../copy/place.ts";
import type { EntryType, OperationKind } from "../../events.ts";
import { CHANGED, changesOf } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { entryPath } from "./entry.ts";

/**
 * Sets metadata of an entry that needs nothing else and has no other name.
 *
 * @param opens whether it may be opened, which pins it down; links, FIFOs and devices must not be
 */
export function updateMetadata(
  crew: Crew,
  place: Place,
  name: CString,
  targetName: CString,
  bits: number,
  opens: boolean,
): void {
  const { ctx } = crew;
  const { fs, options, sourceStat, targetStat } = ctx;
  if (!options.dryRun) {
    // A change of owner takes a file's capabilities with it (chown(2)): then they are set anew.
    const chowns = (bits & (CHANGED.uid | CHANGED.gid)) !== 0 && ctx.xattrPolicy.any;
    const wanted = chowns || bits & (CHANGED.xattrs | CHANGED.acl)
      ? readSourceXattrs(ctx, place, name, xattrsOfName(fs, place.source, name))
      : null;
    noteLosses(ctx, place, targetName, sourceStat);
    const apply = (setter: MetadataSetter) =>
      applyMetadata(ctx, place, targetName, setter, sourceStat, targetStat, wanted);
    // Its name may lead to somebody else's entry by now.
    const isStill = (found: FileStat) => found.hasSameInode(targetStat);
    const handle = opens ? fs.openForReading(place.target, targetName, false) : -1;
    const isSet = handle < 0
      ? withPinned(ctx, place, targetName, isStill, apply)
      : withOpened(ctx, place, targetName, handle, isStill, apply);
    if (!isSet) return;
  }
  ctx.count[COUNTER.metadataUpdated]++;
  if (sourceStat.isFile) ctx.settle(sourceStat);
  reportEntry(crew, place, targetName, "update-metadata", 0, bits);
}

/**
 * Makes the target another name of an entry copied before.
 *
 * @returns 0, or a negated errno that was reported
 */
export function linkTo(
  crew: Crew,
  place: Place,
  targetName: CString,
  first: FirstName,
  replaces: boolean,
): number {
  const { ctx } = crew;
  if (replaces) ctx.inodes.rememberReplaced(ctx.targetStat);
  if (!ctx.options.dryRun) {
    const error = makeHardLink(ctx, place, crew.roots, targetName, first, replaces);
    if (error < 0) {
      ctx.fail(place, targetName, "target", "link", "linkat", error);
      return error;
    }
  }
  ctx.count[COUNTER.linksCreated]++;
  if (ctx.sourceStat.isFile) ctx.settle(ctx.sourceStat);
  reportEntry(crew, place, targetName, "link", 0, 0);
  return 0;
}

/** Reports an operation on the entry whose source was looked at last. */
export function reportEntry(
  crew: Crew,
  place: Place,
  name: CString,
  op: OperationKind,
  size: number,
  bits: number,
): void {
  const { ctx } = crew;
  if (!ctx.report.wantsOperations) return;
  const movesBytes = (op === "copy" || op === "replace") && !ctx.options.dryRun;
  ctx.report.operation(
    op,
    typeName(ctx.sourceStat),
    reportPath(place.root, entryPath(place, name)),
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
