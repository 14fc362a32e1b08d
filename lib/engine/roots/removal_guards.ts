// Refuses to remove a SOURCE that cannot or must not be removed, before anything is copied in vain.

import { cString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import { callFailed, usage } from "./failures.ts";
import { statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { quote, withoutSlash } from "./paths.ts";
import { kindOfSpecial } from "./special_target.ts";
import type { RunRequest } from "./request.ts";

/** @throws {FerryError} `usage` */
export function guardRemoval(
  fs: NativeFileSystem,
  { options: { removeSource, required } }: RunRequest,
  operand: Operand,
): void {
  const { typed, split, entry, stat } = operand;
  if (removeSource === "nothing") return;
  // A device that is typed, such as /dev/null, is seldom meant to go.
  const kind = required.specials === true ? null : kindOfSpecial(stat);
  if (kind !== null) {
    throw usage(
      "SOURCE_IS_SPECIAL",
      `source ${quote(typed)} is ${kind}, which is not moved`,
      "--specials moves it",
      typed,
    );
  }
  if (entry.parent !== split.parent || entry.name !== split.name) {
    throw usage(
      "SOURCE_IS_LINK",
      `source ${quote(typed)} leads to another entry, which would be removed in its place`,
      "name that entry itself",
      typed,
    );
  }
  if (removeSource === "everything" || !stat.isFolder) {
    refuseUnmovable(fs, operand);
    refuseLocked(fs, split.parent);
  } else refuseLocked(fs, typed);
}

/** Refuses what has no name that could be removed, and what is mounted. */
function refuseUnmovable(fs: NativeFileSystem, { typed, split, stat }: Operand): void {
  if (split.name === null) {
    const what = stat.isFolder ? "a folder" : "an entry";
    throw usage(
      "NO_NAME",
      `source ${quote(typed)} names ${what} by no name of its own, and cannot be moved`,
      "name it by the folder that it is in, or move its entries",
      typed,
    );
  }
  const own = new FileStat(), above = new FileStat();
  if (statPath(fs, withoutSlash(typed), false, own) === 0 && own.isSymlink && stat.isFolder) {
    throw usage(
      "SOURCE_IS_LINK",
      `source ${quote(typed)} is a symlink`,
      `${quote(withoutSlash(typed))} moves the link itself; name the folder that it leads to`,
      typed,
    );
  }
  if (statPath(fs, split.parent, true, above) < 0) return; // it is told when it is opened
  const isMount = (stat.attributes & fs.can.mountRootAttribute) !== 0 || stat.dev !== above.dev;
  if (!isMount) return;
  throw usage(
    "MOUNT_POINT",
    `source ${quote(typed)} is a mount point, and cannot be moved`,
    "move its entries, or unmount it",
    typed,
  );
}

/** Refuses a source in a folder from which this user may remove nothing. */
function refuseLocked(fs: NativeFileSystem, path: string): void {
  const folder = fs.openFolder(cString(path));
  if (folder < 0) return; // it is told when it is opened
  const error = fs.mayChangeNames(folder);
  fs.close(folder);
  if (error < 0) throw callFailed(fs, "remove anything from", path, error);
}
