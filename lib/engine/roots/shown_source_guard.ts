// Refuses to remove anything where SOURCE and DEST are one, seen through two file systems: the inode numbers, by which
// this is told elsewhere, are others then. A dry run makes no file to find it out, and goes by what file systems tell.

import {
  bytesOfBinaryText,
  cString,
  FileStat,
  type NativeFileSystem,
  pathText,
} from "../../../ffi/mod.ts";
import type { GuardedPaths } from "../../entry/guarded_paths.ts";
import { isShownTwice } from "../../copy/target/shown_twice.ts";
import type { FerryError } from "../../errors.ts";
import type { Options } from "../../options.ts";
import { runModeOf } from "../../run_mode.ts";
import type { Destination, Target } from "./destinations.ts";
import type { OpenedRoot } from "./open.ts";
import { usage } from "./failures.ts";
import { mayShowOthers, statApart, statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { quote, splitPath, withoutSlash } from "./paths.ts";
import { realPath } from "./real_path.ts";
import type { RunRequest } from "./request.ts";
import { areToldOne } from "./told_views.ts";

/** Answers about pairs of folders: of thousands of files that are typed, most stand in one folder. */
export type KnownPairs = Map<string, boolean>;

/** @throws {FerryError} `usage` */
export function guardShownSource(
  fs: NativeFileSystem,
  { options }: RunRequest,
  operand: Operand,
  to: Destination,
  known: KnownPairs,
): void {
  const removes = options.removeSource !== "nothing";
  if (removes) refuseToldOne(fs, operand, to, known);
  if (runModeOf(options) !== "apply") return;
  if (removes && operand.stat.isFolder) refuseRemoved(fs, operand, to);
  else if (removes) refuseRemovedFile(fs, operand, to, known);
  if (options.delete && operand.stat.isFolder) refuseDeleted(fs, operand, to);
}

/**
 * Refuses a source that is the target by what their file systems tell, and one that would be the target once it is copied:
 * a union removes an entry from each of its disks.
 */
function refuseToldOne(
  fs: NativeFileSystem,
  { typed, split, stat }: Operand,
  to: Destination,
  known: KnownPairs,
): void {
  const named = splitPath(to.path, fs.paths);
  const isOne = split.name === named.name &&
    askOnce(
      known,
      `told ${split.parent}\0${named.parent}`,
      () => areToldOne(fs, split.parent, named.parent),
    );
  if (isOne || (stat.isFolder && areToldOne(fs, typed, to.path))) throw areOne(typed, to, stat);
}

function askOnce(known: KnownPairs, pair: string, ask: () => boolean): boolean {
  const answer = known.get(pair) ?? ask();
  known.set(pair, answer);
  return answer;
}

function areOne(typed: string, to: Destination, { isFolder }: FileStat): FerryError {
  const what = isFolder ? "folder" : "file";
  return usage(
    "SAME_FILE",
    `${quote(typed)} and ${quote(to.path)} are the same ${what}, seen through two file systems`,
  );
}

/** Refuses to remove a source that is the target by the table of mounts. */
export function refuseKnownOne(
  { root: { sourceLabel, targetLabel } }: OpenedRoot,
  { sources, targets }: GuardedPaths,
): void {
  if (!sources.includes("") || targets.length > 0) return;
  throw usage(
    "SAME_FILE",
    `${quote(pathText(sourceLabel))} and ${
      quote(pathText(targetLabel))
    } are the same folder, seen through two file systems`,
  );
}

/** Refuses a file that is the target, or would be once it is copied: it would be removed there. */
function refuseRemovedFile(
  fs: NativeFileSystem,
  { typed, split, stat }: Operand,
  to: Destination,
  known: KnownPairs,
): void {
  const named = splitPath(to.path, fs.paths);
  if (named.name !== split.name) return;
  const ask = () =>
    mayBeOne(fs, split.parent, named.parent) && isOneFolder(fs, split.parent, named.parent);
  if (askOnce(known, `${split.parent}\0${named.parent}`, ask)) throw areOne(typed, to, stat);
}

/**
 * Whether two folders are on two file systems of which one may show the other. No others are tried: a run that is killed
 * while it tries would leave a file in SOURCE.
 */
function mayBeOne(fs: NativeFileSystem, from: string, into: string): boolean {
  const stats = statApart(fs, from, into);
  if (stats === null) return false;
  const [source, target] = stats;
  return mayShow(fs, from, source) || mayShow(fs, into, target);
}

function mayShow(fs: NativeFileSystem, path: string, stat: FileStat): boolean {
  const folder = fs.openFolder(cString(path));
  if (folder < 0) return false;
  const may = mayShowOthers(fs, folder, stat, true);
  fs.close(folder);
  return may;
}

/** Refuses a folder that is the target, or that the target is to stand in: it would be found equal there, and be gone. */
function refuseRemoved(fs: NativeFileSystem, { typed, stat }: Operand, to: Destination): void {
  const target = new FileStat();
  const exists = statPath(fs, to.path, to.isNamed, target) === 0;
  if (
    exists && target.isFolder && mayBeOne(fs, typed, to.path) && isOneFolder(fs, typed, to.path)
  ) {
    throw areOne(typed, to, stat);
  }
  const { parent } = splitPath(to.path, fs.paths);
  if (!mayBeOne(fs, typed, parent) || !isOneFolder(fs, typed, parent)) return;
  throw usage(
    "TARGET_IN_SOURCE",
    `target ${quote(to.path)} is inside source ${quote(typed)}, seen through two file systems`,
  );
}

function isOneFolder(fs: NativeFileSystem, from: string, into: string): boolean {
  const source = fs.openFolder(cString(from));
  const target = source < 0 ? source : fs.openFolder(cString(into));
  const isOne = target >= 0 && isShownTwice(fs, source, target);
  if (source >= 0) fs.close(source);
  if (target >= 0) fs.close(target);
  return isOne;
}

/** Refuses a source that lies in a target from which it would be deleted, for it is not in itself. */
function refuseDeleted(fs: NativeFileSystem, { typed, stat }: Operand, to: Destination): void {
  const target = new FileStat();
  if (statPath(fs, to.path, true, target) < 0 || target.dev === stat.dev) return;
  refuseShownIn(fs, typed, to, to.path);
}

/**
 * The same of what is mounted below the target.
 *
 * @throws {FerryError} `usage`
 */
export function refuseShownBelow(
  fs: NativeFileSystem,
  options: Options,
  { operand: { typed, stat }, to }: Target,
  { mounts }: GuardedPaths,
): void {
  if (!options.delete || !stat.isFolder || runModeOf(options) !== "apply") return;
  for (const mount of mounts) {
    refuseShownIn(fs, typed, to, `${withoutSlash(to.path)}/${pathText(bytesOfBinaryText(mount))}`);
  }
}

/** Looks in a folder of the target for the source, by as much of its path as that may have there. */
function refuseShownIn(
  fs: NativeFileSystem,
  typed: string,
  to: Destination,
  folder: string,
): void {
  let below = "";
  for (let split = splitPath(realPathOf(fs, typed), fs.paths); split.name !== null;) {
    below = below === "" ? split.name : `${split.name}/${below}`;
    const shown = `${withoutSlash(folder)}/${below}`;
    if (mayBeOne(fs, typed, shown) && isOneFolder(fs, typed, shown)) {
      throw usage(
        "SOURCE_IN_TARGET",
        `source ${quote(typed)} is inside target ${quote(to.path)}, seen through two file systems`,
      );
    }
    split = splitPath(split.parent, fs.paths);
  }
}

function realPathOf(fs: NativeFileSystem, path: string): string {
  const real = realPath(fs, path);
  return typeof real === "string" ? real : path; // it is told when it is opened
}
