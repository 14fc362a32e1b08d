// `--backup-dir DIR`: where backups go, as in rsync from DEST on. It is made when the first of them goes there.

import { ENOENT, ENOTDIR } from "../../../ffi/errno.ts";
import { binaryText, FileStat, type NativeFileSystem, pathBytes } from "../../../ffi/mod.ts";
import type { RootPair } from "../../entry/root_pair.ts";
import { guardBackups } from "./backup_guards.ts";
import type { Destination } from "./destinations.ts";
import { callFailed, usage } from "./failures.ts";
import { fromTarget } from "./from_target.ts";
import { isOne } from "./guards.ts";
import { statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { nameBelow, pathBelow } from "./path_below.ts";
import { quote, withoutSlash } from "./paths.ts";
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
 * @param earlier the folders of --link-dest
 * @throws {FerryError} `usage`
 */
export function backupFolder(
  fs: NativeFileSystem,
  request: RunRequest,
  operands: readonly Operand[],
  folder: string,
  earlier: readonly string[],
): BackupFolder | null {
  const { options } = request;
  if (options.backupDir === null) return null;
  const dest = new FileStat(), stat = new FileStat();
  const exists = statPath(fs, folder, true, dest) === 0;
  const path = withoutSlash(fromTarget(fs, options.backupDir, folder, exists));
  const error = statPath(fs, path, true, stat);
  const isThere = error === 0;
  const isDangling = error === -ENOENT && statPath(fs, path, false, new FileStat()) === 0;
  if (isDangling || (error < 0 && error !== -ENOENT)) {
    throw callFailed(fs, "open --backup-dir", path, error);
  }
  if (isThere && !stat.isFolder) throw callFailed(fs, "open --backup-dir", path, -ENOTDIR);
  if (isThere && exists && isOne(fs, { path, stat }, { path: folder, stat: dest })) {
    const advice = "--backup without --backup-dir keeps backups beside what takes their place";
    throw usage(
      "SAME_FILE",
      `--backup-dir ${quote(path)} is target ${quote(folder)} itself`,
      advice,
    );
  }
  const below = exists ? pathBelow(fs, folder, path) ?? nameBelow(fs, folder, path) : null;
  guardBackups(fs, request, operands, {
    path,
    stat: isThere ? stat : null,
    below,
    folder,
    earlier,
  });
  return { path, below };
}

/** What the root of one SOURCE is told of it: a folder that goes into DEST has a folder of its name there. */
export function backupsOf(
  { path, below }: BackupFolder,
  { stat, split }: Operand,
  { isNamed }: Destination,
): Pick<RootPair, "backupDir" | "backupsBelow"> {
  const isNested = stat.isFolder && !isNamed && split.name !== null;
  const backupDir = isNested ? `${path}/${split.name}` : path;
  const own = below === null || !isNested ? below : belowNested(below, split.name);
  if (own === null) return { backupDir };
  return { backupDir, backupsBelow: binaryText(pathBytes(own)) };
}

/** The same below the folder `name` that goes into DEST, for what is in there; null where it lies elsewhere. */
function belowNested(below: string, name: string): string | null {
  return below.startsWith(`${name}/`) ? `${below.slice(name.length + 1)}/${name}` : null;
}
