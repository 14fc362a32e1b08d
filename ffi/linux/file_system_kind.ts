// The kind of file system that a file is on, by the magic number of statfs(2). All of FUSE have one: there the
// first sector of the mount's source, an image or a block device, tells the kind.

import { bytesOfBinaryText, cString } from "../c_string.ts";
import { ENODATA } from "../errno.ts";
import { S_IFBLK, S_IFMT, S_IFREG, STAT_BYTES, WORD } from "../file_stat.ts";
import { KIND } from "../file_system_kinds.ts";
import { wide } from "../lazy_symbols.ts";
import type { MountedFileSystem } from "../calls/mounts.ts";
import { MOUNT_INFO, parseMountInfo } from "../mount_info.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";
import { pathOfDescriptor } from "./metadata.ts";
import { procOf } from "./proc.ts";
import { STATX_MASK_WORD } from "./struct_stat.ts";

/** File systems that keep everything, or whose kind says what they do not keep. All others are tried. */
const BY_MAGIC: Readonly<Record<number, number>> = {
  [k.TMPFS_MAGIC]: KIND.endless,
  [k.RAMFS_MAGIC]: KIND.endless,
  [k.BTRFS_SUPER_MAGIC]: KIND.endless,
  [k.F2FS_SUPER_MAGIC]: KIND.whole,
  [k.XFS_SUPER_MAGIC]: KIND.xfs,
  [k.OVERLAYFS_SUPER_MAGIC]: KIND.overlay,
  [k.EXFAT_SUPER_MAGIC]: KIND.exfat,
  [k.MSDOS_SUPER_MAGIC]: KIND.fat,
  [k.NFS_SUPER_MAGIC]: KIND.nfs,
  [k.CIFS_SUPER_MAGIC]: KIND.cifs,
  [k.SMB2_SUPER_MAGIC]: KIND.cifs,
};

const EMPTY = cString("");
const FGETXATTR = wide(k.SYS_fgetxattr);
const ACCESS_ACL = cString("system.posix_acl_access");
/** Of ntfs-3g alone; it shows this to users who may not read the device, too. */
const NTFS_ATTRIBUTES = cString("system.ntfs_attrib");
const SECTOR_BYTES = 512;
/** Texts in a first sector, by their offsets. */
const SIGNATURES = [
  { at: 3, text: "EXFAT   ", kind: KIND.exfatByFuse },
  { at: 3, text: "NTFS    ", kind: KIND.ntfs },
  { at: 54, text: "FAT", kind: KIND.fat },
  { at: 82, text: "FAT32", kind: KIND.fat },
] as const;

/** Kinds by the subtype of a FUSE mount: `fuse.fusefat`. */
const SUBTYPES: Readonly<Record<string, number>> = {
  encfs: KIND.encfs,
  exfat: KIND.exfatByFuse,
  "exfat-fuse": KIND.exfatByFuse,
  fusefat: KIND.fat,
  ntfs: KIND.ntfs,
  "ntfs-3g": KIND.ntfs,
  "lowntfs-3g": KIND.ntfs,
  rclone: KIND.rclone,
};

/** The text behind `fuse.`, or empty. */
function subtypeOf({ type }: MountedFileSystem): string {
  return type.slice(type.indexOf(".") + 1 || type.length);
}

function kindOfSector(sector: string | null): number {
  const found = SIGNATURES.find(({ at, text }) => sector?.startsWith(text, at));
  return found?.kind ?? KIND.fuse;
}

/** Gives the function that tells the kind of an open file's file system, as an index of the table. */
export function fileSystemKindBy(libC: OpenLibC, magicOf: (file: number) => number) {
  const { c, failure, openat, close } = libC;
  const proc = procOf(libC);
  const bytes = new Uint8Array(STAT_BYTES);
  const words = new Uint32Array(bytes.buffer);

  function look(file: number, mask: number): boolean {
    return c.statx(file, EMPTY, k.AT_EMPTY_PATH, mask, bytes) === 0;
  }

  /** An inode with room for a time of birth, which is told then, has room for nanoseconds as well. */
  function extKind(file: number): number {
    const tellsBirth = look(file, k.STATX_BASIC_STATS | k.STATX_BTIME) &&
      (words[STATX_MASK_WORD] & k.STATX_BTIME) !== 0;
    return tellsBirth ? KIND.ext4 : KIND.oldExt;
  }

  function fuseKind(file: number): number {
    if (!look(file, k.STATX_BASIC_STATS)) return KIND.fuse;
    const text = proc.text(MOUNT_INFO);
    const device = `${words[WORD.devMajor]}:${words[WORD.devMinor]}`;
    const mounted = parseMountInfo(text ?? "").find(({ fileSystem }) => fileSystem === device);
    if (mounted === undefined) return KIND.fuse;
    const isNtfs = () => c.fgetxattr(FGETXATTR, file, NTFS_ATTRIBUTES, EMPTY, 0n) > 0;
    const kind = SUBTYPES[subtypeOf(mounted)] ??
      (isNtfs() ? KIND.ntfs : kindOfSector(firstSector(mounted.source)));
    const isWithPermissions = kind === KIND.ntfs && hasPermissions(file, mounted);
    return isWithPermissions ? KIND.ntfsWithPermissions : kind;
  }

  /**
   * True if ntfs-3g keeps owners and modes. Then it shows an ACL of every entry, or has no ACLs and lets the
   * kernel check permissions; but the kernel may also check those of a mount whose entries all have one owner.
   */
  function hasPermissions(file: number, { options }: MountedFileSystem): boolean {
    const length = c.fgetxattr(FGETXATTR, file, ACCESS_ACL, EMPTY, 0n);
    if (length > 0) return true;
    return options.includes("default_permissions") && failure() !== -ENODATA;
  }

  /** The first sector as binary text; null unless `path` leads to a readable device or image. */
  function firstSector(path: string): string | null {
    if (!path.startsWith("/")) return null;
    // Any user who may mount chooses that path: the file is opened only if its type is harmless.
    const name = cString(bytesOfBinaryText(path));
    const pinned = openat(k.AT_FDCWD, name, k.O_PATH | k.O_CLOEXEC, 0);
    if (pinned < 0) return null;
    const type = look(pinned, k.STATX_BASIC_STATS) ? words[WORD.mode] & S_IFMT : 0;
    const isReadable = type === S_IFREG || type === S_IFBLK;
    const flags = k.O_RDONLY | k.O_NONBLOCK | k.O_CLOEXEC;
    const fd = isReadable ? openat(k.AT_FDCWD, pathOfDescriptor(pinned), flags, 0) : -1;
    close(pinned);
    if (fd < 0) return null;
    const sector = new Uint8Array(SECTOR_BYTES);
    const length = Number(c.pread(fd, sector, BigInt(SECTOR_BYTES), 0n));
    close(fd);
    return length === SECTOR_BYTES ? String.fromCharCode(...sector) : null;
  }

  return (file: number): number => {
    const magic = magicOf(file);
    if (magic === k.EXT4_SUPER_MAGIC) return extKind(file);
    return magic === k.FUSE_SUPER_MAGIC ? fuseKind(file) : BY_MAGIC[magic] ?? KIND.opaque;
  };
}
