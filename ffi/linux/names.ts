// Giving, changing and taking away names on Linux.

import { EINVAL, ENOSYS, EPERM } from "../errno.ts";
import type { NameCalls } from "../calls/names.ts";
import { posixNameCalls, renamingByLink } from "../posix/names.ts";
import * as k from "./constants.ts";
import { honestAnswers, type KindOf } from "./honest_errors.ts";
import type { OpenLibC } from "./libc.ts";
import { wide } from "../lazy_symbols.ts";
import { frequent } from "../frequent.ts";

const MKNODAT = wide(k.SYS_mknodat);
const RENAMEAT2 = wide(k.SYS_renameat2);

/** What the kernel takes for a device (linux/kdev_t.h, new_encode_dev): 12 bits of major, 20 of minor. */
function encodeDevice(major: number, minor: number): number {
  return ((minor & 0xff) | (major & 0xfff) << 8 | (minor & 0xfff00) << 12) >>> 0;
}

export function nameCalls(libc: OpenLibC, kindOf: KindOf): NameCalls {
  const { c, failure } = libc;
  const honest = honestAnswers(kindOf);
  const shared = posixNameCalls(libc);
  const posix: typeof shared = {
    ...shared,
    link: (fromFolder, from, toFolder, to) =>
      honest(shared.link(fromFolder, from, toFolder, to), toFolder),
  };

  return {
    ...posix,
    renameNew: frequent((fromFolder, from, toFolder, to) => {
      const flags = k.RENAME_NOREPLACE;
      if (c.renameat2(RENAMEAT2, fromFolder, from, toFolder, to, flags) === 0) return 0;
      const error = failure(c.renameat2, RENAMEAT2, fromFolder, from, toFolder, to, flags);
      // File systems without RENAME_NOREPLACE say EINVAL.
      if (error !== -EINVAL && error !== -ENOSYS && error !== -EPERM) return error;
      return renamingByLink(posix, error)(fromFolder, from, toFolder, to);
    }),
    exchange(folder, name, other) {
      return c.renameat2(RENAMEAT2, folder, name, folder, other, k.RENAME_EXCHANGE) === 0
        ? 0
        : failure(c.renameat2, RENAMEAT2, folder, name, folder, other, k.RENAME_EXCHANGE);
    },
    makeSpecial(folder, name, mode, rdevMajor, rdevMinor) {
      const device = encodeDevice(rdevMajor, rdevMinor);
      return c.mknodat(MKNODAT, folder, name, mode, device) === 0
        ? 0
        : failure(c.mknodat, MKNODAT, folder, name, mode, device);
    },
  };
}
