// An entry that is a folder: make sure that the target has it, then leave what is in it to whoever
// takes the job.

import { EEXIST } from "../../../ffi/errno.ts";
import { type CString, cString, FileStat, S_IFDIR, withoutNul, WORD } from "../../../ffi/mod.ts";
import { modeOfNewFolder } from "../../copy/metadata/folder_mode.ts";
import { type FolderPair, joinPath, reportPath } from "../../entry/folder_pair.ts";
import { inWritableFolder } from "../../copy/target/writable_folder.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { WorkerContext } from "../worker/worker_context.ts";
import { JOB } from "../worker/job.ts";
import { isLoop } from "../worker/folders_above.ts";
import { reportDifference } from "../perform/verify/differences.ts";
import { isLeftAlone, mayTakePlaceOfFile } from "./conflicts.ts";
import { isReadable, makeInPlace } from "./folder_in_place.ts";
import { statSource, statTarget, TARGET } from "./stat_entry.ts";
import { typeName } from "./report.ts";
import { sourceOf, targetOf } from "../../entry/subject.ts";

/** Carries out a folder entry. */
export function enterFolder(worker: WorkerContext, pair: FolderPair, name: CString): void {
  const { ctx: { options, sourceStat, targetStat }, ctx } = worker;
  let staysOut = false;
  if (options.oneFileSystem || options.dereference) {
    if (!statSource(worker, pair, name, sourceStat)) return;
    staysOut = options.oneFileSystem && sourceStat.dev !== pair.sourceStat.dev;
    if (options.dereference && isLoop(worker, pair, sourceStat)) {
      return ctx.failWith(
        sourceOf(pair, name),
        "follow symlink",
        "ELOOP",
        "Too many levels of symbolic links",
      );
    }
  }
  const found = statTarget(worker, pair, name, targetStat);
  if (found === TARGET.failed) return;
  let fresh = false;
  if (found === TARGET.absent || !targetStat.isFolder) {
    // What a new folder holds would be new, too: with --existing it takes no other entry's place either.
    if (options.existingOnly) return;
    if (found === TARGET.present && isKept(worker, pair, name)) return;
    const made = makeFolder(worker, pair, name, found === TARGET.present);
    if (made < 0) return;
    fresh = made === MADE;
  }
  // What lies on another file system is neither copied nor deleted.
  if (staysOut) return;
  ctx.attempt = null; // what is below is not tried again as one
  if (pair.hidden !== null) pair.subfolders.push(cString(withoutNul(name)));
  else {
    const path = joinPath(pair.path, name);
    worker.queueFolder({ kind: JOB.folder, root: pair.root.index, path, fresh });
  }
}

/** Whether the options keep the target entry, which is no folder, or it cannot be told: that was reported. */
function isKept(worker: WorkerContext, pair: FolderPair, name: CString): boolean {
  const { options, sourceStat, targetStat } = worker.ctx;
  if (options.compareOnly) return false;
  return !statSource(worker, pair, name, sourceStat) || isLeftAlone(worker, sourceStat, targetStat);
}

/** Answers of `makeFolder`. */
const MADE = 1;
const WAS_THERE = 0;
const FAILED = -1;

/** Metadata of some folder: where its own were not asked for. */
const FOLDER = new FileStat();
FOLDER.words[WORD.mode] = S_IFDIR;

/** Makes the target folder, in a mirror also in place of another entry. */
function makeFolder(
  worker: WorkerContext,
  pair: FolderPair,
  name: CString,
  isTaken: boolean,
): number {
  const { ctx: { fs, options, count, report }, ctx } = worker;
  if (options.compareOnly) {
    if (pair.root.target < 0) return MADE; // there is nothing to compare with
    if (!isTaken) reportDifference(worker, pair, name, "missing", FOLDER);
    else reportDifference(worker, pair, name, "type", FOLDER, "folder", typeName(ctx.targetStat));
    return isTaken ? FAILED : MADE;
  }
  if (isTaken && !mayTakePlaceOfFile(worker, pair, name)) return FAILED;
  if (isTaken && !isReadable(worker, pair, name)) return FAILED;
  if (isTaken) ctx.inodes.rememberReplaced(ctx.targetStat);
  if (!options.dryRun) {
    const mode = modeOfNewFolder(ctx, ctx.entry);
    const make = isTaken
      ? () => makeInPlace(ctx, pair, name, mode)
      : () => fs.makeFolder(pair.target, name, mode);
    const made = inWritableFolder(ctx, pair, make);
    if (made === -EEXIST) return WAS_THERE; // somebody made it since the target was looked at
    if (made < 0) {
      ctx.fail(targetOf(pair, name), "create folder", "mkdirat", made);
      return FAILED;
    }
    pair.touched = true;
  }
  count[COUNTER.foldersCreated]++;
  if (report.wantsOperations) {
    report.operation(
      "make-folder",
      "folder",
      reportPath(pair.root, joinPath(pair.path, name)),
      0,
      null,
      null,
    );
  }
  return MADE;
}
