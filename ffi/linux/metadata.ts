// Reading and setting mode, owner and times on Linux.

import { type CString, cString, cStringLength } from "../c_string.ts";
import { EINVAL, ENOSYS, EPERM } from "../errno.ts";
import { type FileStat, WORD } from "../file_stat.ts";
import type { MetadataCalls } from "../calls/metadata.ts";
import { wide } from "../lazy_symbols.ts";
import * as k from "./constants.ts";
import type { FlagCalls } from "./flags.ts";
import type { OpenLibC } from "./libc.ts";
import { statxOfStat, STRUCT_STAT_BYTES } from "./struct_stat.ts";
import { frequent } from "../frequent.ts";

const EMPTY = cString("");
const ITSELF = k.AT_SYMLINK_NOFOLLOW | k.AT_EMPTY_PATH;
/** With the time of birth, which costs nothing and tells a reused inode number from the old one. */
const STATX_MASK = k.STATX_BASIC_STATS | k.STATX_BTIME;
const NEWFSTATAT = wide(k.SYS_newfstatat);
const UTIMENSAT = wide(k.SYS_utimensat);
const encoder = new TextEncoder();

/** A path to the entry that a descriptor is open on; to a link itself if that is pinned. */
export function pathOfDescriptor(fd: number): CString {
  return cString(`/proc/self/fd/${fd}`);
}

/**
 * A path to an entry through its folder's descriptor, for calls that take no folder. The descriptor pins
 * the folder, so that nobody can swap it; the caller is responsible for the last component.
 */
export function pathThroughDescriptor(folder: number, name: CString): CString {
  const prefix = encoder.encode(`/proc/self/fd/${folder}/`);
  const length = cStringLength(name, 0);
  const path = new Uint8Array(prefix.length + length + 1);
  path.set(prefix);
  path.set(name.subarray(0, length), prefix.length);
  return path;
}

export function metadataCalls(
  { c, failure, openat, close }: OpenLibC,
  inodeFlags: Pick<FlagCalls, "complete">,
): MetadataCalls {
  // struct timespec times[2]: access, modification; i64 seconds, i64 nanoseconds each.
  const times = new Uint32Array(8);
  const timesBytes = new Uint8Array(times.buffer);
  const plainStat = new Uint8Array(STRUCT_STAT_BYTES);
  let statxWorks = true;
  let hasStatx = false;

  const statAny = frequent((folder: number, name: CString, flags: number, stat: FileStat) => {
    if (statxWorks) {
      const error = c.statx(folder, name, flags, STATX_MASK, stat.bytes) === 0
        ? 0
        : failure(c.statx, folder, name, flags, STATX_MASK, stat.bytes);
      if (error === 0) {
        hasStatx = true;
        inodeFlags.complete(folder, name, flags, stat);
      }
      // A filter denies each call: after one that succeeded, EPERM is the file system's answer about this entry.
      if (hasStatx || (error !== -ENOSYS && error !== -EPERM)) return error;
      statxWorks = false;
    }
    const error = c.newfstatat(NEWFSTATAT, folder, name, plainStat, flags) === 0
      ? 0
      : failure(c.newfstatat, NEWFSTATAT, folder, name, plainStat, flags);
    if (error === 0) statxOfStat(plainStat, stat);
    return error;
  });

  function pin(folder: number, name: CString): number {
    return openat(folder, name, k.O_PATH | k.O_NOFOLLOW | k.O_CLOEXEC, 0);
  }

  function setTimesFrom(stat: FileStat): void {
    const { words } = stat;
    times[0] = words[WORD.atime];
    times[1] = words[WORD.atime + 1];
    times[2] = words[WORD.atimeNsec];
    times[4] = words[WORD.mtime];
    times[5] = words[WORD.mtime + 1];
    times[6] = words[WORD.mtimeNsec];
  }

  function setTimesOfPinned(fd: number): number {
    if (c.utimensat(fd, EMPTY, timesBytes, ITSELF) === 0) return 0;
    const error = failure(c.utimensat, fd, EMPTY, timesBytes, ITSELF);
    if (error !== -EINVAL) return error; // kernels before 5.8 know no AT_EMPTY_PATH here
    return c.utimensat(k.AT_FDCWD, pathOfDescriptor(fd), timesBytes, 0) === 0
      ? 0
      : failure(c.utimensat, k.AT_FDCWD, pathOfDescriptor(fd), timesBytes, 0);
  }

  return {
    stat: (folder, name, stat) => statAny(folder, name, k.AT_SYMLINK_NOFOLLOW, stat),
    statFollowing: (folder, name, stat) => statAny(folder, name, 0, stat),
    statHandle: (handle, stat) => statAny(handle, EMPTY, k.AT_EMPTY_PATH, stat),
    setMode: frequent((handle, mode) => {
      return c.fchmod(handle, mode) === 0 ? 0 : failure(c.fchmod, handle, mode);
    }),
    setOwner: frequent((handle, uid, gid) => {
      return c.fchown(handle, uid >>> 0, gid >>> 0) === 0
        ? 0
        : failure(c.fchown, handle, uid >>> 0, gid >>> 0);
    }),
    setTimes: frequent((handle, from) => {
      setTimesFrom(from);
      return c.futimens(UTIMENSAT, handle, null, timesBytes, 0n) === 0
        ? 0
        : failure(c.futimens, UTIMENSAT, handle, null, timesBytes, 0n);
    }),
    setModeAt(folder, name, mode) {
      if (name[0] === 0) {
        return c.chmod(pathOfDescriptor(folder), mode) === 0
          ? 0
          : failure(c.chmod, pathOfDescriptor(folder), mode);
      }
      // No chmod refuses links: O_PATH pins the entry, and its name in /proc leads to the entry itself.
      const fd = pin(folder, name);
      if (fd < 0) return fd;
      const result = c.chmod(pathOfDescriptor(fd), mode) === 0
        ? 0
        : failure(c.chmod, pathOfDescriptor(fd), mode);
      close(fd);
      return result;
    },
    setOwnerAt: frequent((folder, name, uid, gid) => {
      return c.fchownat(folder, name, uid >>> 0, gid >>> 0, ITSELF) === 0
        ? 0
        : failure(c.fchownat, folder, name, uid >>> 0, gid >>> 0, ITSELF);
    }),
    setTimesAt: frequent((folder, name, from) => {
      setTimesFrom(from);
      if (name[0] === 0) return setTimesOfPinned(folder);
      return c.utimensat(folder, name, timesBytes, k.AT_SYMLINK_NOFOLLOW) === 0
        ? 0
        : failure(c.utimensat, folder, name, timesBytes, k.AT_SYMLINK_NOFOLLOW);
    }),
  };
}
