// An entry that is a regular file: unchanged, its metadata to be set, to be linked, or to be copied.
// Here it is decided which; file_copy.ts carries it out.

import { type CString, type FileStat, WORD } from "../../ffi/mod.ts";
import type { FirstName } from "../copy/hard_links.ts";
import type { Place } from "../copy/place.ts";
import { xattrsOfName } from "../copy/xattrs.ts";
import { CHANGED, CONTENTS, METADATA } from "../plan/changes.ts";
import { COUNTER } from "../shared/counters.ts";
import { contentsDiffer } from "./contents.ts";
import type { Crew } from "./crew.ts";
import { entryPath, meetTargetFolder, statSource, statTarget, TARGET } from "./entries.ts";
import { copyContents, leaveToWorkers, linkTo, updateMetadata } from "./file_copy.ts";
import { xattrDifferences } from "./xattr_differences.ts";

/** Carries out a file entry. */
export function carryOutFile(crew: Crew, place: Place, name: CString, targetName: CString): void {
  const { ctx: { sourceStat, targetStat, options, links }, selection } = crew;
  const needsLookFirst = !place.fresh || options.dryRun || selection.looksAtMetadata;
  if (!needsLookFirst) return copyContents(crew, place, name, targetName, null, 0, false);

  if (!statSource(crew, place, name, sourceStat) || leaveToWorkers(crew, sourceStat)) return;
  const found = statTarget(crew, place, targetName, targetStat);
  if (found === TARGET.failed || selection.excludesFile(sourceStat)) return;
  if (found === TARGET.absent) {
    if (!options.existingOnly) copyContents(crew, place, name, targetName, null, 0, false);
    return;
  }
  if (targetStat.isFolder) return meetTargetFolder(crew, place, targetName);
  if (isLeftAlone(crew, sourceStat, targetStat)) return countUnchanged(crew);
  const isLinked = links !== null && sourceStat.nlink > 1;
  const first = isLinked ? links.claim(sourceStat) : null;
  if (first !== null) {
    if (isSameInode(targetStat, first)) countUnchanged(crew);
    else linkTo(crew, place, name, targetName, first, true);
    return;
  }
  const bits = differences(crew, place, name, targetName);
  if (bits & CONTENTS || (bits & METADATA && targetStat.nlink > 1)) {
    // Metadata of a target with other names is not set in place: those may belong to someone else.
    return copyContents(crew, place, name, targetName, targetStat, bits, isLinked);
  }
  if (isLinked) {
    links.publish(sourceStat, targetStat, place.root.index, entryPath(place, targetName));
  }
  if (bits & METADATA) updateMetadata(crew, place, name, targetName, bits);
  else countUnchanged(crew);
}

function countUnchanged({ ctx }: Crew): void {
  ctx.count[COUNTER.filesUnchanged]++;
  ctx.settle(ctx.sourceStat);
}

/** Whether the options, or being the very same file, keep an existing target as it is. */
function isLeftAlone(
  { ctx: { options }, comparer }: Crew,
  source: FileStat,
  target: FileStat,
): boolean {
  return options.ignoreExisting || target.hasSameInode(source) ||
    (options.update && comparer.targetIsNewer(source, target));
}

function isSameInode(stat: FileStat, first: FirstName): boolean {
  return stat.words[WORD.ino] === first.inoLow && stat.words[WORD.ino + 1] === first.inoHigh;
}

/** How the two files differ, as CHANGED bits; what the options do not keep is left out. */
function differences(crew: Crew, place: Place, name: CString, targetName: CString): number {
  const { ctx, comparer } = crew;
  const { sourceStat, targetStat, options, fs, xattrPolicy } = ctx;
  let bits = comparer.compare(sourceStat, targetStat);
  if (comparer.comparesContents && (bits & (CONTENTS | CHANGED.size)) === 0) {
    if (contentsDiffer(ctx, place, name, targetName)) bits |= CHANGED.checksum | CHANGED.contents;
  }
  if (!options.keep.times) bits &= ~CHANGED.mtime;
  if (bits & CONTENTS || !xattrPolicy.any) return bits;
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
