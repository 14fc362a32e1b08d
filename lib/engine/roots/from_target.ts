// Paths of options that start at DEST, as in rsync, also where DEST is not there yet.

import type { NativeFileSystem } from "../../../ffi/mod.ts";
import { splitPath, withoutSlash } from "./paths.ts";

/** The folder that a run fills: DEST, or where DEST is the name of a file, the one that it stands in. */
export function filledFolder(
  { paths }: NativeFileSystem,
  dest: string,
  isFolder: boolean,
): string {
  return isFolder ? withoutSlash(dest) : splitPath(dest, paths).parent;
}

/**
 * A path as it can be opened.
 *
 * @param typed relative to `folder`, or absolute
 * @param folder the one that is filled
 * @param exists whether it is there: then the system knows where its `..` leads
 */
export function fromTarget(
  { paths }: NativeFileSystem,
  typed: string,
  folder: string,
  exists: boolean,
): string {
  const path = paths.withSlashes(typed);
  if (paths.rootOf(path) !== "") return path;
  const up = exists ? null : /^(?:\.\/+)*\.\.(?:\/+(.*))?$/s.exec(path);
  if (up === null) return below(folder, path);
  const { parent } = splitPath(folder, paths);
  const rest = up[1] ?? "";
  return rest === "" ? parent : below(parent, rest);
}

function below(folder: string, path: string): string {
  return folder.endsWith("/") ? folder + path : `${folder}/${path}`;
}
