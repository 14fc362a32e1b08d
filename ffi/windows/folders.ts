// Folders on Windows: NtCreateFile opens them below an open folder and refuses links on the way;
// NtQueryDirectoryFile, which FindFirstFileExW calls, lists them, many entries a call, each with its metadata. If the
// file system does not tell file numbers, the listing serves for names and types alone, and each entry is asked.

import type { CString } from "../c_string.ts";
import { EOPNOTSUPP, EXDEV } from "../errno.ts";
import { wide } from "../lazy_symbols.ts";
import { ENTRY_TYPE, type Listing } from "../listing.ts";
import type { FolderCalls } from "../calls/folders.ts";
import { type Calls, isUnknownClass } from "./calls.ts";
import * as k from "./constants.ts";
import type { FolderTable, OpenFolder } from "./folder_table.ts";
import { opening } from "./opening.ts";
import { removeOpened } from "./removal.ts";
import { ntPath } from "./paths.ts";
import { WITHOUT_IDS } from "./record_layout.ts";
import { entryType } from "./stat.ts";
import { FILE_ID_FULL_DIR_INFORMATION as ENTRY } from "./structs.ts";
import { bytesFromUnits, textOfBytes, textOfUnits } from "./wide_text.ts";

const READ_ACCESS = k.FILE_READ_DATA | k.FILE_READ_ATTRIBUTES | k.FILE_TRAVERSE | k.READ_CONTROL;
const FOLDER = {
  /** Without deleting and renaming: while a folder is open its path leads to it. */
  share: k.FILE_SHARE_READ | k.FILE_SHARE_WRITE,
  options: k.FILE_DIRECTORY_FILE,
} as const;
const READ = opening(READ_ACCESS, { ...FOLDER, links: "refuse" });
const READ_FOLLOWING = opening(READ_ACCESS, { ...FOLDER, links: "follow" });
const CREATE = opening(k.FILE_READ_ATTRIBUTES, { ...FOLDER, disposition: k.FILE_CREATE });
const REMOVE = opening(k.DELETE | k.FILE_READ_ATTRIBUTES | k.FILE_WRITE_ATTRIBUTES, {
  options: k.FILE_DIRECTORY_FILE,
});
const SLASH = 47;
/** Bytes that one call fills. */
const LISTING_BYTES = 64 * 1024;
/** Bytes of a Listing for one of the system's, at most: a name takes up to three bytes a unit instead of two, the rest of a record less. */
const LISTING_SHARE = 1.3;
/** Room for the longest name. */
const LARGEST_RECORD = WITHOUT_IDS.nameAt + 2 * 256;
const DOT = 46;

export function folderCalls(calls: Calls, folders: FolderTable): FolderCalls {
  const bytes = new Uint8Array(new ArrayBuffer(LISTING_BYTES));
  const words = new Uint32Array(bytes.buffer);
  const units = new Uint16Array(bytes.buffer);

  /** Adds the entries that a call wrote to the listing, and their metadata to the folder's. */
  function record(listing: Listing, { layout, listed }: OpenFolder): void {
    for (let at = 0;;) {
      const count = words[(at + ENTRY.FileNameLength) / 4] / 2;
      const nameAt = (at + layout.nameAt) / 2;
      if (!isDotOrDotDot(nameAt, count)) {
        const attributes = words[(at + ENTRY.FileAttributes) / 4];
        const type = entryType(attributes, words[(at + layout.tagAt) / 4]);
        listing.appendWritten(
          bytesFromUnits(units, nameAt, count, listing.bytes, listing.used),
          type,
        );
        // Links are opened for their texts anyway.
        if (layout.tellsIds && type !== ENTRY_TYPE.symlink) {
          listed.add(textOfUnits(units, nameAt, count), words, at / 4);
        }
      }
      const next = words[at / 4];
      if (next === 0) return;
      at += next;
    }
  }

  function isDotOrDotDot(at: number, count: number): boolean {
    return units[at] === DOT && (count === 1 || (count === 2 && units[at + 1] === DOT));
  }

  return {
    openFolder(path) {
      const absolute = ntPath(textOfBytes(path));
      if (absolute === null) return calls.errors.ofCode(k.ERROR_BAD_PATHNAME);
      const handle = calls.openPath(absolute, READ_FOLLOWING);
      return handle < 0 ? handle : folders.add(handle, null);
    },
    openFolderBeneath(root, path, follow) {
      if (path[0] === SLASH || hasDotDot(path)) return -EXDEV;
      const handle = calls.openName(root, path, follow ? READ_FOLLOWING : READ);
      return handle < 0 ? handle : folders.add(handle, follow ? null : root);
    },
    openParent: () => -EOPNOTSUPP,
    list(handle, listing) {
      const folder = folders.get(handle);
      for (;;) {
        const room = (listing.capacity - listing.used) / LISTING_SHARE;
        const length = Math.min(LISTING_BYTES, Math.floor(room)) & ~7;
        if (length < LARGEST_RECORD) return 0;
        const status = calls.nt.NtQueryDirectoryFile(
          wide(handle),
          0n,
          0n,
          0n,
          calls.status,
          bytes,
          length,
          folder.layout.what,
          0,
          0n,
          folder.restarts ? 1 : 0,
        );
        if (folder.layout.tellsIds && listing.count === 0 && isUnknownClass(status)) {
          folders.lacksIds(folder);
          continue;
        }
        if (folder.restarts) folder.listed.clear();
        folder.restarts = false;
        if (status === k.STATUS_NO_MORE_FILES || status === k.STATUS_NO_SUCH_FILE) return 1;
        if (status < 0) return calls.errors.ofStatus(status);
        record(listing, folder);
      }
    },
    listPlainly: () => 0, // `list` has no other call
    rewind(handle) {
      folders.get(handle).restarts = true;
      return 0;
    },
    makeFolder(parent, name, _mode) {
      const handle = calls.openName(parent, name, CREATE);
      return handle < 0 ? handle : calls.close(handle);
    },
    removeFolder(parent, name) {
      folders.forget(parent, name);
      const handle = calls.openName(parent, name, REMOVE);
      return handle < 0 ? handle : removeOpened(calls, handle);
    },
  };
}

/** True if a part of the path is `..`, which the system's calls refuse with a less telling error. */
function hasDotDot(path: CString): boolean {
  for (let at = 0; path[at] !== 0; at++) {
    const starts = at === 0 || path[at - 1] === SLASH;
    if (starts && path[at] === DOT && path[at + 1] === DOT) {
      if (path[at + 2] === SLASH || path[at + 2] === 0) return true;
    }
  }
  return false;
}
