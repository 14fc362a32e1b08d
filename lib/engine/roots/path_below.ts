// Where a path lies below a folder, by their real paths.

import { ENOENT } from "../../../ffi/errno.ts";
import type { NativeFileSystem } from "../../../ffi/mod.ts";
import { splitPath, withoutSlash } from "./paths.ts";
import { realPath } from "./real_path.ts";
import { belowAsListed } from "./spelled_otherwise.ts";

/** The path of `path` below the folder, by their real paths; null where it lies elsewhere. */
export function pathBelow(fs: NativeFileSystem, folder: string, path: string): string | null {
  return belowAsListed(fs, realPathOf(fs, path), realPathOf(fs, folder));
}

/** The same of the name `path`, also where it is a link that leads elsewhere. */
export function nameBelow(fs: NativeFileSystem, folder: string, path: string): string | null {
  const { parent, name } = splitPath(path, fs.paths);
  if (name === null) return null;
  return belowAsListed(fs, `${realPathOf(fs, parent)}/${name}`, realPathOf(fs, folder));
}

/** A path without links, of which the last parts need not be there. */
function realPathOf(fs: NativeFileSystem, path: string): string {
  const missing: string[] = [];
  for (let at = path;;) {
    const real = realPath(fs, at);
    if (typeof real === "string") return [withoutSlash(real), ...missing].join("/");
    const { parent, name } = splitPath(at, fs.paths);
    // Nothing lies below what is neither there nor named.
    if (real !== -ENOENT || name === null) return path;
    missing.unshift(name);
    at = parent;
  }
}
