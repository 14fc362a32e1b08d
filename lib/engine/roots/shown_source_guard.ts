// Refuses to remove anything where SOURCE and DEST are one, seen through two file systems: the inode numbers, by which
// this is told elsewhere, are others then. A dry run makes no file to find it out.

import { cString, FileStat, type NativeFileSystem } from "../../../ffi/mod.ts";
import { isShownTwice } from "../../copy/target/shown_twice.ts";
import { runModeOf } from "../../run_mode.ts";
import type { Destination } from "./destinations.ts";
import { usage } from "./failures.ts";
import { statPath } from "./look.ts";
import type { Operand } from "./operands.ts";
import { quote, splitPath, withoutSlash } from "./paths.ts";
import { realPath } from "./real_path.ts";
import type { RunRequest } from "./request.ts";

/** @throws {FerryError} `usage` */
export function guardShownSource(
  fs: NativeFileSystem,
  { options }: RunRequest,
  operand: Operand,
  to: Destination,
): void {
  if (runModeOf(options) !== "apply") return;
  if (options.removeSource !== "nothing") refuseRemoved(fs, operand, to);
  if (options.delete && operand.stat.isFolder) refuseDeleted(fs, operand, to);
}

/** Refuses a source that is the target: it would be found equal there, and be gone. */
function refuseRemoved(
  fs: NativeFileSystem,
  { typed, split, stat }: Operand,
  to: Destination,
): void {
  const target = new FileStat();
  const named = splitPath(to.path, fs.paths);
  const exists = statPath(fs, to.path, to.isNamed, target) === 0 && target.dev !== stat.dev &&
    target.isFolder === stat.isFolder;
  const source = stat.isFolder ? typed : split.parent;
  const mayBeOne = exists && (stat.isFolder || named.name === split.name);
  if (mayBeOne && isOneFolder(fs, source, stat.isFolder ? to.path : named.parent)) {
    const what = stat.isFolder ? "folder" : "file";
    throw usage(
      "SAME_FILE",
      `${quote(typed)} and ${quote(to.path)} are the same ${what}, seen through two file systems`,
    );
  }
  if (!stat.isFolder || statPath(fs, named.parent, true, target) < 0) return;
  if (target.dev === stat.dev || !isOneFolder(fs, source, named.parent)) return;
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
  let below = "";
  for (let split = splitPath(realPathOf(fs, typed), fs.paths); split.name !== null;) {
    below = below === "" ? split.name : `${split.name}/${below}`;
    const shown = `${withoutSlash(to.path)}/${below}`;
    if (statPath(fs, shown, true, target) === 0 && isOneFolder(fs, typed, shown)) {
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
