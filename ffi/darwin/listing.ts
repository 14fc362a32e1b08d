// Listing folders on Darwin: many entries a call with getattrlistbulk(2), whose buffer is never larger
// than the room in the listing, so that nothing has to wait for the next one. File systems without it
// (some network and FUSE ones) are read by readdir(3) on a descriptor of its own.

import { cString } from "../c_string.ts";
import { EINTR, EINVAL, ENOSYS, ENOTTY, EOPNOTSUPP } from "../errno.ts";
import type { Listing } from "../listing.ts";
import type { FolderCalls } from "../native_file_system.ts";
import { wide } from "../wide.ts";
import { LISTED, recordAttributes } from "./attr_list.ts";
import * as k from "./constants.ts";
import { DIRENT, DIRENT_HEADER_BYTES } from "./dirent.ts";
import type { OpenLibSystem } from "./libsystem.ts";

/** Codes with which a file system says that it has no bulk listing. */
const NO_BULK = new Set([-EOPNOTSUPP, -EINVAL, -ENOTTY, -ENOSYS]);
/** A record with the longest name, 255 UTF-16 units of three bytes, and its attributes. */
const LARGEST_RECORD = 1024;
/** Bytes that one call fills at most. */
const BULK_BYTES = 128 * 1024;
const DOT = 46;
const HERE = cString(".");

export interface FolderListing extends Pick<FolderCalls, "list" | "rewind"> {
  /** Lets go of what a handle is listed by; to be called before it is closed. */
  forget(handle: number): void;
}

export function folderListing({ c, failure }: OpenLibSystem): FolderListing {
  const buffer = new Uint8Array(BULK_BYTES);
  /** Folders that are read by readdir(3), with their streams. */
  const streams = new Map<number, Deno.PointerObject>();

  function listInBulk(folder: number, listing: Listing): number {
    for (;;) {
      const room = Math.min(listing.capacity - listing.used, BULK_BYTES);
      if (room < LARGEST_RECORD) return 0;
      const count = c.getattrlistbulk(folder, LISTED, buffer, wide(room), 0n);
      if (count === 0) return 1;
      if (count > 0) recordAttributes(buffer, count, listing);
      else {
        const error = failure();
        if (error !== -EINTR) return error;
      }
    }
  }

  /** A stream of its own position: closing it must not close the folder's handle. */
  function openStream(folder: number): number {
    const own = c.openat(folder, HERE, k.O_RDONLY | k.O_DIRECTORY | k.O_CLOEXEC, 0);
    if (own < 0) return failure();
    const stream = c.fdopendir(own);
    if (stream === null) {
      const error = failure();
      c.close(own);
      return error;
    }
    streams.set(folder, stream);
    return 0;
  }

  /** readdir answers null at the end and for an error alike; a folder that was opened a moment ago has none to tell. */
  function listByStream(stream: Deno.PointerObject, listing: Listing): number {
    for (;;) {
      if (listing.capacity - listing.used < LARGEST_RECORD) return 0;
      const entry = c.readdir(stream);
      if (entry === null) return 1;
      const view = new Deno.UnsafePointerView(entry);
      const length = view.getUint16(DIRENT.nameLength);
      const name = new Uint8Array(view.getArrayBuffer(length, DIRENT_HEADER_BYTES));
      const isDots = name[0] === DOT && (length === 1 || (length === 2 && name[1] === DOT));
      if (!isDots) listing.append(name, length, view.getUint8(DIRENT.type));
    }
  }

  function forget(handle: number): void {
    const stream = streams.get(handle);
    if (stream === undefined) return;
    streams.delete(handle);
    c.closedir(stream);
  }

  return {
    list(folder, listing) {
      const stream = streams.get(folder);
      if (stream !== undefined) return listByStream(stream, listing);
      const end = listInBulk(folder, listing);
      if (!NO_BULK.has(end) || listing.count > 0) return end;
      const error = openStream(folder);
      return error < 0 ? error : listByStream(streams.get(folder)!, listing);
    },
    rewind(folder) {
      if (streams.has(folder)) {
        forget(folder);
        return openStream(folder);
      }
      return Number(c.lseek(folder, 0n, k.SEEK_SET)) >= 0 ? 0 : failure();
    },
    forget,
  };
}
