// Entries as getattrlistbulk(2) writes them: the attributes that a listing asks for, and their offsets. Their
// order is that of attr_pack_common and attr_pack_file in xnu's vfs_attrlist.c: the set of those returned, the
// error, then common, file and extended ones by their bits. Attributes that are not returned take no room.

import { ENTRY_TYPE } from "../listing.ts";
import { ATTRIBUTE_SET, attrList, HEADER_BYTES } from "./attr_list.ts";
import * as k from "./constants.ts";

/** The attributes of a stat; an entry that lacks one of them is asked by a call of its own. */
const STAT_COMMON = k.ATTR_CMN_NAME | k.ATTR_CMN_DEVID | k.ATTR_CMN_OBJTYPE | k.ATTR_CMN_CRTIME |
  k.ATTR_CMN_MODTIME | k.ATTR_CMN_CHGTIME | k.ATTR_CMN_ACCTIME | k.ATTR_CMN_OWNERID |
  k.ATTR_CMN_GRPID | k.ATTR_CMN_ACCESSMASK | k.ATTR_CMN_FLAGS | k.ATTR_CMN_FILEID;
const STAT_FILE = k.ATTR_FILE_LINKCOUNT | k.ATTR_FILE_DATALENGTH | k.ATTR_FILE_DATAALLOCSIZE;
const ALWAYS = k.ATTR_CMN_RETURNED_ATTRS | k.ATTR_CMN_ERROR;

/**
 * All that a stat tells, without ACLs: a list with ATTR_CMN_EXTENDED_SECURITY is answered entry by entry instead of
 * by the file system's own bulk call, and entries whose look-up fails are then left out without an error
 * (vfs_attrlist.c, readdirattr).
 */
export const ALL = attrList({ common: ALWAYS | STAT_COMMON, file: STAT_FILE });

/** Names and types, for systems and file systems that take no other list. */
export const NAMES = attrList({ common: ALWAYS | k.ATTR_CMN_NAME | k.ATTR_CMN_OBJTYPE });

/** Bytes of the largest record: some 170 and a name of 255 UTF-16 units in UTF-8. */
export const LARGEST_RECORD = 1024;

/** Word offsets in a record that has all of STAT_COMMON, from its name's reference on. */
export const FIELD = {
  name: 0, // attrreference_t
  dev: 2, // dev_t
  type: 3, // fsobj_type_t
  btime: 4, // struct timespec, and the following
  mtime: 8,
  ctime: 12,
  atime: 16,
  uid: 20,
  gid: 21,
  mode: 22, // u32
  flags: 23, // u32
  ino: 24, // u64
  nlink: 26, // u32
  size: 27, // off_t
  allocatedBytes: 29, // off_t
} as const;

/** Types of an entry by fsobj_type_t (sys/vnode.h, enum vtype). */
const TYPES: Readonly<Record<number, number>> = {
  [k.VREG]: ENTRY_TYPE.file,
  [k.VDIR]: ENTRY_TYPE.folder,
  [k.VBLK]: ENTRY_TYPE.blockDevice,
  [k.VCHR]: ENTRY_TYPE.charDevice,
  [k.VLNK]: ENTRY_TYPE.symlink,
  [k.VSOCK]: ENTRY_TYPE.socket,
  [k.VFIFO]: ENTRY_TYPE.fifo,
};

/** A reader of records in a buffer, one after the other. */
export class BulkRecord {
  readonly words: Uint32Array<ArrayBuffer>;
  /** Index of the word that FIELD counts from. */
  at = 0;
  hasStat = false;
  /** One of ENTRY_TYPE. */
  type: number = ENTRY_TYPE.unknown;
  /** Byte offset of the name, and its length without the NUL. */
  nameAt = 0;
  nameLength = 0;

  constructor(readonly bytes: Uint8Array<ArrayBuffer>) {
    this.words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  }

  /** Reads the record at byte `start`; the start of the next one. */
  read(start: number): number {
    const { words } = this;
    const head = start >> 2;
    const common = words[head + (4 + ATTRIBUTE_SET.common >> 2)];
    const file = words[head + (4 + ATTRIBUTE_SET.file >> 2)];
    this.at = head + (HEADER_BYTES >> 2) + ((common & k.ATTR_CMN_ERROR) !== 0 ? 1 : 0);
    this.nameAt = (this.at + FIELD.name << 2) + (words[this.at + FIELD.name] | 0);
    this.nameLength = words[this.at + FIELD.name + 1] - 1;
    this.type = this.#typeIn(common);
    this.hasStat = (common & STAT_COMMON) === STAT_COMMON && (file & STAT_FILE) === STAT_FILE;
    return start + words[head];
  }

  /** A record of an entry whose look-up failed has no type; a stat of the entry tells why. */
  #typeIn(common: number): number {
    if ((common & k.ATTR_CMN_OBJTYPE) === 0) return ENTRY_TYPE.unknown;
    const isBehindDevice = (common & k.ATTR_CMN_DEVID) !== 0;
    const type = this.words[this.at + (isBehindDevice ? FIELD.type : FIELD.dev)];
    return TYPES[type] ?? ENTRY_TYPE.unknown;
  }
}
