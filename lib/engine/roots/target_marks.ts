// Marks in targets that another file system may show as folders of a source: a union of disks, a view, a server's folder
// that is mounted on the server itself. Inode numbers do not tell; a source folder that lists a mark is the target, and what is
// deleted from the one would be gone from the other, and what is copied into the one would have to be copied from the other,
// without end. A run that removes its source makes them at once, and so does each run in an empty target; else one is made
// when a source folder is met that has what the target had, so that a run with nothing to do changes nothing.

import {
  bytesOfBinaryText,
  type CString,
  cString,
  FileStat,
  Listing,
  type NativeFileSystem,
  withoutNul,
} from "../../../ffi/mod.ts";
import { makeMark, removeMark } from "../../copy/target/make_mark.ts";
import {
  createRunToken,
  isTemporaryAt,
  MADE_BY,
  TemporaryNames,
} from "../../copy/target/temporary_names.ts";
import { joinPath, labelledPath } from "../../entry/folder_pair.ts";
import type { RootPair, TargetMark } from "../../entry/root_pair.ts";
import { isWithin } from "../../entry/guarded_paths.ts";
import type { Options } from "../../options.ts";
import { runModeOf } from "../../run_mode.ts";
import { mayShowOthers } from "./look.ts";
import type { OpenedRoot } from "./open.ts";

/** Bytes of the listing from which names of a target are taken, and how many of them. */
const FIRST_ENTRIES_BYTES = 4096;
const MOST_FIRST = 16;

/** What shows several folders as one, and does not tell which: none of these has all names that it shows. */
const UNIONS: ReadonlySet<string> = new Set([
  "aufs",
  "fuse.fuse-overlayfs",
  "fuse.unionfs",
  "unionfs",
]);

/** The roots, with the marks of their targets. */
export function markTargets(
  fs: NativeFileSystem,
  options: Options,
  opened: readonly OpenedRoot[],
): OpenedRoot[] {
  if (runModeOf(options) !== "apply") return [...opened];
  const make = options.removeSource === "nothing" ? makeLater : makeNow;
  const names = new TemporaryNames(createRunToken(options.shard), MADE_BY.probe, options.shard);
  return opened.map((one) => {
    const { root, names: named } = one;
    if (named !== null || !mayBeShown(fs, root)) return one;
    const marks = marksIn(fs, root, (place) => make(fs, place, names.next()));
    return { ...one, root: { ...root, marks } };
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

/** Where a mark is made: an open folder, and its path below the target. */
type MarkedFolder = Pick<TargetMark, "folder" | "path">;

/** The marks of the target, and of what is mounted below it and may show another folder. */
function marksIn(
  fs: NativeFileSystem,
  { target, guarded }: RootPair,
  mark: (place: MarkedFolder) => TargetMark | null,
): TargetMark[] {
  const stat = new FileStat();
  const own = mark({ folder: target, path: new Uint8Array() });
  const marks = own === null ? [] : [own];
  for (const mounted of guarded.mounts) {
    if (isKnownIn(guarded.sources, mounted)) continue;
    const path = bytesOfBinaryText(mounted);
    const folder = fs.openFolderBeneath(target, cString(path), false);
    if (folder < 0) continue;
    const isShowing = fs.statHandle(folder, stat) === 0 && mayShowOthers(fs, folder, stat);
    const made = isShowing ? mark({ folder, path }) : null;
    if (made === null) fs.close(folder);
    else marks.push(made);
  }
  return marks;
}

/** Whether a folder of the target is known to be one of a source by now; the target itself is not asked for. */
function isKnownIn(sources: readonly string[], path: string): boolean {
  return sources.some((source) => source !== "" && isWithin(path, source));
}

/** Makes a mark at once; null where that is impossible, or it could not be removed. */
function makeNow(fs: NativeFileSystem, place: MarkedFolder, name: CString): TargetMark | null {
  const handle = makeMark(fs, place.folder, name);
  if (handle < 0) return null;
  fs.tryLock(handle); // tells whoever sweeps that it is in use
  return { ...place, name, first: [], handle };
}

/** A mark that is made when it is needed; in a folder without entries, which nothing is like, it is made at once. */
function makeLater(fs: NativeFileSystem, place: MarkedFolder, name: CString): TargetMark | null {
  const { folder } = place;
  if (UNIONS.has(fs.fileSystemOf(folder)?.type ?? "")) return makeNow(fs, place, name);
  const listing = new Listing(FIRST_ENTRIES_BYTES);
  fs.list(folder, listing);
  fs.rewind(folder);
  const first: CString[] = [];
  for (let i = 0; i < listing.count && first.length < MOST_FIRST; i++) {
    if (!isTemporaryAt(listing, i)) first.push(cString(withoutNul(listing.name(i))));
  }
  return first.length === 0 ? makeNow(fs, place, name) : { ...place, name, first, handle: -1 };
}

/** Removes the marks; the paths of those that stay. */
export function removeTargetMarks(fs: NativeFileSystem, roots: readonly RootPair[]): Uint8Array[] {
  const staying: Uint8Array[] = [], stat = new FileStat();
  for (const { marks = [], target, targetLabel } of roots) {
    for (const mark of marks.splice(0)) {
      // One that was to be made later may never have been.
      const isGone = (mark.handle < 0 && fs.stat(mark.folder, mark.name, stat) < 0) ||
        removeMark(fs, mark.folder, mark);
      if (mark.folder !== target) fs.close(mark.folder);
      if (!isGone) staying.push(labelledPath(targetLabel, joinPath(mark.path, mark.name)));
    }
  }
  return staying;
}
