// A target that was not there yet, and that a bind mount shows as a folder of the source: a run and a dry run refuse it alike.

import { cString, type NativeFileSystem } from "../../../ffi/mod.ts";
import { keepFolderTimes } from "../../copy/target/keep_folder_times.ts";
import { removeMark } from "../../copy/target/make_mark.ts";
import type { GuardedPaths } from "../../entry/guarded_paths.ts";
import type { Destination, Target } from "./destinations.ts";
import { usage } from "./failures.ts";
import type { OpenedRoot } from "./open.ts";
import { quote, splitPath } from "./paths.ts";

/** Where a target would be made. */
export interface NewTarget {
  /** Descriptor of the folder that it would stand in. */
  readonly above: number;
  readonly name: string;
}

/** Where a dry run found no target: the folder that it would stand in, which the caller closes; null where it found one. */
export function newTarget(
  fs: NativeFileSystem,
  { root }: OpenedRoot,
  { to }: Target,
): NewTarget | null {
  if (root.target >= 0) return null;
  const { parent, name } = splitPath(to.path, fs.paths);
  const above = name === null ? -1 : fs.openFolder(cString(parent));
  return above < 0 ? null : { above, name: name! };
}

/** @throws {FerryError} `usage`; what was made is removed again */
export function refuseNewInSource(
  fs: NativeFileSystem,
  { operand: { typed }, to }: Target,
  { root, fresh }: OpenedRoot,
  { sources }: GuardedPaths,
): void {
  if (!fresh || !sources.includes("")) return;
  if (root.removal?.mark) removeMark(fs, root.target, root.removal.mark);
  if (root.target >= 0) removeMade(fs, to);
  throw usage(
    "TARGET_IN_SOURCE",
    `target ${quote(to.path)} is inside source ${quote(typed)}, seen through a mount`,
  );
}

function removeMade(fs: NativeFileSystem, to: Destination): void {
  const { parent, name } = splitPath(to.path, fs.paths);
  const folder = fs.openFolder(cString(parent));
  if (folder < 0) return;
  keepFolderTimes(fs, folder, () => fs.removeFolder(folder, cString(name ?? ".")));
  fs.close(folder);
}
