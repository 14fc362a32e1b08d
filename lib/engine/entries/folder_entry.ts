// An entry that is a folder: make sure that the target has it, then leave what is in it to whoever
// takes the job.

import { EEXIST } from "../../../ffi/errno.ts";
import { type CString, cString, FileStat, S_IFDIR, withoutNul, WORD } from "../../../ffi/mod.ts";
import { modeOfNewFolder } from "../../copy/metadata/folder_mode.ts";
import { joinPath, type Place, reportPath } from "../../copy/place.ts";
import { inWritableFolder } from "../../copy/writable_folder.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { JOB } from "../crew/job.ts";
import { leadsBack } from "../folders/link_loops.ts";
import { reportDifference } from "../verify/differences.ts";
import { isLeftAlone, mayTakePlaceOfFile } from "./conflicts.ts";
import { isReadable, makeInPlace } from "./folder_in_place.ts";
import { statSource, statTarget, TARGET } from "./look.ts";
import { typeName } from "./report.ts";

/** Carries out a folder entry. */
export function enterFolder(crew: Crew, place: Place, name: CString): void {
  const { ctx: { options, sourceStat, targetStat }, ctx } = crew;
  let staysOut = false;
  if (options.oneFileSystem || options.dereference) {
    if (!statSource(crew, place, name, sourceStat)) return;
    staysOut = options.oneFileSystem && sourceStat.dev !== place.sourceStat.dev;
    if (options.dereference && leadsBack(crew, place, sourceStat)) {
      return ctx.failWith(
        place,
        name,
        "source",
        "follow symlink",
        null,
        "ELOOP",
        "Too many levels of symbolic links",
      );
    }
  }
  const found = statTarget(crew, place, name, targetStat);
  if (found === TARGET.failed) return;
  let fresh = false;
  if (found === TARGET.absent || !targetStat.isFolder) {
    // What a new folder holds would be new, too: with --existing it takes no other entry's place either.
    if (options.existingOnly) return;
    if (found === TARGET.present && isKept(crew, place, name)) return;
    const made = makeFolder(crew, place, name, found === TARGET.present);
    if (made < 0) return;
    fresh = made === MADE;
  }
  // What lies on another file system is neither copied nor deleted.
  if (staysOut) return;
  ctx.attempt = null; // what is below is not tried again as one
  if (place.hidden !== null) place.subfolders.push(cString(withoutNul(name)));
  else {
    const path = joinPath(place.path, name);
    crew.leaveFolder({ kind: JOB.folder, root: place.root.index, path, fresh });
  }
}

/** Whether the options keep the target entry, which is no folder, or it cannot be told: that was reported. */
function isKept(crew: Crew, place: Place, name: CString): boolean {
  const { options, sourceStat, targetStat } = crew.ctx;
  if (options.compareOnly) return false;
  return !statSource(crew, place, name, sourceStat) || isLeftAlone(crew, sourceStat, targetStat);
}

/** Answers of `makeFolder`. */
const MADE = 1;
const WAS_THERE = 0;
const FAILED = -1;

/** Metadata of some folder: where its own were not asked for. */
const FOLDER = new FileStat();
FOLDER.words[WORD.mode] = S_IFDIR;

/** Makes the target folder, in a mirror also in place of another entry. */
function makeFolder(crew: Crew, place: Place, name: CString, isTaken: boolean): number {
  const { ctx: { fs, options, count, report }, ctx } = crew;
  if (options.compareOnly) {
    if (place.root.target < 0) return MADE; // there is nothing to compare with
    if (!isTaken) reportDifference(crew, place, name, "missing", FOLDER);
    else reportDifference(crew, place, name, "type", FOLDER, "folder", typeName(ctx.targetStat));
    return isTaken ? FAILED : MADE;
  }
  if (isTaken && !mayTakePlaceOfFile(crew, place, name)) return FAILED;
  if (isTaken && !isReadable(crew, place, name)) return FAILED;
  if (isTaken) ctx.inodes.rememberReplaced(ctx.targetStat);
  if (!options.dryRun) {
    const mode = modeOfNewFolder(ctx, place, name);
    const make = isTaken
      ? () => makeInPlace(ctx, place, name, mode)
      : () => fs.makeFolder(place.target, name, mode);
    const made = inWritableFolder(ctx, place, make);
    if (made === -EEXIST) return WAS_THERE; // somebody made it since the target was looked at
    if (made < 0) {
      ctx.fail(place, name, "target", "create folder", "mkdirat", made);
      return FAILED;
    }
    place.touched = true;
  }
  count[COUNTER.foldersCreated]++;
  if (report.wantsOperations) {
    report.operation(
      "make-folder",
      "folder",
      reportPath(place.root, joinPath(place.path, name)),
      0,
      null,
      null,
    );
  }
  return MADE;
}
