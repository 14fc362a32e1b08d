// Making, changing, removing and comparing names on Darwin.

import { EINVAL, ENOSYS, EOPNOTSUPP } from "../errno.ts";
import { S_IFIFO, S_IFMT } from "../file_stat.ts";
import type { NameCalls } from "../calls/names.ts";
import type { NameKey } from "../calls/paths.ts";
import { withoutCase, withoutForm } from "../posix/name_keys.ts";
import { posixNameCalls, renamingByLink } from "../posix/names.ts";
import * as k from "./constants.ts";
import type { FolderTable } from "./folder_table.ts";
import type { OpenLibSystem } from "./libsystem.ts";

/** dev_t (sys/types.h, makedev): 8 bits of major, 24 of minor. */
function makedev(major: number, minor: number): number {
  return major << 24 | minor;
}

export function nameCalls(libSystem: OpenLibSystem, folders: FolderTable): NameCalls {
  const { c, failure } = libSystem;
  const posix = posixNameCalls(libSystem);

  /** A call that changes two names. */
  function changing(call: NameCalls["rename"]): NameCalls["rename"] {
    return (fromFolder, from, toFolder, to) => {
      folders.forget(fromFolder, from);
      folders.forget(toFolder, to);
      return call(fromFolder, from, toFolder, to);
    };
  }

  return {
    ...posix,
    link: changing(posix.link),
    rename: changing(posix.rename),
    unlink(folder, name) {
      folders.forget(folder, name);
      return posix.unlink(folder, name);
    },
    makeSymlink(target, folder, name) {
      folders.forget(folder, name);
      return posix.makeSymlink(target, folder, name);
    },
    renameNew: changing((fromFolder, from, toFolder, to) => {
      if (c.renameatx_np(fromFolder, from, toFolder, to, k.RENAME_EXCL) === 0) return 0;
      const error = failure(c.renameatx_np, fromFolder, from, toFolder, to, k.RENAME_EXCL);
      // File systems without RENAME_EXCL say ENOTSUP.
      if (error !== -EOPNOTSUPP && error !== -EINVAL && error !== -ENOSYS) return error;
      return renamingByLink(posix, error)(fromFolder, from, toFolder, to);
    }),
    exchange(folder, name, other) {
      folders.forget(folder, name);
      folders.forget(folder, other);
      return c.renameatx_np(folder, name, folder, other, k.RENAME_SWAP) === 0
        ? 0
        : failure(c.renameatx_np, folder, name, folder, other, k.RENAME_SWAP);
    },
    makeSpecial(folder, name, mode, rdevMajor, rdevMinor) {
      folders.forget(folder, name);
      if ((mode & S_IFMT) === S_IFIFO) {
        const permissions = mode & ~S_IFMT;
        return c.mkfifoat(folder, name, permissions) === 0
          ? 0
          : failure(c.mkfifoat, folder, name, permissions);
      }
      const device = makedev(rdevMajor, rdevMinor);
      return c.mknodat(folder, name, mode, device) === 0
        ? 0
        : failure(c.mknodat, folder, name, mode, device);
    },
  };
}

/**
 * How a folder compares names. APFS and HFS+ keep a name as it was given or decomposed, and find it by any composition
 * of its characters (NFC, NFD); most volumes ignore case as well, and so a folder that does not exist yet is taken to.
 */
export function nameKeyOf({ c }: OpenLibSystem, folder: number): NameKey {
  const tellsCaseApart = folder >= 0 && Number(c.fpathconf(folder, k._PC_CASE_SENSITIVE)) !== 0;
  return tellsCaseApart ? withoutForm : withoutCase;
}
