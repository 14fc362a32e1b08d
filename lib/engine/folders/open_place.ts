// Opens the two folders of a job, relative to their roots and never through a link, and refuses to copy
// a folder onto itself.

import { ENOENT } from "../../../ffi/errno.ts";
import { binaryText, type CString, withoutNul } from "../../../ffi/mod.ts";
import type { Side } from "../../copy/context.ts";
import { closeLinkFolder } from "../../copy/links.ts";
import { triesAgain } from "../../copy/patience.ts";
import { isWithin } from "../../copy/guarded_paths.ts";
import { joinPath, type Place } from "../../copy/place.ts";
import { lockAgain } from "../../copy/writable_folder.ts";
import type { Crew } from "../crew/crew.ts";
import { JOB, type Job } from "../crew/job.ts";

/** Answer of a step that refused and has said why. */
const REFUSED = -1;

const IS_TARGET = "The folder is the target itself";

/** What a path is relative to: descriptors of two folders. */
interface Above {
  readonly source: number;
  /** -1 where a dry run found none. */
  readonly target: number;
}

/** Opens the source and target folder of a job; false when that failed, which was reported. */
export function openPlace(crew: Crew, place: Place, job: Job): boolean {
  const root = crew.roots[job.root];
  place.reset(root, job.path, job.fresh);
  // Named entries may be copied within one folder.
  const isForEntries = job.kind === JOB.slice && job.slot < 0;
  place.isOfTree = !isForEntries;
  return openBoth(crew, place, root, job.path, isForEntries);
}

/** Opens a sub-folder that was just made in the target; false when that failed, which was reported. */
export function openSubfolder(crew: Crew, place: Place, above: Place, name: CString): boolean {
  place.reset(above.root, joinPath(above.path, name), true);
  place.isOfTree = true;
  place.learnFrom(above);
  return openBoth(crew, place, above, withoutNul(name), false);
}

function openBoth(
  crew: Crew,
  place: Place,
  above: Above,
  path: Uint8Array,
  isForEntries: boolean,
): boolean {
  const { ctx: { fs, options }, ctx } = crew;
  place.source = openFolder(crew, place, "source", above.source, path, options.dereference);
  if (place.source < 0) {
    ctx.fail(place, null, "source", "open folder", "openat2", place.source);
    return false;
  }
  let error = statFolder(crew, place, "source");
  if (error < 0) ctx.fail(place, null, "source", "read metadata of", "statx", error);
  else error = openTarget(crew, place, above.target, path, isForEntries);
  if (error < 0) fs.close(place.source);
  return error === 0;
}

function openTarget(
  crew: Crew,
  place: Place,
  above: number,
  path: Uint8Array,
  isForEntries: boolean,
): number {
  const { ctx: { fs, options }, ctx } = crew;
  if (!isForEntries && (crew.isTargetRoot(place.sourceStat) || showsOther(place, "targets"))) {
    refuse(crew, place, "source", "copy", IS_TARGET);
    return REFUSED;
  }
  const target = above < 0 ? -ENOENT : openFolder(crew, place, "target", above, path, false);
  if (target < 0) {
    place.target = -1;
    // A run would have made it; anything else that stands in the way would stand in a run's.
    if (options.dryRun && (place.fresh || target === -ENOENT)) {
      place.fresh = true;
      return 0;
    }
    ctx.fail(place, null, "target", "open folder", "openat2", target);
    return target;
  }
  place.target = target;
  const error = statFolder(crew, place, "target");
  if (error < 0) {
    ctx.fail(place, null, "target", "read metadata of", "statx", error);
    return error;
  }
  place.isApart = isApart(place);
  if (isForEntries) return 0;
  if (place.sourceStat.hasSameInode(place.targetStat)) {
    refuse(crew, place, "source", "copy", IS_TARGET);
  } else if (showsOther(place, "sources") || mayShowSource(crew, place)) {
    refuse(crew, place, "target", "copy into", "It is a folder of the source itself");
  } else return 0;
  fs.close(target);
  return REFUSED;
}

function refuse({ ctx }: Crew, place: Place, side: Side, op: string, message: string): void {
  ctx.failWith(place, null, side, op, null, "SAME_FILE", message);
}

/** Whether the target folder is not in the very mount that its root is in. */
function isApart({ root: { targetDev, guarded }, path, targetStat }: Place): boolean {
  if (targetStat.dev !== targetDev) return true;
  return guarded.mounts.length > 0 &&
    guarded.mounts.some((mount) => isWithin(binaryText(path), mount));
}

/** Whether the place's path lies in one that is known to show a folder of the other side. The root itself was looked at before. */
function showsOther({ root: { guarded }, path }: Place, side: "sources" | "targets"): boolean {
  const shown = guarded[side];
  return shown.length > 0 &&
    shown.some((other) => other !== "" && isWithin(binaryText(path), other));
}

/** Whether something is mounted on the target folder that nothing is known of, and that may be a folder of the source. */
function mayShowSource({ ctx }: Crew, { root, path, targetStat }: Place): boolean {
  const isMount = (targetStat.attributes & ctx.fs.can.mountRootAttribute) !== 0;
  if (!isMount || path.length === 0 || ctx.options.compareOnly) return false;
  if (root.guarded.isKnown && root.guarded.mounts.includes(binaryText(path))) return false;
  return ctx.sourceInode(root)?.dev === targetStat.dev;
}

/** Opens the place's folder on one side; a handle or a negated errno. */
function openFolder(
  { ctx }: Crew,
  place: Place,
  side: Side,
  above: number,
  path: Uint8Array,
  follow: boolean,
): number {
  let handle = ctx.folders.open(above, path, follow);
  for (
    let failures = 0;
    handle < 0 && triesAgain(ctx, place, null, side, "open folder", handle, failures);
    failures++
  ) {
    handle = ctx.folders.open(above, path, follow);
  }
  return handle;
}

/** Reads the metadata of the place's open folder on one side; 0 or a negated errno. */
function statFolder({ ctx }: Crew, place: Place, side: Side): number {
  const [handle, stat] = side === "source"
    ? [place.source, place.sourceStat]
    : [place.target, place.targetStat];
  let error = ctx.fs.statHandle(handle, stat);
  for (
    let failures = 0;
    error < 0 && triesAgain(ctx, place, null, side, "read metadata of", error, failures);
    failures++
  ) {
    error = ctx.fs.statHandle(handle, stat);
  }
  return error;
}

export function closePlace(crew: Crew, place: Place): void {
  lockAgain(crew.ctx, place);
  crew.ctx.fs.close(place.source);
  if (place.target >= 0) crew.ctx.fs.close(place.target);
  closeLinkFolder(crew.ctx, place);
}
