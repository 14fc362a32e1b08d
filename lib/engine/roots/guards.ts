// Refuses runs that would destroy a tree, whatever was asked for: a copy onto itself or into itself, and a
// mirror that deletes the system or empties the target because the source is not mounted.

import { EACCES, ENOENT } from "../../../ffi/errno.ts";
import { FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import type { FerryError } from "../../errors.ts";
import { isCopying, type RunRequest } from "./request.ts";
import type { Destination } from "./destinations.ts";
import { callFailed, stopped, usage } from "./failures.ts";
import { isEmptyFolder, isSystemFolder, statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { quote, splitPath, withoutSlash } from "./paths.ts";
import { realPath } from "./real_path.ts";
import { mayRename } from "./rename_root.ts";
import { isWithinSpelled, mayBeOneName } from "./spelled_otherwise.ts";

/**
 * Refuses a run that would destroy its source or its target.
 *
 * @returns the nearest folder of the target that is there, if the one tree may be in the other by ways not looked at yet
 * @throws {FerryError}
 */
export function guard(
  fs: NativeFileSystem,
  request: RunRequest,
  operand: Operand,
  to: Destination,
): Place | null {
  const { command, options } = request;
  const { stat } = operand;
  const target = new FileStat();
  const error = statPath(fs, to.path, to.isNamed, target);
  if (error < 0 && error !== -ENOENT) throw callFailed(fs, "look at target", to.path, error);
  const exists = error === 0;
  if (isCopying(command)) refuseLinkOntoItsTarget(fs, operand, to);
  if (exists) refuseOther(operand, to, target);
  if (exists && !stat.isFolder && options.removeSource !== "nothing") {
    refuseSpelledFile(fs, request, operand, to);
  }
  if (!stat.isFolder || command === "verify") return null;
  const deletes = options.delete && exists;
  if (deletes && isSystemFolder(fs, target)) {
    throw stopped(
      "TARGET_IS_ROOT",
      `refusing to mirror onto ${quote(fs.paths.systemFolder)}, which would delete the system`,
    );
  }
  const crossesDevices = options.oneFileSystem && exists && target.dev !== stat.dev;
  const into = refuseNesting(fs, operand, to, exists ? target : null, crossesDevices);
  if (deletes && !options.allowEmptySource) refuseEmptySource(fs, operand, to);
  return crossesDevices ? null : into;
}

/**
 * A link typed as SOURCE is copied as a link: it must not replace what it leads to, through however many links,
 * nor be copied onto itself.
 */
function refuseLinkOntoItsTarget(fs: NativeFileSystem, operand: Operand, to: Destination): void {
  const { typed, stat } = operand;
  if (!stat.isSymlink) return;
  const target = new FileStat(), followed = new FileStat();
  if (statPath(fs, withoutSlash(to.path), false, target) < 0) return;
  const isSame = target.isSymlink
    ? target.hasSameInode(stat)
    : statPath(fs, typed, true, followed) === 0 && followed.hasSameInode(target);
  if (!isSame) return;
  throw oneEntry(typed, to, target.isFolder ? "folder" : "file");
}

/** Refuses a copy onto the same entry, and one between a folder and another kind. */
function refuseOther({ typed, stat }: Operand, to: Destination, target: FileStat): void {
  if (target.hasSameInode(stat)) throw oneEntry(typed, to, stat.isFolder ? "folder" : "file");
  if (to.isNamed || stat.isFolder === target.isFolder) return;
  throw stat.isFolder
    ? usage("ENOTDIR", `target ${quote(to.path)} is not a folder`)
    : usage("EISDIR", `target ${quote(to.path)} is a folder and source ${quote(typed)} is not`);
}

/** Refuses a target in the source, and the reverse; a run that stays on the source's file system never meets a target on another. */
function refuseNesting(
  fs: NativeFileSystem,
  { typed, stat, split, isFollowed }: Operand,
  to: Destination,
  target: FileStat | null,
  crossesDevices: boolean,
): Place {
  const into = nearestFolder(fs, to.path);
  const place = { path: into, stat: new FileStat() };
  if (!crossesDevices && isBelow(fs, into, stat, place.stat)) throw targetInSource(typed, to);
  // What is to be made in no folder of such a name is not in the source, whose real path costs calls.
  const isApart = target === null && !isFollowed && split.name !== null &&
    !into.split("/").some((name) => mayBeOneName(name, split.name!));
  if (isApart) return place;
  const from = nearestFolder(fs, typed);
  if (target !== null && isBelow(fs, from, target)) throw sourceInTarget(typed, to);
  const isIn = isWithinSpelled(fs, into, from);
  const holds = target !== null && isWithinSpelled(fs, from, into);
  if (isIn && holds) throw oneEntry(typed, to, "folder");
  if (isIn) throw targetInSource(typed, to);
  if (holds) throw sourceInTarget(typed, to);
  return place;
}

/**
 * Refuses to remove a file for being equal to itself, by another spelling; the same by its inode is refused in any case.
 * A rename spells it otherwise.
 */
function refuseSpelledFile(
  fs: NativeFileSystem,
  request: RunRequest,
  operand: Operand,
  to: Destination,
): void {
  const { typed, split } = operand;
  const { parent, name } = splitPath(to.path, fs.paths);
  if (split.name === null || name === null || !mayBeOneName(split.name, name)) return;
  const from = `${withoutSlash(nearestFolder(fs, split.parent))}/${split.name}`;
  const into = `${withoutSlash(nearestFolder(fs, parent))}/${name}`;
  if (!isWithinSpelled(fs, into, from) || mayRename(fs, request, operand, to)) return;
  throw oneEntry(typed, to, "file");
}

function oneEntry(typed: string, to: Destination, what: string): FerryError {
  return usage("SAME_FILE", `${quote(typed)} and ${quote(to.path)} are the same ${what}`);
}

function targetInSource(typed: string, to: Destination): FerryError {
  return usage("TARGET_IN_SOURCE", `target ${quote(to.path)} is inside source ${quote(typed)}`);
}

function sourceInTarget(typed: string, to: Destination): FerryError {
  return usage("SOURCE_IN_TARGET", `source ${quote(typed)} is inside target ${quote(to.path)}`);
}

function refuseEmptySource(fs: NativeFileSystem, { typed }: Operand, to: Destination): void {
  if (!isEmptyFolder(fs, typed) || isEmptyFolder(fs, to.path)) return;
  const what = `source ${quote(typed)} is empty and target ${quote(to.path)} is not`;
  throw stopped(
    "EMPTY_SOURCE",
    `${what}; is the source mounted?`,
    "--allow-empty-source empties the target all the same",
    typed,
  );
}

/** A path that is there, and its metadata. */
export interface Place {
  readonly path: string;
  readonly stat: FileStat;
}

/** Whether `path`, or the nearest folder above it that exists, lies in the folder `outer` or is it, however it is spelled. */
export function isInside(fs: NativeFileSystem, path: string, outer: Place): boolean {
  const real = nearestFolder(fs, path);
  return isBelow(fs, real, outer.stat) || isWithinSpelled(fs, real, nearestFolder(fs, outer.path));
}

/** Whether two paths that are there are one entry, however they are spelled. */
export function isOne(fs: NativeFileSystem, one: Place, other: Place): boolean {
  if (one.stat.hasSameInode(other.stat)) return true;
  const a = nearestFolder(fs, one.path), b = nearestFolder(fs, other.path);
  return isWithinSpelled(fs, a, b) && isWithinSpelled(fs, b, a);
}

/** The same of a real path; `own` becomes its metadata. */
function isBelow(
  fs: NativeFileSystem,
  path: string,
  outer: FileStat,
  own = new FileStat(),
): boolean {
  for (let at = path, stat = own;; stat = new FileStat()) {
    const error = statPath(fs, at, true, stat);
    if (error === 0 && stat.hasSameInode(outer)) return true;
    // An ordinary user may be unable to read the metadata of folders above.
    if (error < 0 && error !== -ENOENT && error !== -EACCES) {
      throw callFailed(fs, "look at", at, error);
    }
    const { parent } = splitPath(at, fs.paths);
    if (parent === at) return false;
    at = parent;
  }
}

/** The real path of the nearest existing folder of `path`. */
function nearestFolder(fs: NativeFileSystem, path: string): string {
  for (let at = path;;) {
    const real = realPath(fs, at);
    if (typeof real === "string") return real;
    const { parent } = splitPath(at, fs.paths);
    if (real !== -ENOENT || parent === at || at === ".") return fs.paths.systemFolder;
    at = parent;
  }
}
