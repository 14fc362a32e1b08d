// Folders on Darwin: opening them without following links, making and removing them. listing.ts lists them.

import { type CString, cString, cStringLength } from "../c_string.ts";
import { EXDEV } from "../errno.ts";
import type { FolderCalls } from "../calls/folders.ts";
import { chunkUpTo, nextComponent, openByParts } from "../path_parts.ts";
import * as k from "./constants.ts";
import type { FolderTable } from "./folder_table.ts";
import type { FolderListing } from "./listing.ts";
import type { OpenLibSystem } from "./libsystem.ts";
import { kernelMajor } from "./system.ts";

const OPEN_FOLDER = k.O_RDONLY | k.O_DIRECTORY | k.O_CLOEXEC;
const PARENT = cString("..");
const SLASH = 47;
const DOT = 46;
const nextChunk = chunkUpTo(k.PATH_MAX);
/** macOS 11. Older kernels ignore the flag and follow links. */
const KERNEL_WITH_NOFOLLOW_ANY = 20;

export function folderCalls(
  libSystem: OpenLibSystem,
  folders: FolderTable,
  listing: FolderListing,
): FolderCalls {
  const { c, failure } = libSystem;
  let refusesLinksAnywhere: boolean | null = null;

  function openat(parent: number, name: CString, flags: number): number {
    const fd = c.openat(parent, name, flags, 0);
    return fd >= 0 ? fd : failure(c.openat, parent, name, flags, 0);
  }

  /** One component after the other, none of them a link. */
  function openStepwise(root: number, path: CString): number {
    const open = (parent: number, part: CString) =>
      openat(parent, part, OPEN_FOLDER | k.O_NOFOLLOW);
    return openByParts(c.close, root, path, nextComponent, open);
  }

  function openStrictly(root: number, path: CString): number {
    if (goesUp(path)) return -EXDEV;
    refusesLinksAnywhere ??= kernelMajor(libSystem) >= KERNEL_WITH_NOFOLLOW_ANY;
    return refusesLinksAnywhere
      ? openat(root, path, OPEN_FOLDER | k.O_NOFOLLOW_ANY)
      : openStepwise(root, path);
  }

  const openFollowing = (parent: number, part: CString) => openat(parent, part, OPEN_FOLDER);

  function openAnywhere(path: CString): number {
    if (cStringLength(path, 0) < k.PATH_MAX) return openFollowing(k.AT_FDCWD, path);
    // The first chunk of an absolute path keeps its slash, so that the working folder does not matter.
    return openByParts(c.close, k.AT_FDCWD, path, nextChunk, openFollowing);
  }

  function openBeneath(root: number, path: CString, follow: boolean): number {
    if (path[0] === 0) return openFollowing(root, Uint8Array.of(DOT, 0));
    if (path[0] === SLASH) return -EXDEV;
    const open = follow ? openFollowing : openStrictly;
    return path.length <= k.PATH_MAX
      ? open(root, path)
      : openByParts(c.close, root, path, nextChunk, open);
  }

  return {
    openFolder: (path) => folders.opened(openAnywhere(path)),
    openFolderBeneath: (root, path, follow) => folders.opened(openBeneath(root, path, follow)),
    openParent: (folder) => folders.opened(openat(folder, PARENT, OPEN_FOLDER | k.O_NOFOLLOW)),
    list: listing.list,
    rewind: listing.rewind,
    listPlainly: listing.listPlainly,
    makeFolder(parent, name, mode) {
      folders.forget(parent, name);
      return c.mkdirat(parent, name, mode) === 0 ? 0 : failure(c.mkdirat, parent, name, mode);
    },
    removeFolder(parent, name) {
      folders.forget(parent, name);
      return c.unlinkat(parent, name, k.AT_REMOVEDIR) === 0
        ? 0
        : failure(c.unlinkat, parent, name, k.AT_REMOVEDIR);
    },
  };
}

/** True if a component is `..`, which no flag refuses. */
function goesUp(path: CString): boolean {
  for (let from = 0; path[from] !== 0;) {
    const to = nextComponent(path, from);
    if (to - from === 2 && path[from] === DOT && path[from + 1] === DOT) return true;
    for (from = to; path[from] === SLASH;) from++;
  }
  return false;
}
