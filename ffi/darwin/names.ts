// Giving, changing and taking away names on Darwin.

import type { CString } from "../c_string.ts";
import { EEXIST, EINVAL, ENOENT, ENOSYS, EOPNOTSUPP } from "../errno.ts";
import { S_IFIFO, S_IFMT } from "../file_stat.ts";
import type { NameCalls } from "../native_file_system.ts";
import { wide } from "../wide.ts";
import * as k from "./constants.ts";
import type { OpenLibSystem } from "./libsystem.ts";

/** dev_t (sys/types.h, makedev): 8 bits of major, 24 of minor. */
function makedev(major: number, minor: number): number {
  return major << 24 | minor;
}

export function nameCalls({ c, failure }: OpenLibSystem): NameCalls {
  function link(fromFolder: number, from: CString, toFolder: number, to: CString): number {
    return c.linkat(fromFolder, from, toFolder, to, 0) === 0 ? 0 : failure();
  }
  function unlink(folder: number, name: CString): number {
    return c.unlinkat(folder, name, 0) === 0 ? 0 : failure();
  }

  return {
    link,
    unlink,
    rename(fromFolder, from, toFolder, to) {
      return c.renameat(fromFolder, from, toFolder, to) === 0 ? 0 : failure();
    },
    renameNew(fromFolder, from, toFolder, to) {
      if (c.renameatx_np(fromFolder, from, toFolder, to, k.RENAME_EXCL) === 0) return 0;
      const error = failure();
      if (error !== -EOPNOTSUPP && error !== -EINVAL && error !== -ENOSYS) return error;
      // File systems without RENAME_EXCL (ENOTSUP) get the same by a link and an unlink.
      const linked = link(fromFolder, from, toFolder, to);
      if (linked < 0) return linked === -EEXIST || linked === -ENOENT ? linked : error;
      const unlinked = unlink(fromFolder, from);
      // Both names or the old one only, never a failure that leaves the new one behind.
      if (unlinked !== 0) unlink(toFolder, to);
      return unlinked;
    },
    makeSymlink(target, folder, name) {
      return c.symlinkat(target, folder, name) === 0 ? 0 : failure();
    },
    readSymlink(folder, name, buffer) {
      const length = c.readlinkat(folder, name, buffer, wide(buffer.length));
      return length >= 0 ? length : failure();
    },
    makeSpecial(folder, name, mode, rdevMajor, rdevMinor) {
      const made = (mode & S_IFMT) === S_IFIFO
        ? c.mkfifoat(folder, name, mode & ~S_IFMT)
        : c.mknodat(folder, name, mode, makedev(rdevMajor, rdevMinor));
      return made === 0 ? 0 : failure();
    },
  };
}
