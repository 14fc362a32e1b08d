// Inode flags (ioctl_iflags(2), chattr(1)). statx(2) tells four of them, by the same bits as the ioctl; the others
// cost an open file and a call for each entry, and are told on demand.

import { type CString, cString } from "../c_string.ts";
import { EINVAL, EOPNOTSUPP } from "../errno.ts";
import { type FileStat, S_IFDIR, S_IFREG, WORD } from "../file_stat.ts";
import type { AttributeCalls } from "../calls/metadata.ts";
import { wide } from "../lazy_symbols.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";

/** Told by statx(2). STATX_ATTR_COMPRESSED, _IMMUTABLE, _APPEND and _NODUMP are the same bits. */
export const FREE_FLAGS = k.FS_COMPR_FL | k.FS_IMMUTABLE_FL | k.FS_APPEND_FL | k.FS_NODUMP_FL;
/** Flags with which an entry can be neither changed nor renamed; to set them takes CAP_LINUX_IMMUTABLE. */
export const LOCKS = k.FS_IMMUTABLE_FL | k.FS_APPEND_FL;
/** Flags that can be set only while a file is empty. */
export const EARLY_FLAGS = k.FS_NOCOW_FL;
/** Told by the ioctl alone. Users cannot set the flags that say how a file is stored (extents, inline data, encryption). */
const OTHER_FLAGS = k.FS_SECRM_FL | k.FS_UNRM_FL | k.FS_SYNC_FL | k.FS_NOATIME_FL |
  k.FS_NOCOMP_FL | k.FS_JOURNAL_DATA_FL | k.FS_NOTAIL_FL | k.FS_DIRSYNC_FL | k.FS_TOPDIR_FL |
  k.FS_NOCOW_FL | k.FS_PROJINHERIT_FL;
export const ALL_FLAGS = FREE_FLAGS | OTHER_FLAGS;

/** Their names, as lsattr(1) has them. */
export const FLAG_NAMES: Readonly<Record<number, string>> = {
  [k.FS_SECRM_FL]: "secure deletion",
  [k.FS_UNRM_FL]: "undeletable",
  [k.FS_COMPR_FL]: "compressed",
  [k.FS_SYNC_FL]: "synchronous",
  [k.FS_IMMUTABLE_FL]: "immutable",
  [k.FS_APPEND_FL]: "append-only",
  [k.FS_NODUMP_FL]: "no dump",
  [k.FS_NOATIME_FL]: "no atime",
  [k.FS_NOCOMP_FL]: "not compressed",
  [k.FS_JOURNAL_DATA_FL]: "journaled data",
  [k.FS_NOTAIL_FL]: "no tail merging",
  [k.FS_DIRSYNC_FL]: "synchronous folder",
  [k.FS_TOPDIR_FL]: "top of folders",
  [k.FS_NOCOW_FL]: "no copy-on-write",
  [k.FS_PROJINHERIT_FL]: "project hierarchy",
};

const GETFLAGS = wide(k.FS_IOC_GETFLAGS);
const SETFLAGS = wide(k.FS_IOC_SETFLAGS);
const READ = k.O_RDONLY | k.O_NONBLOCK | k.O_CLOEXEC;

export interface FlagCalls
  extends Pick<AttributeCalls, "setAttributes" | "setAttributesAt" | "prepare" | "tellAll"> {
  /** After statx(2): clears the mask where there can be no flags, and adds those that only the ioctl tells. */
  complete(folder: number, name: CString, flags: number, stat: FileStat): void;
}

export function flagCalls({ c, failure, openat, close }: OpenLibC): FlagCalls {
  // The kernel reads and writes an int, although the macros name a long.
  const word = new Uint32Array(2);
  const bytes = new Uint8Array(word.buffer);
  let tellsAll = false;

  /** Flags of an open file or folder, in `word`. 0 or a negated errno. */
  function read(handle: number): number {
    return c.ioctl_flags(handle, GETFLAGS, bytes) === 0
      ? 0
      : failure(c.ioctl_flags, handle, GETFLAGS, bytes);
  }

  function write(handle: number, flags: number): number {
    word[0] = flags;
    return c.ioctl_flags(handle, SETFLAGS, bytes) === 0
      ? 0
      : failure(c.ioctl_flags, handle, SETFLAGS, bytes);
  }

  /** Sets the flags in `mask` of an open entry as they are in `flags`, as far as its file system takes them. */
  function change(handle: number, flags: number, mask: number): number {
    const error = read(handle);
    if (error < 0) return error;
    let current = word[0];
    const differing = (current ^ flags) & mask;
    if (differing === 0) return 0;
    const refused = write(handle, current ^ differing);
    if (refused === 0) return confirm(handle, flags, differing & EARLY_FLAGS);
    // A single unknown flag makes the whole call fail.
    if (refused !== -EOPNOTSUPP && refused !== -EINVAL) return refused;
    for (let bit = 1; bit > 0; bit <<= 1) {
      if ((differing & bit) !== 0 && write(handle, current ^ bit) === 0) current ^= bit;
    }
    return refused;
  }

  /** What is set too late btrfs takes without a word, and leaves as it is: whether `early` flags are as in `flags`. */
  function confirm(handle: number, flags: number, early: number): number {
    if (early === 0) return 0;
    const error = read(handle);
    return error < 0 ? error : ((word[0] ^ flags) & early) === 0 ? 0 : -EOPNOTSUPP;
  }

  function open(folder: number, name: CString, follow: number): number {
    return openat(folder, name, READ | follow, 0);
  }

  function addOthers(folder: number, name: CString, flags: number, { words }: FileStat): void {
    const isHandle = name[0] === 0;
    const follow = (flags & k.AT_SYMLINK_NOFOLLOW) !== 0 ? k.O_NOFOLLOW : 0;
    const handle = isHandle ? folder : open(folder, name, follow);
    if (handle < 0) return;
    if (read(handle) === 0) {
      words[WORD.attributes] |= word[0] & OTHER_FLAGS;
      words[WORD.attributesMask] |= OTHER_FLAGS;
    }
    if (!isHandle) close(handle);
  }

  const settable = () => tellsAll ? ALL_FLAGS : FREE_FLAGS;

  return {
    tellAll() {
      tellsAll = true;
    },
    complete(folder, name, flags, stat) {
      const { type, words } = stat;
      // Other types of entries have flags on some file systems, but nobody can set them.
      if (type !== S_IFREG && type !== S_IFDIR) words[WORD.attributesMask] = 0;
      else if (tellsAll) addOthers(folder, name, flags, stat);
    },
    setAttributes: (handle, from) => change(handle, from.attributes, settable()),
    setAttributesAt(folder, name, from) {
      // ioctl(2) takes no pinned handle, but its path leads to the entry.
      const isPinned = name[0] === 0;
      const handle = isPinned
        ? open(k.AT_FDCWD, cString(`/proc/self/fd/${folder}`), 0)
        : open(folder, name, k.O_NOFOLLOW);
      if (handle < 0) return handle;
      const error = change(handle, from.attributes, settable());
      close(handle);
      return error;
    },
    prepare(target, from) {
      const early = from.attributes & EARLY_FLAGS & settable();
      return early === 0 ? 0 : change(target, early, early);
    },
  };
}
