// Giving, changing and taking away names on Linux.

import { EINVAL, ENOSYS, EPERM } from "../errno.ts";
import type { NameCalls } from "../calls/names.ts";
import { posixNameCalls, renamingByLink } from "../posix/names.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";
import { wide } from "../lazy_symbols.ts";

const RENAMEAT2 = wide(k.SYS_renameat2);

/** dev_t of glibc and musl (bits/sysmacros.h, makedev): major and minor in interleaved bit fields. */
function makedev(major: number, minor: number): bigint {
  const wideMajor = BigInt(major), wideMinor = BigInt(minor);
  return (wideMajor & 0xfffff000n) << 32n | (wideMajor & 0xfffn) << 8n |
    (wideMinor & 0xffffff00n) << 12n | (wideMinor & 0xffn);
}

export function nameCalls(libc: OpenLibC): NameCalls {
  const { c, failure } = libc;
  const posix = posixNameCalls(libc);

  return {
    ...posix,
    renameNew(fromFolder, from, toFolder, to) {
      const flags = k.RENAME_NOREPLACE;
      if (c.renameat2(RENAMEAT2, fromFolder, from, toFolder, to, flags) === 0) return 0;
      const error = failure(c.renameat2, RENAMEAT2, fromFolder, from, toFolder, to, flags);
      // File systems without RENAME_NOREPLACE say EINVAL.
      if (error !== -EINVAL && error !== -ENOSYS && error !== -EPERM) return error;
      return renamingByLink(posix, error)(fromFolder, from, toFolder, to);
    },
    exchange(folder, name, other) {
      return c.renameat2(RENAMEAT2, folder, name, folder, other, k.RENAME_EXCHANGE) === 0
        ? 0
        : failure(c.renameat2, RENAMEAT2, folder, name, folder, other, k.RENAME_EXCHANGE);
    },
    makeSpecial(folder, name, mode, rdevMajor, rdevMinor) {
      return c.mknodat(folder, name, mode, makedev(rdevMajor, rdevMinor)) === 0
        ? 0
        : failure(c.mknodat, folder, name, mode, makedev(rdevMajor, rdevMinor));
    },
  };
}
