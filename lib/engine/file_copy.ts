// Carries out what was decided for a file entry: copy, link or set metadata, or, in a dry run, say so.

import { EMLINK, EOPNOTSUPP, EPERM } from "../../ffi/errno.ts";
import { type CString, FileStat } from "../../ffi/mod.ts";
import { copyFile } from "../copy/file.ts";
import type { FirstName } from "../copy/hard_links.ts";
import { makeHardLink } from "../copy/links.ts";
import {
  applyMetadata,
  noteLosses,
  readSourceXattrs,
  settingByHandle,
  settingByName,
} from "../copy/metadata.ts";
import { type Place, reportPath } from "../copy/place.ts";
import { SMALLEST_HAND_OVER } from "../copy/thresholds.ts";
import { xattrsOfName } from "../copy/xattrs.ts";
import type { OperationKind } from "../events.ts";
import { CHANGED, changesOf } from "../plan/changes.ts";
import { COUNTER } from "../shared/counters.ts";
import type { Crew } from "./crew.ts";
import { entryPath } from "./entries.ts";
import { waitsForName } from "./staging.ts";

/** Opens the source and copies it, or links it where its inode was copied before. */
export function copyContents(
  crew: Crew,
  place: Place,
  name: CString,
  targetName: CString,
  existing: FileStat | null,
  bits: number,
  isClaimed: boolean,
): void {
  const { fs, options, sourceStat, links } = crew.ctx;
  if (options.dryRun) return dryCopy(crew, place, targetName, existing, bits, isClaimed);
  const handle = openSource(crew, place, name, targetName);
  if (handle < 0) {
    if (isClaimed) links!.giveUp(sourceStat);
    return;
  }
  if (isClaimed || !(waitsForName(crew, place, sourceStat) || leaveToWorkers(crew, sourceStat))) {
    const isLinked = links !== null && sourceStat.nlink > 1;
    const first = isLinked && !isClaimed ? links.claim(sourceStat) : null;
    if (first !== null) linkTo(crew, place, name, targetName, first, existing !== null);
    else copyOpened(crew, place, name, targetName, handle, existing, bits, isLinked);
  }
  fs.close(handle);
}

/** Opens a source file and reads its metadata; a negative number when that failed, which was reported. */
function openSource({ ctx }: Crew, place: Place, name: CString, targetName: CString): number {
  const { fs, options, sourceStat, count } = ctx;
  const handle = fs.openForReading(place.source, name, options.dereference);
  const error = handle < 0 ? handle : fs.statHandle(handle, ctx.openedStat);
  if (error >= 0 && ctx.openedStat.isFile) {
    sourceStat.copyFrom(ctx.openedStat);
    return handle;
  }
  count[COUNTER.filesFailed]++;
  if (error < 0) ctx.fail(place, name, "source", "open", "openat", error);
  else {ctx.failWith(
      place,
      targetName,
      "source",
      "copy",
      null,
      "SOURCE_CHANGED",
      "The entry is no longer a regular file",
    );}
  if (handle >= 0) fs.close(handle);
  return -1;
}

/** Copies an open file; where it has more names, says where the first of them now stands. */
function copyOpened(
  crew: Crew,
  place: Place,
  name: CString,
  targetName: CString,
  handle: number,
  existing: FileStat | null,
  bits: number,
  isLinked: boolean,
): void {
  const { ctx: { sourceStat, links }, ctx } = crew;
  const result = isLinked ? crew.resultStat : null;
  const copied = copyFile(ctx, place, name, targetName, handle, sourceStat, existing, result);
  if (isLinked) {
    if (copied) {
      links!.publish(sourceStat, crew.resultStat, place.root.index, entryPath(place, targetName));
    } else links!.giveUp(sourceStat);
  }
  if (copied) {
    report(crew, place, targetName, existing === null ? "copy" : "replace", sourceStat.size, bits);
  }
}

/** In the main thread: whether a file is so large that a worker must copy it, so that signals are heard. */
export function leaveToWorkers(crew: Crew, stat: FileStat): boolean {
  if (crew.handOver === null || stat.size < SMALLEST_HAND_OVER) return false;
  crew.leaveEntry();
  return true;
}

/** What a dry run says in place of a copy. */
function dryCopy(
  crew: Crew,
  place: Place,
  targetName: CString,
  existing: FileStat | null,
  bits: number,
  isClaimed: boolean,
): void {
  const { ctx: { sourceStat, links, count } } = crew;
  const isLinked = links !== null && sourceStat.nlink > 1;
  const first = isLinked && !isClaimed ? links.claim(sourceStat) : null;
  if (first !== null) {
    count[COUNTER.linksCreated]++;
    return report(crew, place, targetName, "link", 0, 0);
  }
  if (isLinked) {
    links.publish(sourceStat, new FileStat(), place.root.index, entryPath(place, targetName));
  }
  count[existing === null ? COUNTER.filesCopied : COUNTER.filesReplaced]++;
  count[COUNTER.filesFound]++;
  count[COUNTER.bytesFound] += sourceStat.size;
  report(crew, place, targetName, existing === null ? "copy" : "replace", sourceStat.size, bits);
}

/** Makes the target another name of a file copied before; where links are impossible, copies it again. */
export function linkTo(
  crew: Crew,
  place: Place,
  name: CString,
  targetName: CString,
  first: FirstName,
  replaces: boolean,
): void {
  const { ctx } = crew;
  if (!ctx.options.dryRun) {
    const error = makeHardLink(ctx, place, crew.roots, targetName, first, replaces);
    if (error < 0) {
      ctx.fail(place, targetName, "target", "link", "linkat", error);
      if (error !== -EMLINK && error !== -EPERM && error !== -EOPNOTSUPP) return;
      const handle = openSource(crew, place, name, targetName);
      if (handle < 0) return;
      const existing = replaces && ctx.fs.stat(place.target, targetName, ctx.targetStat) === 0
        ? ctx.targetStat
        : null;
      copyOpened(crew, place, name, targetName, handle, existing, 0, false);
      ctx.fs.close(handle);
      return;
    }
  }
  ctx.count[COUNTER.linksCreated]++;
  ctx.settle(ctx.sourceStat);
  report(crew, place, targetName, "link", 0, 0);
}

/** Sets metadata of an unchanged file that has no other name. */
export function updateMetadata(
  crew: Crew,
  place: Place,
  name: CString,
  targetName: CString,
  bits: number,
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
    const handle = fs.openForReading(place.target, targetName, false);
    const setter = handle >= 0
      ? settingByHandle(ctx, handle)
      : settingByName(ctx, place.target, targetName);
    applyMetadata(ctx, place, targetName, setter, sourceStat, targetStat, wanted);
    if (handle >= 0) fs.close(handle);
  }
  ctx.count[COUNTER.metadataUpdated]++;
  ctx.settle(sourceStat);
  report(crew, place, targetName, "update-metadata", 0, bits);
}

function report(
  crew: Crew,
  place: Place,
  name: CString,
  op: OperationKind,
  size: number,
  bits: number,
): void {
  const { ctx } = crew;
  if (!ctx.report.wantsOperations) return;
  const method = op === "copy" || op === "replace"
    ? (ctx.options.dryRun ? null : ctx.mover.method)
    : null;
  const path = reportPath(place.root, entryPath(place, name));
  ctx.report.operation(op, "file", path, size, method, bits === 0 ? null : changesOf(bits));
}
