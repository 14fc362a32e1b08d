// An entry that is a symlink, a FIFO or a device: replaced as a whole where it differs, since none of
// these has contents to keep.

import {
  type CString,
  type FileStat,
  S_IFBLK,
  S_IFCHR,
  S_IFIFO,
  S_IFLNK,
  S_IFSOCK,
} from "../../ffi/mod.ts";
import { copySpecial, copySymlink, makeHardLink } from "../copy/links.ts";
import { applyMetadata, noteLosses, readSourceXattrs, settingByName } from "../copy/metadata.ts";
import { type Place, reportPath } from "../copy/place.ts";
import { xattrsOfName } from "../copy/xattrs.ts";
import type { EntryType, OperationKind } from "../events.ts";
import { CHANGED, changesOf, CONTENTS, METADATA } from "../plan/changes.ts";
import { COUNTER } from "../shared/counters.ts";
import type { Crew } from "./crew.ts";
import { entryPath, meetTargetFolder, statSource, statTarget, TARGET } from "./entries.ts";
import { waitsForName } from "./staging.ts";
import { xattrDifferences } from "./xattr_differences.ts";

/** Carries out an entry that is neither file nor folder. */
export function carryOutLink(crew: Crew, place: Place, name: CString, targetName: CString): void {
  const { ctx: { sourceStat, targetStat, options, links }, comparer } = crew;
  if (!statSource(crew, place, name, sourceStat)) return;
  if (waitsForName(crew, place, sourceStat)) return;
  if (!sourceStat.isSymlink && !options.keep.specials) return;
  const found = statTarget(crew, place, targetName, targetStat);
  if (found === TARGET.failed) return;
  const exists = found === TARGET.present;
  if (exists && targetStat.isFolder) return meetTargetFolder(crew, place, targetName);
  const leavesAlone = exists
    ? options.ignoreExisting || targetStat.hasSameInode(sourceStat) ||
      (options.update && comparer.targetIsNewer(sourceStat, targetStat))
    : options.existingOnly;
  if (leavesAlone) return;

  const isLinked = links !== null && sourceStat.nlink > 1;
  const first = isLinked ? links.claim(sourceStat) : null;
  if (first !== null) {
    const isIt = exists && targetStat.words[8] === first.inoLow &&
      targetStat.words[9] === first.inoHigh;
    if (!isIt) linkAgain(crew, place, targetName, first, exists);
    return;
  }
  const bits = exists ? differences(crew, place, name, targetName) : 0;
  const mustMake = !exists || (bits & CONTENTS) !== 0 ||
    ((bits & METADATA) !== 0 && targetStat.nlink > 1);
  let succeeded = true;
  if (mustMake) succeeded = make(crew, place, name, targetName, exists, bits);
  else if (bits & METADATA) updateMetadata(crew, place, name, targetName, bits);
  if (!isLinked) return;
  if (!succeeded) return links.giveUp(sourceStat);
  const { resultStat, ctx: { fs } } = crew;
  if (place.target < 0 || fs.stat(place.target, targetName, resultStat) < 0) {
    resultStat.words.fill(0);
  }
  links.publish(sourceStat, resultStat, place.root.index, entryPath(place, targetName));
}

function linkAgain(
  crew: Crew,
  place: Place,
  targetName: CString,
  first: Parameters<typeof makeHardLink>[4],
  exists: boolean,
): void {
  const { ctx } = crew;
  if (!ctx.options.dryRun) {
    const error = makeHardLink(ctx, place, crew.roots, targetName, first, exists);
    if (error < 0) return ctx.fail(place, targetName, "target", "link", "linkat", error);
  }
  ctx.count[COUNTER.linksCreated]++;
  report(crew, place, targetName, "link", 0);
}

/** Makes the entry, in place of another where there is one. Whether it stands there now. */
function make(
  crew: Crew,
  place: Place,
  name: CString,
  targetName: CString,
  exists: boolean,
  bits: number,
): boolean {
  const { ctx: { sourceStat, options, count }, ctx } = crew;
  const { isSymlink } = sourceStat;
  if (!options.dryRun) {
    const carryOut = isSymlink ? copySymlink : copySpecial;
    if (!carryOut(ctx, place, name, targetName, sourceStat, exists)) {
      count[COUNTER.filesFailed]++;
      return false;
    }
  } else if (isSymlink) count[COUNTER.linksCreated]++;
  report(crew, place, targetName, isSymlink ? "symlink" : "special", bits);
  return true;
}

function updateMetadata(
  crew: Crew,
  place: Place,
  name: CString,
  targetName: CString,
  bits: number,
): void {
  const { ctx: { fs, options, sourceStat, targetStat, count }, ctx } = crew;
  if (!options.dryRun) {
    const wanted = bits & (CHANGED.xattrs | CHANGED.acl)
      ? readSourceXattrs(ctx, place, name, xattrsOfName(fs, place.source, name))
      : null;
    noteLosses(ctx, place, targetName, sourceStat);
    applyMetadata(
      ctx,
      place,
      targetName,
      settingByName(ctx, place.target, targetName),
      sourceStat,
      targetStat,
      wanted,
    );
  }
  count[COUNTER.metadataUpdated]++;
  report(crew, place, targetName, "update-metadata", bits);
}

/** How two entries differ, as CHANGED bits. */
function differences(crew: Crew, place: Place, name: CString, targetName: CString): number {
  const { ctx, comparer } = crew;
  const { fs, options, sourceStat, targetStat, xattrPolicy } = ctx;
  let bits = comparer.compare(sourceStat, targetStat);
  if (!options.keep.times) bits &= ~CHANGED.mtime;
  if (bits & CONTENTS) return bits;
  if (sourceStat.isSymlink && textsDiffer(crew, place, name, targetName)) {
    return bits | CHANGED.target;
  }
  if (!xattrPolicy.any) return bits;
  const source = fs.xattrListSizeAt(place.source, name);
  const target = fs.xattrListSizeAt(place.target, targetName);
  if (source === 0 && target === 0) return bits;
  return bits |
    xattrDifferences(
      ctx,
      xattrsOfName(fs, place.source, name),
      xattrsOfName(fs, place.target, targetName),
    );
}

function textsDiffer(
  { ctx: { fs, linkBuffer, otherLinkBuffer } }: Crew,
  place: Place,
  name: CString,
  targetName: CString,
): boolean {
  const length = fs.readSymlink(place.source, name, linkBuffer);
  if (length < 0 || fs.readSymlink(place.target, targetName, otherLinkBuffer) !== length) {
    return true;
  }
  for (let i = 0; i < length; i++) if (linkBuffer[i] !== otherLinkBuffer[i]) return true;
  return false;
}

function report(crew: Crew, place: Place, name: CString, op: OperationKind, bits: number): void {
  const { ctx } = crew;
  if (!ctx.report.wantsOperations) return;
  const changes = bits === 0 ? null : changesOf(bits);
  ctx.report.operation(
    op,
    typeName(ctx.sourceStat),
    reportPath(place.root, entryPath(place, name)),
    0,
    null,
    changes,
  );
}

function typeName(stat: FileStat): EntryType {
  switch (stat.type) {
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
