// Reading and setting mode, owner, times and flags on Darwin. One call of fsetattrlist(2) sets all three times, that
// of creation among them.

import type { CString } from "../c_string.ts";
import { EINVAL, ENOSYS, EOPNOTSUPP } from "../errno.ts";
import { type FileStat, WORD } from "../file_stat.ts";
import type { AttributeCalls, MetadataCalls } from "../calls/metadata.ts";
import { wide } from "../lazy_symbols.ts";
import { attrList } from "./attr_list.ts";
import * as k from "./constants.ts";
import type { FolderTable } from "./folder_table.ts";
import type { OpenLibSystem } from "./libsystem.ts";
import { StructStat } from "./struct_stat.ts";

const ALL_TIMES = attrList({
  common: k.ATTR_CMN_CRTIME | k.ATTR_CMN_MODTIME | k.ATTR_CMN_ACCTIME,
});
const FLAGS = attrList({ common: k.ATTR_CMN_FLAGS });
/** struct timespec: i64 seconds, i64 nanoseconds. */
const TIMESPEC_WORDS = 4;

type Calls =
  & MetadataCalls
  & Pick<AttributeCalls, "setAttributes" | "setAttributesAt">;

/** @param keptFlags the bits of st_flags that this process keeps; the others stay as they are */
export function metadataCalls(
  { c, failure }: OpenLibSystem,
  folders: FolderTable,
  keptFlags: number,
): Calls {
  const found = new StructStat(keptFlags);
  const current = new StructStat(-1);
  // In the order of their bits: creation, modification, access.
  const allTimes = new Uint32Array(3 * TIMESPEC_WORDS);
  const allTimesBytes = new Uint8Array(allTimes.buffer);
  // struct timespec times[2]: access, modification.
  const twoTimes = new Uint32Array(2 * TIMESPEC_WORDS);
  const twoTimesBytes = new Uint8Array(twoTimes.buffer);
  const flagBits = new Uint32Array(1);
  const flagBytes = new Uint8Array(flagBits.buffer);

  const result = (value: number) => value === 0 ? 0 : failure();

  function statAt(folder: number, name: CString, into: StructStat, flags: number): number {
    return c.fstatat(folder, name, into.bytes, flags) === 0
      ? 0
      : failure(c.fstatat, folder, name, into.bytes, flags);
  }

  function statOpen(handle: number, into: StructStat): number {
    return c.fstat(handle, into.bytes) === 0 ? 0 : failure(c.fstat, handle, into.bytes);
  }

  /** Copies what was found, if anything was, and passes `error` on. */
  function fill(error: number, stat: FileStat): number {
    if (error === 0) found.copyTo(stat);
    return error;
  }

  /** The current flags, with the kept ones as in `from`. */
  function flagsLike(from: FileStat): number {
    return (current.flags & ~keptFlags | from.attributes) >>> 0;
  }

  /** Sets the times by `all`, or by `two` if the file system cannot set a time of creation. */
  function setTimesBy(from: FileStat, all: () => number, two: () => number): number {
    if (hasCreationTime(from)) {
      put(allTimes, 0, from, WORD.btime);
      put(allTimes, 1, from, WORD.mtime);
      put(allTimes, 2, from, WORD.atime);
      const error = result(all());
      if (error !== -EOPNOTSUPP && error !== -EINVAL && error !== -ENOSYS) return error;
    }
    put(twoTimes, 0, from, WORD.atime);
    put(twoTimes, 1, from, WORD.mtime);
    return result(two());
  }

  return {
    stat(folder, name, stat) {
      if (folders.fill(folder, name, stat)) return 0;
      return fill(statAt(folder, name, found, k.AT_SYMLINK_NOFOLLOW), stat);
    },
    statFollowing: (folder, name, stat) => fill(statAt(folder, name, found, 0), stat),
    statHandle: (handle, stat) => fill(statOpen(handle, found), stat),
    setMode: (handle, mode) => result(c.fchmod(handle, mode)),
    setOwner: (handle, uid, gid) => result(c.fchown(handle, uid >>> 0, gid >>> 0)),
    setTimes: (handle, from) =>
      setTimesBy(
        from,
        () => c.fsetattrlist(handle, ALL_TIMES, allTimesBytes, wide(allTimesBytes.length), 0),
        () => c.futimens(handle, twoTimesBytes),
      ),
    setAttributes(handle, from) {
      const error = statOpen(handle, current);
      if (error < 0) return error;
      return result(c.fchflags(handle, flagsLike(from)));
    },
    setModeAt(folder, name, mode) {
      folders.forget(folder, name);
      return result(c.fchmodat(folder, name, mode, k.AT_SYMLINK_NOFOLLOW));
    },
    setOwnerAt(folder, name, uid, gid) {
      folders.forget(folder, name);
      return result(c.fchownat(folder, name, uid >>> 0, gid >>> 0, k.AT_SYMLINK_NOFOLLOW));
    },
    setTimesAt(folder, name, from) {
      folders.forget(folder, name);
      return setTimesBy(
        from,
        () => setListAt(folder, name, ALL_TIMES, allTimesBytes),
        () => c.utimensat(folder, name, twoTimesBytes, k.AT_SYMLINK_NOFOLLOW),
      );
    },
    setAttributesAt(folder, name, from) {
      folders.forget(folder, name);
      const error = statAt(folder, name, current, k.AT_SYMLINK_NOFOLLOW);
      if (error < 0) return error;
      flagBits[0] = flagsLike(from);
      return result(setListAt(folder, name, FLAGS, flagBytes));
    },
  };

  function setListAt(
    folder: number,
    name: CString,
    list: Uint8Array<ArrayBuffer>,
    values: Uint8Array<ArrayBuffer>,
  ): number {
    return c.setattrlistat(folder, name, list, values, wide(values.length), k.FSOPT_NOFOLLOW);
  }
}

/** File systems without times of creation leave them zero. */
function hasCreationTime({ words }: FileStat): boolean {
  return (words[WORD.btime] | words[WORD.btime + 1] | words[WORD.btimeNsec]) !== 0;
}

function put(times: Uint32Array, index: number, { words }: FileStat, word: number): void {
  const at = index * TIMESPEC_WORDS;
  times[at] = words[word];
  times[at + 1] = words[word + 1];
  times[at + 2] = words[word + 2];
}
