// Types of file systems as /proc calls them, by the magic number of statfs(2). Of those that have one in common (ext2 to ext4,
// all of FUSE) it is the usual one.

import * as k from "./constants.ts";

/** By `f_type`. */
export const TYPE_NAMES: Readonly<Record<number, string>> = {
  [k.EXT4_SUPER_MAGIC]: "ext4",
  [k.XFS_SUPER_MAGIC]: "xfs",
  [k.BTRFS_SUPER_MAGIC]: "btrfs",
  [k.TMPFS_MAGIC]: "tmpfs",
  [k.RAMFS_MAGIC]: "ramfs",
  [k.F2FS_SUPER_MAGIC]: "f2fs",
  [k.OVERLAYFS_SUPER_MAGIC]: "overlay",
  [k.EXFAT_SUPER_MAGIC]: "exfat",
  [k.MSDOS_SUPER_MAGIC]: "vfat",
  [k.NFS_SUPER_MAGIC]: "nfs",
  [k.CIFS_SUPER_MAGIC]: "cifs",
  [k.SMB2_SUPER_MAGIC]: "cifs",
  [k.FUSE_SUPER_MAGIC]: "fuse",
};
