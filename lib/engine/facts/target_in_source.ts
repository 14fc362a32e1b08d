// A target that the source holds, by a way that only the walk shows: a link that is followed, or a file system that shows
// a folder once more. What is extra in the target is what the source has there, so that nothing of either may go.

import {
  type CString,
  cString,
  FileStat,
  type Listing,
  sameBytes,
  withoutNul,
} from "../../../ffi/mod.ts";
import { isShownTwice } from "../../copy/target/shown_twice.ts";
import { makeMark } from "../../copy/target/make_mark.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { CONTROL } from "../../shared/control.ts";
import type { WorkerContext } from "../worker/worker_context.ts";

const found = new FileStat();

/** Notes that the source was found to hold a folder of the target: nothing is deleted from the one or removed from the other. */
export function noteTargetInSource(control: Int32Array): void {
  Atomics.store(control, CONTROL.targetInSource, 1);
}

/** Whether the source was found to hold a folder of the target. */
export function isTargetInSource(control: Int32Array): boolean {
  return Atomics.load(control, CONTROL.targetInSource) !== 0;
}

/** Whether the pair's source folder is the root of a target, reached by another path. */
export function isTargetRoot(worker: WorkerContext, pair: FolderPair): boolean {
  for (const { handle, stat } of worker.targetRoots.get(pair.sourceStat.inode) ?? []) {
    if (!stat.hasSameNumber(pair.sourceStat)) continue;
    if (stat.dev === pair.sourceStat.dev || isShownRoot(worker, pair, handle)) return true;
  }
  return false;
}

/**
 * Whether another file system shows the one folder as the other. Such file systems pass inode numbers on, which may be
 * alike by chance, too; what is seen of a new file proves it. Who makes none goes by the time, which a target that is
 * not changed keeps.
 */
function isShownRoot(
  { ctx: { fs }, basis, mode }: WorkerContext,
  { path, source, sourceStat }: FolderPair,
  target: number,
): boolean {
  if (path.length === 0 || basis.onlyCompares) return false; // the roots were looked at before
  if (mode === "apply") return isShownTwice(fs, source, target);
  const stat = new FileStat();
  return fs.statHandle(target, stat) === 0 && stat.hasSameMtime(sourceStat);
}

/**
 * Whether the pair's source folder is marked as one of the target (lib/engine/roots/target_marks.ts).
 *
 * @param listing the first of its entries
 * @param isWhole whether these are all
 */
export function isMarkedTarget(
  { ctx: { fs, options }, selection, targetMarks }: WorkerContext,
  { path, root, source }: FolderPair,
  listing: Listing,
  isWhole: boolean,
): boolean {
  // The roots may be alike where nothing goes that the other one has, or no deletion gets through.
  const deletes = options.pruneEmptyDirs || selection.mayDeleteExcluded;
  const takesAway = options.removeSource !== "nothing" ||
    (deletes && !root.guarded.sources.includes(""));
  const mayBeAlike = path.length === 0 && !takesAway;
  const has = (name: CString) =>
    isListed(listing, name) || (!isWhole && fs.stat(source, name, found) === 0);
  return targetMarks.some(({ first, folder, name, path: marked }) => {
    if (mayBeAlike && marked.length === 0) return false;
    if (first.length === 0) return has(name);
    if (!first.every(has)) return false;
    const handle = makeMark(fs, folder, name);
    if (handle >= 0) fs.close(handle);
    return fs.stat(source, name, found) === 0;
  });
}

function isListed({ bytes, nameAt, count }: Listing, name: CString): boolean {
  for (let i = 0; i < count; i++) {
    let at = 0;
    while (at < name.length && bytes[nameAt[i] + at] === name[at]) at++;
    if (at === name.length) return true; // with the NUL
  }
  return false;
}

/** Whether a temporary name is that of a mark of this run, which is in use and not left over. `name` may run past its NUL. */
export function isOwnMark({ targetMarks }: WorkerContext, name: CString): boolean {
  if (targetMarks.length === 0) return false;
  const known = cString(withoutNul(name));
  return targetMarks.some((mark) => sameBytes(mark.name, known));
}
