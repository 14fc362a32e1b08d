// Listing folders on Darwin: getattrlistbulk(2) tells many entries a call, each with its stat. The call never gets
// more room than is left in the listing, so that all that it tells fits. File systems without it (some network and
// FUSE ones) are read by readdir(3) on a descriptor of its own.

import { binaryText, cString } from "../c_string.ts";
import { EINTR, EINVAL, ENOENT, ENOSYS, ENOTTY, EOPNOTSUPP } from "../errno.ts";
import { FileStat } from "../file_stat.ts";
import type { Listing } from "../listing.ts";
import type { FolderCalls } from "../calls/folders.ts";
import { wide } from "../lazy_symbols.ts";
import { MOST_INTERRUPTIONS } from "../posix/failure.ts";
import { AppleDouble } from "./apple_double.ts";
import { ALL, BulkRecord, LARGEST_RECORD, NAMES } from "./bulk_record.ts";
import * as k from "./constants.ts";
import type { FolderTable, OpenFolder } from "./folder_table.ts";
import type { OpenLibSystem } from "./libsystem.ts";
import { StructStat } from "./struct_stat.ts";

/** Codes of systems and file systems without bulk listing, or without some of the attributes. */
const NOT_IN_BULK = new Set([-EOPNOTSUPP, -EINVAL, -ENOTTY, -ENOSYS]);
/** Bytes that one call fills at most. */
const BULK_BYTES = 128 * 1024;
/**
 * Byte offsets in struct dirent with 64-bit inode numbers (sys/dirent.h): ino u64 at 0, seekoff u64 at 8, reclen u16
 * at 16, then the fields that are read.
 */
export const DIRENT = { nameLength: 18, type: 20, name: 21 } as const;
/** With the longest name. */
const LARGEST_DIRENT = 1048;
const DOT = 46;
const HERE = cString(".");
const OPEN_FOLDER = k.O_RDONLY | k.O_DIRECTORY | k.O_CLOEXEC;

export interface FolderListing extends Pick<FolderCalls, "list" | "rewind" | "listPlainly"> {
  /** Frees what a folder is listed by; to be called before its handle is closed. */
  close(handle: number): void;
}

export function folderListing(
  { c, failure, errno }: OpenLibSystem,
  folders: FolderTable,
): FolderListing {
  const appleDouble = new AppleDouble(c);
  const record = new BulkRecord(new Uint8Array(new ArrayBuffer(BULK_BYTES)));

  /** Adds the entries that a call wrote to the listing, and their metadata to the folder's. */
  function recordEntries(
    count: number,
    listing: Listing,
    handle: number,
    folder: OpenFolder,
  ): void {
    const { bytes } = record;
    for (let entry = 0, start = 0; entry < count; entry++) {
      start = record.read(start);
      const { nameAt, nameLength } = record;
      const name = bytes.subarray(nameAt, nameAt + nameLength);
      if (appleDouble.isAttributes(handle, name)) continue;
      listing.append(name, nameLength, record.type);
      if (record.hasStat) folder.listed?.add(binaryText(bytes.subarray(nameAt)), record);
    }
  }

  function listInBulk(handle: number, folder: OpenFolder, listing: Listing): number {
    const { wanted } = folder;
    for (;;) {
      const room = Math.min(listing.capacity - listing.used, BULK_BYTES);
      if (room < LARGEST_RECORD) return 0;
      const filled = c.getattrlistbulk(handle, wanted, record.bytes, wide(room), 0n);
      const count = filled >= 0
        ? filled
        : failure(c.getattrlistbulk, handle, wanted, record.bytes, wide(room), 0n);
      if (count === 0) return 1;
      if (count < 0) return count;
      recordEntries(count, listing, handle, folder);
    }
  }

  /** Opens a stream on a descriptor of its own, because closing it closes the descriptor. */
  function openStream(handle: number, folder: OpenFolder): number {
    const opened = c.openat(handle, HERE, OPEN_FOLDER, 0);
    const own = opened >= 0 ? opened : failure(c.openat, handle, HERE, OPEN_FOLDER, 0);
    if (own < 0) return own;
    folder.stream = c.fdopendir(own);
    if (folder.stream !== null) return 0;
    const error = failure();
    c.close(own);
    return error;
  }

  /**
   * The next entry; null at the end, or a negated errno. readdir answers null for both, and only errno tells which: a
   * failure that is taken for the end would have all that was not listed deleted from the target.
   */
  function nextEntry(stream: Deno.PointerObject): Deno.PointerObject | null | number {
    const { readdir } = c; // bound before errno is cleared
    for (let interruptions = 0;; interruptions++) {
      errno[0] = 0;
      const entry = readdir(stream);
      if (entry !== null || errno[0] === 0) return entry;
      const error = failure();
      if (error !== -EINTR || interruptions === MOST_INTERRUPTIONS) return error;
    }
  }

  /** Whether an open folder has no name any more. */
  function wasDeleted(handle: number): boolean {
    const found = new StructStat(0), stat = new FileStat();
    if (c.fstat(handle, found.bytes) !== 0) return false;
    found.copyTo(stat);
    return stat.nlink === 0;
  }

  function listByStream(
    handle: number,
    stream: Deno.PointerObject,
    listing: Listing,
  ): number {
    for (;;) {
      if (listing.capacity - listing.used < LARGEST_DIRENT) return 0;
      const entry = nextEntry(stream);
      if (entry === null) return 1;
      // A folder that was deleted while it is open may fail with ENOENT: it is empty.
      if (entry === -ENOENT && wasDeleted(handle)) return 1;
      if (typeof entry === "number") return entry;
      const view = new Deno.UnsafePointerView(entry);
      const length = view.getUint16(DIRENT.nameLength);
      const name = new Uint8Array(view.getArrayBuffer(length, DIRENT.name));
      const isDots = name[0] === DOT && (length === 1 || (length === 2 && name[1] === DOT));
      if (isDots || appleDouble.isAttributes(handle, name)) continue;
      listing.append(name, length, view.getUint8(DIRENT.type));
    }
  }

  /** By the way the folder was listed so far, or else by the first that works: with metadata, names alone, readdir. */
  function list(handle: number, folder: OpenFolder, listing: Listing): number {
    if (folder.stream !== null) return listByStream(handle, folder.stream, listing);
    const end = listInBulk(handle, folder, listing);
    if (!NOT_IN_BULK.has(end) || listing.count > 0) return end;
    if (folder.wanted === ALL) {
      folder.wanted = NAMES;
      return list(handle, folder, listing);
    }
    const error = openStream(handle, folder);
    return error < 0 ? error : listByStream(handle, folder.stream!, listing);
  }

  function closeStream(folder: OpenFolder): void {
    if (folder.stream !== null) c.closedir(folder.stream);
    folder.stream = null;
  }

  return {
    list: (handle, listing) => list(handle, folders.get(handle), listing),
    listPlainly: (handle) => openStream(handle, folders.get(handle)),
    rewind(handle) {
      const folder = folders.find(handle);
      folder?.listed?.clear();
      if (folder !== undefined && folder.stream !== null) {
        closeStream(folder);
        return openStream(handle, folder);
      }
      return Number(c.lseek(handle, 0n, k.SEEK_SET)) >= 0 ? 0 : failure();
    },
    close(handle) {
      const folder = folders.find(handle);
      if (folder !== undefined) closeStream(folder);
      folders.closed(handle);
    },
  };
}
