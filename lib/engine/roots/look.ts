// Reads metadata of paths as typed, before a run has opened anything.

import {
  cString,
  FileStat,
  Listing,
  type NameKey,
  type NativeFileSystem,
  WORD,
} from "../../../ffi/mod.ts";
import { keyByCasing } from "../../copy/target/name_key.ts";
import { callFailed } from "./failures.ts";
import { splitPath } from "./paths.ts";

const FIRST_ENTRIES_BYTES = 4096;

/**
 * Reads the metadata of a path into `stat`.
 *
 * @param follow whether a symlink at its end is followed
 * @returns 0 or a negated errno
 */
export function statPath(
  fs: NativeFileSystem,
  path: string,
  follow: boolean,
  stat: FileStat,
): number {
  const { parent, name, mustBeFolder } = splitPath(path, fs.paths);
  if (name === null || (mustBeFolder && follow)) {
    const handle = fs.openFolder(cString(path));
    if (handle < 0) return handle;
    const error = fs.statHandle(handle, stat);
    fs.close(handle);
    return error;
  }
  const folder = fs.openFolder(cString(parent));
  if (folder < 0) return folder;
  const error = follow
    ? fs.statFollowing(folder, cString(name), stat)
    : fs.stat(folder, cString(name), stat);
  fs.close(folder);
  return error;
}

/** Whether a folder has no entries. @throws {FerryError} */
export function isEmptyFolder(fs: NativeFileSystem, path: string): boolean {
  const handle = fs.openFolder(cString(path));
  if (handle < 0) throw callFailed(fs, "open", path, handle);
  const listing = new Listing(FIRST_ENTRIES_BYTES);
  const end = fs.list(handle, listing);
  fs.close(handle);
  if (end < 0 && listing.count === 0) throw callFailed(fs, "list folder", path, end);
  return listing.count === 0;
}

/** Whether `stat` is of the folder that holds the system: `/`, or its like. */
export function isSystemFolder(fs: NativeFileSystem, stat: FileStat): boolean {
  const system = new FileStat();
  return statPath(fs, fs.paths.systemFolder, true, system) === 0 && system.hasSameInode(stat);
}

/** How names are told apart in a folder; where that is not known, case is ignored. @throws {FerryError} */
export function nameKeyAt(fs: NativeFileSystem, path: string): NameKey | null {
  const handle = fs.openFolder(cString(path));
  if (handle < 0) throw callFailed(fs, "open", path, handle);
  const key = fs.nameKey(handle) ?? keyByCasing(fs, handle, fs.storageTraits(handle).casing);
  fs.close(handle);
  return key === undefined ? fs.caseKey : key;
}

/**
 * Whether a folder is on a file system that may show folders of others; one of a block device never does.
 *
 * @param ifUnknown the answer where the system does not tell
 */
export function mayShowOthers(
  fs: NativeFileSystem,
  folder: number,
  { words }: FileStat,
  ifUnknown = false,
): boolean {
  const may = fs.storageTraits(folder).mayShowOthers;
  return may === null ? ifUnknown : may && words[WORD.devMajor] === 0;
}

/** The metadata of two paths, links followed; null where one is not there, or both are on one file system. */
export function statApart(
  fs: NativeFileSystem,
  one: string,
  other: string,
): readonly [FileStat, FileStat] | null {
  const a = new FileStat(), b = new FileStat();
  const isApart = statPath(fs, one, true, a) === 0 && statPath(fs, other, true, b) === 0 &&
    a.dev !== b.dev;
  return isApart ? [a, b] : null;
}
