// One entry: look at source and target, decide, carry out. The decision is the same in a dry run,
// which stops before the carrying out, so that what it lists is what a run does.

import { ENOENT } from "../../../ffi/errno.ts";
import { type CString, ENTRY_TYPE, type FileStat } from "../../../ffi/mod.ts";
import { joinPath, type Place } from "../../copy/place.ts";
import { isTemporaryName } from "../../copy/temporary_names.ts";
import { CONTENTS, METADATA } from "../../plan/changes.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { digestEntry } from "../verify/digest_entry.ts";
import { verifyEntry } from "../verify/verify_entry.ts";
import { carryOutFile } from "./file_entry.ts";
import { enterFolder } from "./folder_entry.ts";
import { carryOutLink } from "./link_entry.ts";
import { carryOutWithRetries } from "./retries.ts";

/** Carries out the entry `name` of the place's source. `name` may run past its NUL. */
export function carryOutEntry(crew: Crew, place: Place, name: CString, listedType: number): void {
  if (crew.ctx.options.retries === 0 || listedType === ENTRY_TYPE.folder) {
    carryOutOnce(crew, place, name, listedType);
  } else carryOutWithRetries(crew, place, name, listedType, carryOutOnce);
}

function carryOutOnce(crew: Crew, place: Place, name: CString, listedType: number): void {
  const { ctx, selection } = crew;
  const { count, options } = ctx;
  count[COUNTER.entriesSeen]++;
  if (isTemporaryName(name)) {
    count[COUNTER.leftoversInSource]++;
    return;
  }
  const source = ctx.sourceStat;
  let type = listedType;
  if (type === ENTRY_TYPE.unknown || (options.dereference && type === ENTRY_TYPE.symlink)) {
    if (!statSource(crew, place, name, source)) return;
    type = entryTypeOf(source);
  }
  if (selection.hasRules && selection.excludesName(place.path, name, type === ENTRY_TYPE.folder)) {
    return noteExcluded(crew, place, name);
  }
  const targetName = place.root.targetName ?? name;
  switch (type) {
    case ENTRY_TYPE.folder:
      return enterFolder(crew, place, name);
    case ENTRY_TYPE.socket:
      count[COUNTER.socketsSkipped]++;
      return;
  }
  if (options.compareOnly && place.root.target < 0) digestEntry(crew, place, name);
  else if (options.compareOnly) verifyEntry(crew, place, name, targetName);
  else if (type === ENTRY_TYPE.file) carryOutFile(crew, place, name, targetName);
  else carryOutLink(crew, place, name, targetName);
}

/** Reads the source entry's metadata; false when that failed, which was reported. */
export function statSource(crew: Crew, place: Place, name: CString, stat: FileStat): boolean {
  const { ctx: { fs, options }, ctx } = crew;
  const error = options.dereference
    ? fs.statFollowing(place.source, name, stat)
    : fs.stat(place.source, name, stat);
  if (error < 0) ctx.fail(place, name, "source", "read metadata of", "statx", error);
  return error === 0;
}

/** Whether the options, or being the very same file, keep an existing target as it is. */
export function isLeftAlone(
  { ctx: { options }, comparer }: Crew,
  source: FileStat,
  target: FileStat,
): boolean {
  return options.ignoreExisting || target.hasSameInode(source) ||
    (options.update && comparer.targetIsNewer(source, target));
}

/**
 * Whether an existing target is replaced as a whole. So it is, too, when only its metadata differ but it
 * has other names: those may belong to someone else, and setting it in place would change them as well.
 */
export function mustReplace({ ctx: { inodes } }: Crew, target: FileStat, bits: number): boolean {
  const replaces = (bits & CONTENTS) !== 0 ||
    ((bits & METADATA) !== 0 && (target.nlink > 1 || inodes.wasReplaced(target)));
  if (replaces) inodes.rememberReplaced(target);
  return replaces;
}

/** What `statTarget` found. */
export const TARGET = { absent: 0, present: 1, failed: 2 } as const;

/** Looks for the target entry of that name. */
export function statTarget(crew: Crew, place: Place, name: CString, stat: FileStat): number {
  const { ctx: { fs }, ctx } = crew;
  if (place.fresh || place.target < 0 || place.ignoresTarget) return TARGET.absent;
  const error = fs.stat(place.target, name, stat);
  if (error === -ENOENT) return TARGET.absent;
  if (error < 0) {
    ctx.fail(place, name, "target", "read metadata of", "statx", error);
    return TARGET.failed;
  }
  place.matched++;
  return TARGET.present;
}

/**
 * A source entry that is no folder meets a target folder. A mirror removes the folder in its second
 * phase and then copies; a copy must not. Returns nothing: the entry is done with for now.
 */
export function meetTargetFolder(crew: Crew, place: Place, name: CString): void {
  const { ctx } = crew;
  if (ctx.options.delete) place.conflicts = true;
  else {
    ctx.count[COUNTER.filesFailed]++;
    ctx.failWith(place, name, "target", "replace", null, "EISDIR", "Is a directory");
  }
}

/** A folder meets a target entry that is none, which a copy must not replace. */
export function refuseFolderOverFile(crew: Crew, place: Place, name: CString): void {
  crew.ctx.failWith(place, name, "target", "create folder", null, "ENOTDIR", "Not a directory");
}

/** Path below the root, for a report. */
export function entryPath(place: Place, name: CString): Uint8Array {
  return joinPath(place.path, name);
}

/** What the target has under an excluded name is left alone, and is no reason to look for more to delete. */
function noteExcluded(crew: Crew, place: Place, name: CString): void {
  if (!crew.ctx.options.delete || place.fresh || place.target < 0) return;
  if (crew.ctx.fs.stat(place.target, name, crew.ctx.targetStat) === 0) place.matched++;
}

function entryTypeOf(stat: FileStat): number {
  return stat.type >> 12; // d_type is the type bits of mode (dirent.h, IFTODT)
}
