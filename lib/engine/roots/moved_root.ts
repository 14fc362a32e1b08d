// What it takes to remove a SOURCE that is a folder, and what its target tells of an earlier run that was broken off.

import { ENOENT } from "../../../ffi/errno.ts";
import { cString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import { removeMark } from "../../copy/target/make_mark.ts";
import type { RootPair, SourceRoot } from "../../entry/root_pair.ts";
import type { FerryError } from "../../errors.ts";
import { runModeOf } from "../../run_mode.ts";
import type { Destination, Target } from "./destinations.ts";
import { callFailed, stopped } from "./failures.ts";
import { markName, type MovedFolder, noteRemoval, readMark, takeMark, TAKEN } from "./move_mark.ts";
import type { Operand } from "./operands.ts";
import { quote } from "./paths.ts";
import type { RunRequest } from "./request.ts";
import type { SharedFolders } from "./shared_folders.ts";

/** Sources of one move whose marks are locked: of thousands each would hold one more descriptor. */
const MOST_LOCKED = 64;

/** Where a folder is moved to. */
interface MoveTarget {
  readonly to: Destination;
  readonly moved: MovedFolder;
  /** Descriptors of the source, and of the target or -1; closed where an error is thrown. */
  readonly source: number;
  readonly target: number;
  /** Whether it is a new name, which has the mark from the start. */
  readonly isMoved: boolean;
}

/** @throws {FerryError} also where another run moves the source to the same name, or has done so */
export function openRemoval(
  folders: SharedFolders,
  request: RunRequest,
  operand: Operand,
  place: MoveTarget,
): SourceRoot {
  try {
    return takeRemoval(folders, request, operand, place);
  } catch (error) {
    folders.fs.close(place.source);
    if (place.target >= 0) folders.fs.close(place.target);
    throw error;
  }
}

function takeRemoval(
  folders: SharedFolders,
  { options }: RunRequest,
  { typed, split, stat }: Operand,
  { to, moved, target, isMoved }: MoveTarget,
): SourceRoot {
  const { fs } = folders;
  const above = folders.open(split.parent);
  if (above < 0) throw callFailed(fs, "open folder", split.parent, above);
  const place = { above, name: cString(split.name!), moved, isNamed: isMoved };
  const isThere = target >= 0 && moved.id !== null;
  const found = isThere ? readMark(fs, target, markName(moved.id)) : null;
  const removedSince = found?.removedSince ?? null;
  const isToTake = runModeOf(options) === "apply" && isThere && (isMoved || found !== null);
  const mark = isToTake ? takeMark(fs, target, moved) : null;
  // Runs that were given a part each may be at work side by side.
  if (mark === TAKEN && isMoved && options.onlyPaths === null) throw beingMoved(typed, to);
  if (mark === TAKEN || mark === null) return { ...place, mark: null, removedSince };
  if (isAtName(fs, place, stat)) return { ...place, mark, removedSince };
  // Another run has completed the move since the source was looked at.
  removeMark(fs, target, mark);
  throw callFailed(fs, "read source", typed, -ENOENT);
}

/**
 * Marks the targets of sources that go into a DEST that is there, each in a folder of its own, so that a second run that moves
 * the same there knows of this one.
 *
 * @throws {FerryError} where another run is at it, or has completed the move
 */
export function markNested(
  fs: NativeFileSystem,
  { options }: RunRequest,
  roots: readonly RootPair[],
  targets: readonly Target[],
): void {
  // Runs that were given a part each may be at work side by side.
  const isShared = options.onlyPaths !== null || roots.length > MOST_LOCKED;
  if (isShared || runModeOf(options) !== "apply") return;
  const marked: RootPair[] = [];
  roots.forEach((root, i) => {
    const error = markOne(fs, root, targets[i]);
    if (error === null) return marked.push(root);
    for (const { target, removal } of marked) {
      if (removal?.mark && removal.removedSince === null) removeMark(fs, target, removal.mark);
    }
    throw error;
  });
}

/** Why a source is not to be moved by this run; null where nothing speaks against it. */
function markOne(
  fs: NativeFileSystem,
  { source, target, removal }: RootPair,
  { operand: { typed }, to }: Target,
): FerryError | null {
  if (removal === undefined || removal.mark !== null || target < 0) return null;
  const mark = takeMark(fs, target, removal.moved);
  if (mark === TAKEN) return beingMoved(typed, to);
  const stat = new FileStat();
  if (fs.statHandle(source, stat) < 0 || isAtName(fs, removal, stat)) {
    removal.mark = mark;
    return null;
  }
  if (mark !== null) removeMark(fs, target, mark);
  return callFailed(fs, "read source", typed, -ENOENT);
}

/** What is said where another run is at it. */
export function beingMoved(typed: string, to: Destination): FerryError {
  return stopped(
    "BEING_MOVED",
    `source ${quote(typed)} is being moved to ${quote(to.path)} by another ferry`,
    "wait for it to end; if it fails, the same command goes on",
    typed,
  );
}

/** Whether a source still has its name. */
function isAtName(
  fs: NativeFileSystem,
  { above, name }: Pick<SourceRoot, "above" | "name">,
  source: FileStat,
): boolean {
  const now = new FileStat();
  return fs.stat(above, name, now) === 0 && now.hasSameInode(source);
}

/**
 * Notes in the targets that their sources begin to be removed, by which the times of the sources' folders change: the next run
 * is not to take those for the folders' own, if this one is broken off.
 */
export function noteRemovals(
  fs: NativeFileSystem,
  roots: readonly RootPair[],
  isSynced: boolean,
): void {
  for (const { target, removal } of roots) {
    if (removal === undefined || target < 0 || removal.removedSince !== null) continue;
    if (removal.mark !== null) {
      noteRemoval(fs, removal.mark, removal.moved, isSynced);
      continue;
    }
    const mark = takeMark(fs, target, removal.moved);
    if (mark === TAKEN || mark === null) continue;
    noteRemoval(fs, mark, removal.moved, isSynced);
    if (roots.length > MOST_LOCKED) {
      fs.close(mark.handle);
      mark.handle = -1;
    }
    removal.mark = mark;
  }
}

/**
 * Removes what marks moves with which no run would go on: they were completed, or their sources are gone.
 *
 * @param isOver whether the run has come to its end, done or not: a mark that tells nothing but times is not left then, nor is one
 *   that does not even tell those
 */
export function removeMarks(
  fs: NativeFileSystem,
  roots: readonly RootPair[],
  isDone: boolean,
  isOver: boolean,
): void {
  const stat = new FileStat();
  for (const { target, removal } of roots) {
    if (!removal?.mark) continue;
    const { mark, isNamed, above, name } = removal;
    const isGone = () => fs.stat(above, name, stat) === -ENOENT;
    const isOfNoUse = () => isOver || readMark(fs, target, mark.name)?.removedSince === null;
    if (isDone || (!isNamed && isOfNoUse()) || isGone()) removeMark(fs, target, mark);
  }
}
