// File systems on which an inode number names a file for good: it is kept on disk or by a server, getdents64(2) tells it
// under each name of the file as statx(2) does, and every machine is told the same. Left out are those whose numbers
// may be made up as names are met: most of FUSE, CIFS, 9p.

import * as k from "./constants.ts";

/** `f_type` of statfs(2). Those without a name are not in linux/magic.h. */
export const STABLE_INODES: ReadonlySet<number> = new Set([
  k.EXT4_SUPER_MAGIC,
  k.XFS_SUPER_MAGIC,
  k.BTRFS_SUPER_MAGIC,
  k.F2FS_SUPER_MAGIC,
  k.TMPFS_MAGIC,
  k.RAMFS_MAGIC,
  // Numbers of its layers, for as long as it is mounted (Documentation/filesystems/overlayfs.rst).
  k.OVERLAYFS_SUPER_MAGIC,
  k.NFS_SUPER_MAGIC,
  0x2fc12fc1, // ZFS
  0xca451a4e, // bcachefs
  0x0bd00bd0, // Lustre
  0x00c36400, // CephFS
  0x47504653, // GPFS
  0x19830326, // BeeGFS
  0x01161970, // GFS2
  0x7461636f, // OCFS2
  0x3153464a, // JFS
  0x00003434, // NILFS
]);
