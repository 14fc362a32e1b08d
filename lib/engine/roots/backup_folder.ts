// `--backup-dir DIR`: where backups go, as in rsync from DEST on. It is made when the first of them goes there.

import { ENOENT, ENOTDIR } from "../../../ffi/errno.ts";
import { binaryText, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import type { RootPair } from "../../entry/folder_pair.ts";
import { runModeOf } from "../../run_mode.ts";
import type { Destination } from "./destinations.ts";
import { callFailed, usage } from "./failures.ts";
import { fromTarget } from "./from_target.ts";
import { isInside } from "./guards.ts";
import { statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { quote, splitPath, withoutSlash } from "./paths.ts";
import type { RunRequest } from "./request.ts";

/** The folder for the backups of a run. */
export interface BackupFolder {
  /** As it can be opened, once it is there. */
  readonly path: string;
  /** Its path below the folder that is filled, if it lies there. */
  readonly below: string | null;
}

/**
 * Finds it, and refuses one that the run could not tell from its source or its target.
 *
 * @param folder the one that is filled
 * @throws {FerryError} `usage`
 */
export function backupFolder(
  fs: NativeFileSystem,
  { options }: RunRequest,
  operands: readonly Operand[],
  folder: string,
): BackupFolder | null {
  if (options.backupDir === null) return null;
  const dest = new FileStat(), stat = new FileStat();
  const exists = statPath(fs, folder, true, dest) === 0;
  const path = withoutSlash(fromTarget(fs, options.backupDir, folder, exists));
  const error = statPath(fs, path, true, stat);
  const isThere = error === 0;
  if (error < 0 && error !== -ENOENT) throw callFailed(fs, "open --backup-dir", path, error);
  if (isThere && !stat.isFolder) throw callFailed(fs, "open --backup-dir", path, -ENOTDIR);
  if (isThere && exists && stat.hasSameInode(dest)) {
    const advice = "--backup without --backup-dir keeps backups beside what takes their place";
    throw usage(
      "SAME_FILE",
      `--backup-dir ${quote(path)} is target ${quote(folder)} itself`,
      advice,
    );
  }
  if (runModeOf(options) !== "verify") refuseSource(fs, operands, path, isThere ? stat : null);
  return { path, below: exists ? pathBelow(fs, folder, path) : null };
}

function refuseSource(
  fs: NativeFileSystem,
  operands: readonly Operand[],
  path: string,
  stat: FileStat | null,
): void {
  for (const { typed, stat: source } of operands) {
    if (source.isFolder && isInside(fs, path, source)) {
      const message = `--backup-dir ${quote(path)} is inside source ${quote(typed)}`;
      throw usage("BACKUP_DIR_IN_SOURCE", message);
    }
    if (stat !== null && isInside(fs, typed, stat)) {
      const message = `source ${quote(typed)} is inside --backup-dir ${quote(path)}`;
      throw usage(
        "SOURCE_IN_BACKUP_DIR",
        message,
        "a backup could take the place of what is copied",
      );
    }
  }
}

/** The path of `path` below the folder, by their real paths; null where it lies elsewhere. */
function pathBelow(fs: NativeFileSystem, folder: string, path: string): string | null {
  const real = realPath(fs, folder), own = realPath(fs, path);
  const start = real.endsWith("/") ? real : `${real}/`;
  return own.startsWith(start) ? own.slice(start.length) : null;
}

/** A path without links, of which the last parts need not be there. */
function realPath(fs: NativeFileSystem, path: string): string {
  const missing: string[] = [];
  for (let at = path;;) {
    try {
      return [withoutSlash(fs.paths.withSlashes(Deno.realPathSync(at))), ...missing].join("/");
    } catch (error) {
      const { parent, name } = splitPath(at, fs.paths);
      // Nothing lies below what is neither there nor named.
      if (!(error instanceof Deno.errors.NotFound) || name === null) return path;
      missing.unshift(name);
      at = parent;
    }
  }
}

/** What the root of one SOURCE is told of it: a folder that goes into DEST has a folder of its name there. */
export function backupsOf(
  { path, below }: BackupFolder,
  { stat, split }: Operand,
  { isNamed }: Destination,
): Pick<RootPair, "backupDir" | "backupsBelow"> {
  const isNested = stat.isFolder && !isNamed && split.name !== null;
  const backupDir = isNested ? `${path}/${split.name}` : path;
  if (below === null) return { backupDir };
  const text = binaryText(new TextEncoder().encode(below));
  if (!isNested) return { backupDir, backupsBelow: text };
  // Nothing is deleted in what a copy nests; a mirror nests nothing.
  return { backupDir };
}
