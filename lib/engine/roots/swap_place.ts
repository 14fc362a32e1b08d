// `mirror --swap`: where DEST stands, for a new tree is built beside it and takes its place. What cannot be exchanged, or
// holds what a new tree would not have, is refused before anything is touched.

import { ENOENT, EROFS } from "../../../ffi/errno.ts";
import { type CString, cString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import type { FerryError } from "../../errors.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import { mountOf } from "../../entry/mount.ts";
import { runModeOf } from "../../run_mode.ts";
import type { BackupFolder } from "./backup_folder.ts";
import { callFailed, stopped, usage } from "./failures.ts";
import { isInside } from "./guards.ts";
import { keepLeft, type KeptPlace, keptToken } from "./left_trees.ts";
import { statPath } from "./look.ts";
import { pathBelow } from "./path_below.ts";
import { quote, splitPath, withoutSlash } from "./paths.ts";
import { realPath } from "./real_path.ts";
import type { RunRequest } from "./request.ts";

/** Where a tree is exchanged. Plain data. */
export interface SwapPlace {
  /** Descriptor of the folder in which DEST stands. */
  readonly parent: number;
  /** As messages name it. */
  readonly parentLabel: string;
  /** Of DEST in it. */
  readonly name: CString;
  /** Where the old tree is kept (`--backup-dir`); null where it is removed. */
  readonly kept: KeptPlace | null;
}

/** Closes what a place holds open. */
export function closePlace(fs: NativeFileSystem, { parent, kept }: SwapPlace): void {
  fs.close(parent);
  if (kept !== null) fs.close(kept.parent);
}

/**
 * @param root the source, and DEST as it is; -1 where it is not there
 * @throws {FerryError} `usage`, or `stopped` where an earlier run was completed
 */
export function swapPlace(
  fs: NativeFileSystem,
  { dest, options }: Pick<RunRequest, "dest" | "options">,
  root: RootPair,
  backups: BackupFolder | null,
): SwapPlace {
  const stat = new FileStat();
  const exists = root.target >= 0;
  if (exists) {
    const error = fs.statHandle(root.target, stat);
    if (error < 0) throw callFailed(fs, "look at target", dest, error);
    refuseHolding(root, dest);
    if (isInside(fs, ".", { path: dest, stat })) {
      throw cannotSwap(dest, "is or holds the working folder", "start ferry in another folder");
    }
  }
  const path = exists ? withoutLinks(fs, dest) : withoutSlash(dest);
  const { parent, label, name } = splitPath(path, fs.paths);
  if (name === null) throw cannotSwap(dest, "has no name that could be exchanged", null);
  const folder = fs.openFolder(cString(parent));
  if (folder < 0) throw callFailed(fs, "open target folder", parent, folder);
  const place = { parent: folder, parentLabel: label, name: cString(name), kept: null };
  try {
    const error = checkPlace(fs, dest, place, exists ? stat : null);
    if (error !== null) throw error;
    if (backups === null) return place;
    const below = backups.below ?? pathBelow(fs, withoutSlash(dest), backups.path);
    if (runModeOf(options) === "apply" && below === null) keepEarlier(fs, place, backups.path);
    return { ...place, kept: keptPlace(fs, folder, { ...backups, below }, exists) };
  } catch (error) {
    fs.close(folder);
    throw error;
  }
}

/**
 * Keeps the old tree of a run that was killed between the exchange and that. This run's would need the same name.
 *
 * @throws {FerryError} `stopped` where there was one
 */
function keepEarlier(fs: NativeFileSystem, place: SwapPlace, path: string): void {
  const { parent, name } = splitPath(path, fs.paths);
  const folder = name === null ? -1 : fs.openFolder(cString(parent));
  if (folder < 0) return;
  const kept = { parent: folder, name: cString(name!), token: keptToken(fs, path) };
  const isKept = keepLeft(fs, place, kept);
  fs.close(folder);
  if (!isKept) return;
  const message = `${quote(path)} now has the old tree that a broken-off run was to keep there`;
  throw stopped("EEXIST", message, "that run is complete now; name a new --backup-dir for another");
}

/**
 * Where the old tree is kept: a new name, to which a rename leads.
 *
 * @param exists whether there is an old tree; without one the place is only examined, so that the next run, which has
 *   one, is not refused for what this one accepts
 * @throws {FerryError} `usage`
 */
function keptPlace(
  fs: NativeFileSystem,
  above: number,
  { path, below }: BackupFolder,
  exists: boolean,
): SwapPlace["kept"] {
  const what = `--backup-dir ${quote(path)}`;
  const { parent, name } = splitPath(path, fs.paths);
  const stat = new FileStat(), beside = new FileStat();
  if (below !== null) {
    const message = `${what} is inside the tree that --swap replaces`;
    const advice = "name one beside DEST; a relative DIR starts at DEST: '../NAME' is beside it";
    throw usage("CANNOT_SWAP", message, advice);
  }
  if (name === null || (exists && statPath(fs, path, false, stat) === 0)) {
    const message = `${what} exists already, and --swap gives its name to the old tree`;
    throw usage("EEXIST", message, "name a new one, such as one with the date");
  }
  const folder = fs.openFolder(cString(parent));
  if (folder < 0) throw callFailed(fs, "open the folder of --backup-dir", path, folder);
  const isKnown = fs.statHandle(folder, stat) === 0 && fs.statHandle(above, beside) === 0;
  const isBeside = isKnown && mountOf(stat) === mountOf(beside);
  if (isBeside && exists) {
    return { parent: folder, name: cString(name), token: keptToken(fs, path) };
  }
  fs.close(folder);
  if (isBeside) return null;
  throw usage("EXDEV", `${what} is on another file system, and --swap copies no old tree`);
}

/** What is wrong with a place; null where nothing is. */
function checkPlace(
  fs: NativeFileSystem,
  dest: string,
  { parent, name }: SwapPlace,
  own: FileStat | null,
): FerryError | null {
  const may = fs.mayChangeNames(parent);
  if (may === -EROFS) return callFailed(fs, "exchange target", dest, may, { kind: "stopped" });
  if (may < 0) return callFailed(fs, "exchange target", dest, may);
  const above = new FileStat(), named = new FileStat();
  const known = fs.statHandle(parent, above);
  if (known < 0) return callFailed(fs, "look at the folder of target", dest, known);
  const found = fs.stat(parent, name, named);
  if (own === null) return found === -ENOENT ? null : cannotSwap(dest, "has just been made", null);
  if (found < 0 || !named.hasSameInode(own)) return cannotSwap(dest, "has just been moved", null);
  const isMount = own.dev !== above.dev || (own.attributes & fs.can.mountRootAttribute) !== 0;
  return isMount
    ? cannotSwap(
      dest,
      "is a mount point or a subvolume",
      "mirror without --swap, or a folder below it",
    )
    : null;
}

/** A new tree would not have what is mounted in DEST, and the old one could not be removed. */
function refuseHolding({ guarded: { mounts, sources } }: RootPair, dest: string): void {
  if (mounts.length === 0 && sources.length === 0) return;
  throw cannotSwap(dest, "holds what is mounted there", "mirror without --swap, or unmount it");
}

/** DEST without the links that lead to it: what they lead to is exchanged. */
function withoutLinks(fs: NativeFileSystem, dest: string): string {
  const stat = new FileStat();
  const { name } = splitPath(dest, fs.paths);
  const isLink = name !== null && statPath(fs, withoutSlash(dest), false, stat) === 0 &&
    stat.isSymlink;
  if (!isLink) return withoutSlash(dest);
  const real = realPath(fs, dest);
  if (typeof real === "string") return real;
  throw cannotSwap(dest, "is a link to a folder that cannot be named", "name that folder itself");
}

function cannotSwap(dest: string, what: string, advice: string | null): FerryError {
  return usage("CANNOT_SWAP", `target ${quote(dest)} ${what}: --swap cannot exchange it`, advice);
}
