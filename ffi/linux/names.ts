// Giving, changing and taking away names on Linux.

import { EEXIST, EINVAL, ENOENT, ENOSYS, EPERM } from "../errno.ts";
import type { CString } from "../c_string.ts";
import type { NameCalls } from "../native_file_system.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";
import { wide } from "../wide.ts";

const RENAMEAT2 = wide(k.SYS_renameat2);

/** dev_t of glibc and musl (bits/sysmacros.h, makedev): major and minor in interleaved bit fields. */
function makedev(major: number, minor: number): bigint {
  const wideMajor = BigInt(major), wideMinor = BigInt(minor);
  return (wideMajor & 0xfffff000n) << 32n | (wideMajor & 0xfffn) << 8n |
    (wideMinor & 0xffffff00n) << 12n | (wideMinor & 0xffn);
}

export function nameCalls({ c, failure }: OpenLibC): NameCalls {
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
      const renamed = c.renameat2(
        RENAMEAT2,
        fromFolder,
        from,
        toFolder,
        to,
        k.RENAME_NOREPLACE,
      );
      if (renamed === 0) return 0;
      const error = failure();
      if (error !== -EINVAL && error !== -ENOSYS && error !== -EPERM) return error;
      // File systems without RENAME_NOREPLACE (EINVAL) get the same by a link and an unlink.
      const linked = link(fromFolder, from, toFolder, to);
      if (linked === 0) {
        const unlinked = unlink(fromFolder, from);
        // Both names or the old one only, never a failure that leaves the new one behind.
        if (unlinked !== 0) unlink(toFolder, to);
        return unlinked;
      }
      return linked === -EEXIST || linked === -ENOENT ? linked : error;
    },
    makeSymlink(target, folder, name) {
      return c.symlinkat(target, folder, name) === 0 ? 0 : failure();
    },
    readSymlink(folder, name, buffer) {
      const length = c.readlinkat(folder, name, buffer, wide(buffer.length));
      return length >= 0 ? length : failure();
    },
    makeSpecial(folder, name, mode, rdevMajor, rdevMinor) {
      return c.mknodat(folder, name, mode, makedev(rdevMajor, rdevMinor)) === 0 ? 0 : failure();
    },
  };
}
