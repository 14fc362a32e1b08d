// Folders through Deno's API. Each component of a path is checked for links before the path is used; a folder
// that is swapped for a link between these two steps is followed. Paths too long for one call fail with
// ENAMETOOLONG.

import { ELOOP, ENOTDIR, EOPNOTSUPP, EXDEV } from "../errno.ts";
import { ENTRY_TYPE, type Listing } from "../listing.ts";
import type { FolderCalls } from "../calls/folders.ts";
import { attempt } from "./errors.ts";
import { exactText, type Handle, type HandleTable, join } from "./handles.ts";
import { reading } from "../permission.ts";

const encoder = new TextEncoder();

export function folderCalls(handles: HandleTable): FolderCalls {
  function openFollowing(path: string): number {
    return attempt(() => reading(path, Deno.statSync).isDirectory ? handles.add(path) : -ENOTDIR);
  }

  return {
    openFolder: (path) => attempt(() => openFollowing(absolute(exactText(path)))),
    openFolderBeneath(root, path, follow) {
      return attempt(() => {
        const top = handles.opened(root).path;
        const below = exactText(path);
        if (below.startsWith("/")) return -EXDEV;
        if (below === "") return openFollowing(top);
        if (follow) return openFollowing(join(top, below));
        return openStrictly(handles, top, below);
      });
    },
    openParent: () => -EOPNOTSUPP,
    list: (folder, listing) => attempt(() => list(handles.opened(folder), listing)),
    listPlainly: () => 0, // `list` has no other call
    rewind(folder) {
      return attempt(() => {
        const handle = handles.opened(folder);
        handle.entries = handle.waiting = null;
      });
    },
    makeFolder(parent, name, mode) {
      return attempt(() => Deno.mkdirSync(handles.pathOf(parent, name), { mode }));
    },
    removeFolder(parent, name) {
      return attempt(() => {
        const path = handles.pathOf(parent, name);
        // Deno.removeSync would remove a file as well.
        if (!Deno.lstatSync(path).isDirectory) return -ENOTDIR;
        Deno.removeSync(path);
      });
    },
  };
}

/** What is opened by a path stays open, as a descriptor does, when the program goes to another working folder. */
function absolute(path: string): string {
  const isAbsolute = /^([/\\]|[A-Za-z]:)/.test(path);
  return isAbsolute ? path : join(Deno.cwd(), path === "" ? "." : path);
}

/** Opens a folder whose path has no link and no `..` in it, as openat2's RESOLVE_BENEATH would. */
function openStrictly(handles: HandleTable, top: string, below: string): number {
  let path = top;
  for (const part of below.split("/").filter((part) => part !== "")) {
    if (part === "..") return -EXDEV;
    path = join(path, part);
    const info = Deno.lstatSync(path);
    if (info.isSymlink) return -ELOOP;
    if (!info.isDirectory) return -ENOTDIR;
  }
  return handles.add(path);
}

/**
 * Adds a folder's entries; 1 at its end, 0 if the listing is full. In names that are not UTF-8 Deno replaces
 * bytes by U+FFFD. They are listed all the same: their stat fails, and so the loss is reported.
 */
function list(handle: Handle, listing: Listing): number {
  handle.entries ??= Deno.readDirSync(handle.path)[Symbol.iterator]();
  for (;;) {
    const entry = handle.waiting ?? nextOf(handle.entries);
    if (entry === null) return 1;
    handle.waiting = entry;
    const name = encoder.encode(entry.name);
    if (!listing.append(name, name.length, typeOf(entry))) return 0;
    handle.waiting = null;
  }
}

function nextOf(entries: Iterator<Deno.DirEntry>): Deno.DirEntry | null {
  const next = entries.next();
  return next.done ? null : next.value;
}

function typeOf(entry: Deno.DirEntry): number {
  if (entry.isFile) return ENTRY_TYPE.file;
  if (entry.isDirectory) return ENTRY_TYPE.folder;
  return entry.isSymlink ? ENTRY_TYPE.symlink : ENTRY_TYPE.unknown;
}
