// Opens the two folders of a job, relative to their roots and never through a link, and refuses to copy
// a folder onto itself.

import { ENOENT } from "../../../ffi/errno.ts";
import { cString } from "../../../ffi/mod.ts";
import type { Place } from "../../copy/place.ts";
import type { Crew } from "../crew/crew.ts";
import { JOB, type Job } from "../crew/job.ts";

/** Answer of a step that refused and has said why. */
const REFUSED = -1;

/** Opens the source and target folder of a job; false when that failed, which was reported. */
export function openPlace(crew: Crew, place: Place, job: Job): boolean {
  const { ctx: { fs, options }, ctx } = crew;
  const root = crew.roots[job.root];
  place.reset(root, job.path, job.fresh);
  const path = cString(job.path);
  place.source = fs.openFolderBeneath(root.source, path, options.dereference);
  if (place.source < 0) {
    ctx.fail(place, null, "source", "open folder", "openat2", place.source);
    return false;
  }
  let error = fs.statHandle(place.source, place.sourceStat);
  if (error < 0) ctx.fail(place, null, "source", "read metadata of", "statx", error);
  else error = openTarget(crew, place, path, job);
  if (error < 0) fs.close(place.source);
  return error === 0;
}

function openTarget(crew: Crew, place: Place, path: Uint8Array, job: Job): number {
  const { ctx: { fs, options }, ctx } = crew;
  const { root } = place;
  const target = root.target < 0 ? -ENOENT : fs.openFolderBeneath(root.target, path, false);
  if (target < 0) {
    place.target = -1;
    // A run would have made it; anything else that stands in the way would stand in a run's.
    if (options.dryRun && (job.fresh || target === -ENOENT)) {
      place.fresh = true;
      return 0;
    }
    ctx.fail(place, null, "target", "open folder", "openat2", target);
    return target;
  }
  place.target = target;
  // Named entries may be copied within one folder.
  const isForEntries = job.kind === JOB.slice && job.slot < 0;
  const error = fs.statHandle(target, place.targetStat);
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

export function closePlace(crew: Crew, place: Place): void {
  crew.ctx.fs.close(place.source);
  if (place.target >= 0) crew.ctx.fs.close(place.target);
}
