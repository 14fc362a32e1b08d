// The type of a file system by the magic number of statfs(2), which Node's API alone tells. Of those that have one in common
// (ext2 to ext4, all of FUSE) it is the usual one.

import { isGranted, isReadable } from "../permission.ts";
import * as k from "../linux/constants.ts";
import { node } from "./node.ts";

const TYPES: Readonly<Record<number, string>> = {
  [k.EXT4_SUPER_MAGIC]: "ext4",
  [k.XFS_SUPER_MAGIC]: "xfs",
  [k.BTRFS_SUPER_MAGIC]: "btrfs",
  [k.F2FS_SUPER_MAGIC]: "f2fs",
  [k.TMPFS_MAGIC]: "tmpfs",
  [k.RAMFS_MAGIC]: "ramfs",
  [k.OVERLAYFS_SUPER_MAGIC]: "overlay",
  [k.EXFAT_SUPER_MAGIC]: "exfat",
  [k.MSDOS_SUPER_MAGIC]: "vfat",
  [k.NFS_SUPER_MAGIC]: "nfs",
  [k.CIFS_SUPER_MAGIC]: "cifs",
  [k.SMB2_SUPER_MAGIC]: "cifs",
  [k.FUSE_SUPER_MAGIC]: "fuse",
};

/** Null for one without a name here, and where it may not be asked (--allow-sys=statfs). */
export function typeByMagic(path: string): string | null {
  if (!isGranted({ name: "sys", kind: "statfs" }) || !isReadable(path)) return null;
  try {
    return TYPES[node().statfsSync(path).type] ?? null;
  } catch {
    return null;
  }
}
