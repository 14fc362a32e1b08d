// Refuses a `--backup-dir` in which a backup could take the place of something else, or become part of what is copied.

import { binaryText, cString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import type { FerryError } from "../../errors.ts";
import { runModeOf } from "../../run_mode.ts";
import type { Destination } from "./destinations.ts";
import { usage } from "./failures.ts";
import { isInside, isOne, type Place } from "./guards.ts";
import { nameKeyAt, statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { pathBelow } from "./path_below.ts";
import { quote, withoutSlash } from "./paths.ts";
import type { RunRequest } from "./request.ts";

/** The folder for backups, and what it must not harm. */
export interface Guarded {
  /** Of the folder for backups. */
  readonly path: string;
  /** Null if it is not there. */
  readonly stat: FileStat | null;
  /** Its path below the folder that is filled, if it lies there. */
  readonly below: string | null;
  /** The folder that is filled. */
  readonly folder: string;
  /** Of `--link-dest`. */
  readonly earlier: readonly string[];
}

/** @throws {FerryError} `usage` */
export function guardBackups(
  fs: NativeFileSystem,
  request: RunRequest,
  operands: readonly Operand[],
  backups: Guarded,
): void {
  if (runModeOf(request.options) === "verify") return;
  refuseSource(fs, operands, backups);
  refuseTarget(fs, backups);
  for (const path of backups.earlier) refuseEarlier(fs, path, backups);
}

function refuseSource(
  fs: NativeFileSystem,
  operands: readonly Operand[],
  { path, stat }: Guarded,
): void {
  for (const { typed, stat: source } of operands) {
    if (source.isFolder && isInside(fs, path, { path: typed, stat: source })) {
      const message = `--backup-dir ${quote(path)} is inside source ${quote(typed)}`;
      throw usage("BACKUP_DIR_IN_SOURCE", message);
    }
    if (stat !== null && isInside(fs, typed, { path, stat })) {
      const message = `source ${quote(typed)} is inside --backup-dir ${quote(path)}`;
      throw usage(
        "SOURCE_IN_BACKUP_DIR",
        message,
        "a backup could take the place of what is copied",
      );
    }
  }
}

/**
 * Refuses a run of which the backup of one entry that was named would take the place of another: of a SOURCE, as in
 * `copy -b f~ f`, or of what another SOURCE becomes. cp refuses these, too.
 *
 * @throws {FerryError} `usage`
 */
export function guardBackupsBeside(
  fs: NativeFileSystem,
  { options, dest }: RunRequest,
  operands: readonly Operand[],
  destinations: readonly Destination[],
): void {
  if (!options.backup || options.backupDir !== null || runModeOf(options) === "verify") return;
  const old = new FileStat(), beside = new FileStat();
  const key = operands.length > 1 ? nameKeyAt(fs, dest) : null;
  const spelled = (path: string) => key === null ? path : binaryText(key(cString(path)));
  const paths = new Set(destinations.map(({ path }) => spelled(path)));
  for (const [i, { path }] of destinations.entries()) {
    const isThere = statPath(fs, path, false, old) === 0;
    if (!isThere || (old.isFolder && operands[i].stat.isFolder)) continue;
    const suffix = options.suffix ?? "~";
    // The suffix comes once more as long as a folder has the name, or where a folder is backed up, anything.
    for (let backup = withoutSlash(path) + suffix;; backup += suffix) {
      const isTaken = statPath(fs, backup, false, beside) === 0;
      const source = isTaken ? operands.find(isAt(fs, { path: backup, stat: beside })) : undefined;
      if (source !== undefined || paths.has(spelled(backup))) throw inTheWay(path, backup, source);
      if (!isTaken || suffix === "" || !(old.isFolder || beside.isFolder)) break;
    }
  }
}

/** Whether a source is the entry at a place. */
function isAt(fs: NativeFileSystem, place: Place): (source: Operand) => boolean {
  return ({ typed, stat }) => isOne(fs, { path: typed, stat }, place);
}

/** @param source the one that is there; else another one is to be */
function inTheWay(path: string, backup: string, source: Operand | undefined): FerryError {
  const what = source ? `is source ${quote(source.typed)}` : "is what another source becomes";
  return usage(
    "BACKUP_IN_THE_WAY",
    `the backup of ${quote(path)}, ${quote(backup)}, ${what}`,
    "choose another --suffix",
  );
}

/** What is backed up from a folder of the target could take the place of what the target holds. */
function refuseTarget(fs: NativeFileSystem, { path, folder }: Guarded): void {
  if (!leadsInto(fs, path, folder, folder)) return;
  const message = `target ${quote(folder)} is inside --backup-dir ${quote(path)}`;
  throw usage(
    "TARGET_IN_BACKUP_DIR",
    message,
    "a backup could take the place of what is in the target",
  );
}

function refuseEarlier(
  fs: NativeFileSystem,
  earlier: string,
  { path, stat, folder }: Guarded,
): void {
  const own = new FileStat();
  if (statPath(fs, earlier, true, own) < 0) return;
  const isIn = stat?.hasSameInode(own) || isInside(fs, path, { path: earlier, stat: own });
  if (!isIn && !leadsInto(fs, path, earlier, folder)) return;
  throw usage(
    "BACKUP_DIR_IN_LINK_DEST",
    `backups in --backup-dir ${quote(path)} would change --link-dest ${quote(earlier)}`,
    "choose another --backup-dir",
  );
}

/** Whether the backup of something that `folder` holds would lie in `tree`. */
function leadsInto(fs: NativeFileSystem, backups: string, tree: string, folder: string): boolean {
  const below = pathBelow(fs, backups, tree);
  return below !== null && statPath(fs, joined(folder, below), false, new FileStat()) === 0;
}

function joined(folder: string, path: string): string {
  return folder.endsWith("/") ? folder + path : `${folder}/${path}`;
}
