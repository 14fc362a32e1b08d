// Finds the folder that stands for a path: the path itself, the folder of a file, or the next folder above what is not
// there.

import { ENOENT, ENOTDIR } from "../../ffi/errno.ts";
import { cString, FileStat, type NativeFileSystem } from "../../ffi/mod.ts";
import { statPath } from "../engine/roots/look.ts";
import { splitPath } from "../engine/roots/paths.ts";
import { endOfPath } from "../named_path.ts";

/** An open folder. */
export interface OpenPlace {
  /** A handle, or a negated errno. */
  readonly handle: number;
  readonly folder: string;
  /** Why it is another one than the path; null where it is not. */
  readonly note: string | null;
}

/** Opens the folder that stands for a path. */
export function openPlace(fs: NativeFileSystem, typed: string): OpenPlace {
  const path = fs.paths.withSlashes(typed);
  const handle = fs.openFolder(cString(path));
  if (handle === -ENOTDIR && isThere(fs, path)) return openFolderOf(fs, path);
  if (handle === -ENOENT || handle === -ENOTDIR) return openAbove(fs, path);
  return { handle, folder: path, note: null };
}

function isThere(fs: NativeFileSystem, path: string): boolean {
  return statPath(fs, path, true, new FileStat()) === 0;
}

/** The folder in which a file lies, to which links may lead. */
function openFolderOf(fs: NativeFileSystem, path: string): OpenPlace {
  const { parent } = splitPath(endOfPath(path).path, fs.paths);
  return { handle: fs.openFolder(cString(parent)), folder: parent, note: "its folder" };
}

/** The next folder above that is there: in it, or below it, the path would be made. */
function openAbove(fs: NativeFileSystem, path: string): OpenPlace {
  for (let folder = endOfPath(path).path;;) {
    const { parent, name } = splitPath(folder, fs.paths);
    if (name === null && parent === folder) {
      return { handle: -ENOENT, folder, note: null };
    }
    folder = parent;
    const handle = fs.openFolder(cString(folder));
    if (handle === -ENOENT || handle === -ENOTDIR) continue;
    return { handle, folder, note: "not there; the folder above" };
  }
}
