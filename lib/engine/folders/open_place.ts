// Opens the two folders of a job, relative to their roots and never through a link, and refuses to copy
// a folder onto itself.

import { ENOENT } from "../../../ffi/errno.ts";
import { type CString, cString } from "../../../ffi/mod.ts";
import type { Side } from "../../copy/context.ts";
import { closeLinkFolder } from "../../copy/links.ts";
import { triesAgain } from "../../copy/patience.ts";
import { joinPath, type Place } from "../../copy/place.ts";
import { lockAgain } from "../../copy/writable_folder.ts";
import type { Crew } from "../crew/crew.ts";
import { JOB, type Job } from "../crew/job.ts";

/** Answer of a step that refused and has said why. */
const REFUSED = -1;

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
  return openBoth(crew, place, root, cString(job.path), isForEntries);
}

/** Opens a sub-folder that was just made in the target; false when that failed, which was reported. */
export function openSubfolder(crew: Crew, place: Place, above: Place, name: CString): boolean {
  place.reset(above.root, joinPath(above.path, name), true);
  place.isOfTree = true;
  place.learnFrom(above);
  return openBoth(crew, place, above, name, false);
}

function openBoth(
  crew: Crew,
  place: Place,
  above: Above,
  path: CString,
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
  path: CString,
  isForEntries: boolean,
): number {
  const { ctx: { fs, options }, ctx } = crew;
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
  } else if (
    !isForEntries &&
    (crew.isTargetRoot(place.sourceStat) || place.sourceStat.hasSameInode(place.targetStat))
  ) {
    ctx.failWith(
      place,
      null,
      "source",
      "copy",
      null,
      "SAME_FILE",
      "The folder is the target itself",
    );
    fs.close(target);
    return REFUSED;
  }
  return error;
}

/** Opens the place's folder on one side; a handle or a negated errno. */
function openFolder(
  { ctx }: Crew,
  place: Place,
  side: Side,
  above: number,
  path: CString,
  follow: boolean,
): number {
  let handle = ctx.fs.openFolderBeneath(above, path, follow);
  for (
    let failures = 0;
    handle < 0 && triesAgain(ctx, place, null, side, "open folder", handle, failures);
    failures++
  ) {
    handle = ctx.fs.openFolderBeneath(above, path, follow);
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
