// Marks in targets that another file system may show as folders of a source: a union of disks, a view, a server's folder
// that is mounted on the server itself. Inode numbers do not tell; a source folder that lists a mark is the target, and what is
// deleted from the one would be gone from the other. Only a run that deletes or removes something makes them.

import {
  bytesOfBinaryText,
  cString,
  FileStat,
  type NativeFileSystem,
  withoutNul,
} from "../../../ffi/mod.ts";
import { isAppendOnly } from "../../copy/target/append_only.ts";
import { createRunToken, MADE_BY, TemporaryNames } from "../../copy/target/temporary_names.ts";
import { labelledPath, type RootPair, type TargetMark } from "../../entry/folder_pair.ts";
import type { Options } from "../../options.ts";
import { PRIVATE_MODE } from "../../preserve/private_mode.ts";
import { runModeOf } from "../../run_mode.ts";
import { JOB } from "../worker/job.ts";
import { mayShowOthers } from "./look.ts";
import { removeMark } from "./move_mark.ts";
import type { OpenedRoot } from "./open.ts";

/** The roots, with the marks that were made in their targets. */
export function markTargets(
  fs: NativeFileSystem,
  options: Options,
  opened: readonly OpenedRoot[],
): OpenedRoot[] {
  const goes = options.delete || options.removeSource !== "nothing";
  if (!goes || runModeOf(options) !== "apply") return [...opened];
  const names = new TemporaryNames(createRunToken(options.shard), MADE_BY.probe, options.shard);
  return opened.map(({ root, job }) => {
    if (job.kind !== JOB.folder || !mayBeShown(fs, root)) return { root, job };
    return { root: { ...root, marks: marksIn(fs, root, names) }, job };
  });
}

/** Whether a folder of the target may be one of the source, by whichever of their file systems. */
function mayBeShown(fs: NativeFileSystem, { source, target, targetDev, guarded }: RootPair) {
  if (target < 0) return false;
  if (guarded.isSourceMixed || guarded.mounts.length > 0) return true;
  const stat = new FileStat(), other = new FileStat();
  if (fs.statHandle(source, other) < 0 || other.dev === targetDev) return false;
  if (fs.statHandle(target, stat) < 0) return false;
  return mayShowOthers(fs, target, stat) || mayShowOthers(fs, source, other);
}

/** Makes a mark in the target, and in what is mounted below it and may show another folder. */
function marksIn(
  fs: NativeFileSystem,
  { target, guarded }: RootPair,
  names: TemporaryNames,
): TargetMark[] {
  const stat = new FileStat();
  const own = markIn(fs, target, names);
  const marks = own === null ? [] : [own];
  for (const path of guarded.mounts) {
    const folder = fs.openFolderBeneath(target, cString(bytesOfBinaryText(path)), false);
    if (folder < 0) continue;
    const isShowing = fs.statHandle(folder, stat) === 0 && mayShowOthers(fs, folder, stat);
    const mark = isShowing ? markIn(fs, folder, names) : null;
    if (mark === null) fs.close(folder);
    else marks.push(mark);
  }
  return marks;
}

/** Makes one; null where that is impossible, or it could not be removed. */
function markIn(fs: NativeFileSystem, folder: number, names: TemporaryNames): TargetMark | null {
  const stat = new FileStat();
  if (fs.statHandle(folder, stat) < 0 || isAppendOnly(fs, stat)) return null;
  const name = names.next();
  const handle = fs.createNamed(folder, name, PRIVATE_MODE);
  if (handle < 0) return null;
  fs.tryLock(handle); // tells whoever sweeps that it is in use
  fs.setTimes(folder, stat);
  return { name, handle, folder };
}

/** Removes the marks; the paths of those that stay. */
export function removeTargetMarks(fs: NativeFileSystem, roots: readonly RootPair[]): Uint8Array[] {
  const staying: Uint8Array[] = [];
  for (const { marks = [], target, targetLabel } of roots) {
    for (const mark of marks.splice(0)) {
      const isGone = removeMark(fs, mark.folder, mark);
      if (mark.folder !== target) fs.close(mark.folder);
      if (!isGone) staying.push(labelledPath(targetLabel, withoutNul(mark.name)));
    }
  }
  return staying;
}
