// Whether folders ignore the case of names, as far as the system tells: by a flag of each folder (ext4, f2fs, tmpfs,
// if the kernel was built for it), or by a setting of the whole file system (xfs).

import type { Casing } from "../calls/storage.ts";
import type { CaseCalls } from "../calls/paths.ts";
import { withoutCase, withoutCaseByLetter } from "../posix/name_keys.ts";
import { wide } from "../lazy_symbols.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";
import { reading } from "../permission.ts";

const GETFLAGS = wide(k.FS_IOC_GETFLAGS);

/** XFS_IOC_FSGEOMETRY_V1 and struct xfs_fsop_geom_v1 of xfs_fs.h, which is no part of the kernel's own headers. */
const GEOMETRY = wide(0x80705864);
const GEOMETRY_BYTES = 112;
const GEOMETRY_FLAGS = 92;
const IGNORES_ASCII_CASE = 1 << 13;

/** Files that exist if the kernel can fold case. */
const FEATURES: Readonly<Record<number, string>> = {
  [k.EXT4_SUPER_MAGIC]: "/sys/fs/ext4/features/casefold",
  [k.F2FS_SUPER_MAGIC]: "/sys/fs/f2fs/features/casefold",
  [k.TMPFS_MAGIC]: "/sys/fs/tmpfs/features/casefold",
};

export function caseCalls({ c, failure }: OpenLibC): CaseCalls {
  const word = new Uint32Array(2);
  const bytes = new Uint8Array(word.buffer);
  return {
    caseKey: withoutCaseByLetter,
    caseKeyOf(folder) {
      const error = c.ioctl_flags(folder, GETFLAGS, bytes) === 0
        ? 0
        : failure(c.ioctl_flags, folder, GETFLAGS, bytes);
      return error === 0 && (word[0] & k.FS_CASEFOLD_FL) !== 0 ? withoutCase : null;
    },
  };
}

/** Of the file system of an open file. */
export function casingOf({ c, failure }: OpenLibC, magic: number, file: number): Casing {
  switch (magic) {
    case k.EXT4_SUPER_MAGIC:
    case k.F2FS_SUPER_MAGIC:
    case k.TMPFS_MAGIC:
      return exists(FEATURES[magic]) ? "by folder" : "told";
    case k.BTRFS_SUPER_MAGIC:
    case k.OVERLAYFS_SUPER_MAGIC:
    case k.RAMFS_MAGIC:
      return "told";
    case k.XFS_SUPER_MAGIC: {
      const geometry = new Uint8Array(GEOMETRY_BYTES);
      const error = c.ioctl_flags(file, GEOMETRY, geometry) === 0
        ? 0
        : failure(c.ioctl_flags, file, GEOMETRY, geometry);
      const flags = new DataView(geometry.buffer).getUint32(GEOMETRY_FLAGS, true);
      return error === 0 && (flags & IGNORES_ASCII_CASE) !== 0 ? "ignored" : "told";
    }
    default:
      return "unknown";
  }
}

function exists(path: string): boolean {
  try {
    reading(path, Deno.statSync);
    return true;
  } catch {
    return false;
  }
}
