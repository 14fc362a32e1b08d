// Folders on Linux: opening them without following links, and listing them as raw bytes.

import { type CString, cString, cStringLength } from "../c_string.ts";
import { EAGAIN, EINVAL, ELOOP, ENOENT, ENOSYS, ENOTDIR, EPERM, EXDEV } from "../errno.ts";
import { FileStat } from "../file_stat.ts";
import type { Listing } from "../listing.ts";
import type { FolderCalls } from "../calls/folders.ts";
import * as k from "./constants.ts";
import { chunkUpTo, nextComponent, openByParts } from "../path_parts.ts";
import { recordDirents } from "./dirent.ts";
import type { OpenLibC } from "./libc.ts";
import { wide } from "../lazy_symbols.ts";
import { frequent } from "../frequent.ts";

const GETDENTS64 = wide(k.SYS_getdents64);
const MKDIRAT = wide(k.SYS_mkdirat);
const OPENAT2 = wide(k.SYS_openat2);
const EMPTY = cString("");
const PARENT = cString("..");
const SLASH = 47;
const DOT = 46;
const nextChunk = chunkUpTo(k.PATH_MAX);
const OPEN_FOLDER = k.O_RDONLY | k.O_DIRECTORY | k.O_CLOEXEC;
/** A record for a name of 255 bytes: getdents64 says EINVAL when not even one record fits. */
const LARGEST_RECORD = 280;
/** Times that openat2 is called again after EAGAIN: a rename elsewhere made RESOLVE_BENEATH uncertain. */
const UNCERTAIN_RETRIES = 64;

/** struct open_how (linux/openat2.h): u64 flags, u64 mode, u64 resolve. */
function openHow(flags: number, resolve: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new BigUint64Array([BigInt(flags), 0n, BigInt(resolve)]).buffer);
}

export function folderCalls({ c, failure, openat, close }: OpenLibC): FolderCalls {
  const strictly = openHow(OPEN_FOLDER, k.RESOLVE_BENEATH | k.RESOLVE_NO_SYMLINKS);
  const linkText = new Uint8Array(1);
  let openat2Works = true;

  function isLink(parent: number, name: CString): boolean {
    const size = wide(linkText.length);
    return c.readlinkat(parent, name, linkText, size) >= 0 ||
      failure(c.readlinkat, parent, name, linkText, size) >= 0;
  }

  /** A folder by one component, with the codes of openat2's RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS. */
  function openComponent(parent: number, part: CString): number {
    if (part[0] === DOT && part[1] === DOT && part[2] === 0) return -EXDEV;
    const fd = openat(parent, part, OPEN_FOLDER | k.O_NOFOLLOW, 0);
    // The kernel checks O_DIRECTORY before O_NOFOLLOW, so that a link fails with ENOTDIR, as a file does.
    return fd === -ENOTDIR && isLink(parent, part) ? -ELOOP : fd;
  }

  /** By components, none of them a link: for kernels before 5.6 and seccomp filters without openat2. */
  function openStepwise(root: number, path: CString): number {
    return openByParts(close, root, path, nextComponent, openComponent);
  }

  const openStrictly = frequent((root: number, path: CString): number => {
    if (!openat2Works) return openStepwise(root, path);
    for (let tries = 0;; tries++) {
      const fd = c.openat2(OPENAT2, root, path, strictly, wide(strictly.length));
      if (fd >= 0) return fd;
      const error = failure(c.openat2, OPENAT2, root, path, strictly, wide(strictly.length));
      if (error >= 0) return error;
      if (error === -EAGAIN && tries < UNCERTAIN_RETRIES) continue;
      if (error === -EAGAIN) return openStepwise(root, path);
      // Seccomp filters answer EPERM to calls that they do not know; openat2 itself never does here.
      if (error !== -ENOSYS && error !== -EPERM) return error;
      openat2Works = false;
      return openStepwise(root, path);
    }
  });

  /** True if no link to the folder is left; else a file system has lost it, and it may have entries. */
  function wasDeleted(folder: number): boolean {
    const stat = new FileStat();
    const { bytes } = stat;
    const error = c.statx(folder, EMPTY, k.AT_EMPTY_PATH, k.STATX_BASIC_STATS, bytes) === 0
      ? 0
      : failure(c.statx, folder, EMPTY, k.AT_EMPTY_PATH, k.STATX_BASIC_STATS, bytes);
    return error === 0 && stat.nlink === 0;
  }

  return {
    openFolder(path) {
      if (cStringLength(path, 0) < k.PATH_MAX) return openat(k.AT_FDCWD, path, OPEN_FOLDER, 0);
      // The first chunk of an absolute path keeps its slash, so that the working folder does not matter.
      return openByParts(
        close,
        k.AT_FDCWD,
        path,
        nextChunk,
        (parent, part) => openat(parent, part, OPEN_FOLDER, 0),
      );
    },
    openFolderBeneath(root, path, follow) {
      if (path[0] === 0) return openat(root, Uint8Array.of(DOT, 0), OPEN_FOLDER, 0);
      if (path[0] === SLASH) return -EXDEV;
      const open = follow
        ? (parent: number, part: CString) => openat(parent, part, OPEN_FOLDER, 0)
        : openStrictly;
      return path.length <= k.PATH_MAX
        ? open(root, path)
        : openByParts(close, root, path, nextChunk, open);
    },
    list: frequent((folder, listing: Listing) => {
      for (;;) {
        const room = listing.capacity - listing.used;
        if (room < LARGEST_RECORD) return 0;
        const into = listing.used === 0 ? listing.bytes : listing.bytes.subarray(listing.used);
        const filled = c.getdents64(GETDENTS64, folder, into, room, 0);
        const length = filled >= 0
          ? filled
          : failure(c.getdents64, GETDENTS64, folder, into, room, 0);
        if (length === 0) return 1;
        if (length > 0) recordDirents(listing, length);
        else {
          // A folder that was deleted while it is open fails with ENOENT: it is empty.
          if (length === -ENOENT && wasDeleted(folder)) return 1;
          // Names of FAT and NTFS can take 765 bytes: more than is left, but less than a whole listing.
          if (length === -EINVAL && listing.used > 0) return 0;
          return length;
        }
      }
    }),
    listPlainly: () => 0, // `list` has no other call
    rewind(folder) {
      return Number(c.lseek(folder, 0n, k.SEEK_SET)) >= 0
        ? 0
        : failure(c.lseek, folder, 0n, k.SEEK_SET);
    },
    openParent: (folder) => openat(folder, PARENT, OPEN_FOLDER | k.O_NOFOLLOW, 0),
    makeFolder: frequent((parent, name, mode) => {
      return c.mkdirat(MKDIRAT, parent, name, mode, 0) === 0
        ? 0
        : failure(c.mkdirat, MKDIRAT, parent, name, mode, 0);
    }),
    removeFolder: frequent((parent, name) => {
      return c.unlinkat(parent, name, k.AT_REMOVEDIR) === 0
        ? 0
        : failure(c.unlinkat, parent, name, k.AT_REMOVEDIR);
    }),
  };
}
