// The kind of file system that a file is on, by the name that statfs(2) tells.

import { KIND } from "../file_system_kinds.ts";
import type { OpenLibSystem } from "./libsystem.ts";

/**
 * struct statfs with 64-bit inode numbers (sys/mount.h), the same on x86-64 and arm64; on x86-64 only the call with
 * $INODE64 in its name fills it. Byte offsets of `f_bsize`, `f_blocks`, `f_bfree`, `f_bavail`, `f_files`, `f_ffree`,
 * `f_flags`, f_fstypename, f_mntonname (the path of the volume's root) and f_mntfromname.
 */
export const STRUCT_STATFS = {
  bsize: 0,
  blocks: 8,
  bfree: 16,
  bavail: 24,
  files: 32,
  ffree: 40,
  flags: 64,
  typeName: 72,
  mountedOn: 88,
  mountedFrom: 1112,
  size: 2168,
} as const;

/** File systems that do not keep everything; APFS does. */
const BY_NAME: Readonly<Record<string, number>> = {
  hfs: KIND.hfs,
  msdos: KIND.fat,
  exfat: KIND.exfat,
  ntfs: KIND.ntfs,
  nfs: KIND.nfs,
  smbfs: KIND.cifs,
  macfuse: KIND.fuse,
  osxfuse: KIND.fuse,
};
const decoder = new TextDecoder();

/** Gives the function that tells the kind of an open file's file system, as an index of the table. */
export function fileSystemKindBy({ c }: OpenLibSystem) {
  const statfs = new Uint8Array(STRUCT_STATFS.size);
  return (file: number): number => {
    if (c.fstatfs(file, statfs) !== 0) return KIND.whole;
    const name = decoder.decode(statfs.subarray(STRUCT_STATFS.typeName, STRUCT_STATFS.mountedOn));
    return BY_NAME[name.slice(0, name.indexOf("\0"))] ?? KIND.whole;
  };
}
