// Handles for Deno's API, which has no folder descriptors: a handle is a number for a path and, for a file,
// Deno's open file. Calls by name go through the whole path each time, so that users who may rename a folder
// above can redirect them, which real descriptors prevent.

import { type CString, withoutNul } from "../c_string.ts";
import { EBADF, EISDIR } from "../errno.ts";
import { attempt } from "./errors.ts";

/** Far above any descriptor, so that neither is taken for the other. */
const FIRST_HANDLE = 1_000_000;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What a handle stands for. */
export interface Handle {
  readonly path: string;
  /** Null for a folder. */
  readonly file: Deno.FsFile | null;
  /** The entries still to be listed; null before the first and after `rewind`. */
  entries: Iterator<Deno.DirEntry> | null;
  /** The entry for which the last listing had no room. */
  waiting: Deno.DirEntry | null;
}

/** The open handles of this thread. */
export class HandleTable {
  private readonly handles = new Map<number, Handle>();
  private next = FIRST_HANDLE;

  /** Adds a folder, or the file that is open. */
  add(path: string, file: Deno.FsFile | null = null): number {
    this.handles.set(this.next, { path, file, entries: null, waiting: null });
    return this.next++;
  }

  get(handle: number): Handle | undefined {
    return this.handles.get(handle);
  }

  /** The path of an entry; throws an error that `attempt` understands where `folder` is not open. */
  pathOf(folder: number, name: CString): string {
    return join(this.opened(folder).path, exactText(name));
  }

  /** What an open handle stands for; throws an error that `attempt` understands where it is not open. */
  opened(handle: number): Handle {
    const found = this.handles.get(handle);
    if (found === undefined) throw new Deno.errors.BadResource();
    return found;
  }

  /** Makes a call on an open file. */
  withFile(handle: number, call: (file: Deno.FsFile) => number | void): number {
    const found = this.handles.get(handle);
    if (found === undefined) return -EBADF;
    const { file } = found;
    return file === null ? -EISDIR : attempt(() => call(file));
  }

  close(handle: number): number {
    const found = this.handles.get(handle);
    if (found === undefined) return -EBADF;
    this.handles.delete(handle);
    return attempt(() => found.file?.close());
  }
}

/** A path below a folder's; both systems' calls take a slash. */
export function join(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}

/**
 * The exact text of a name. Throws an error that `attempt` understands if the name is not UTF-8: with U+FFFD
 * in it, it would be the name of another entry.
 */
export function exactText(name: CString): string {
  try {
    return decoder.decode(withoutNul(name));
  } catch (cause) {
    throw new Deno.errors.InvalidData("not UTF-8", { cause });
  }
}
