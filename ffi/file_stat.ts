// One entry's metadata as every platform reports it. The fields lie in one buffer in the layout of
// Linux's struct statx (linux/stat.h), so that there the kernel fills it and nothing is copied;
// other platforms write the same words. 64-bit fields are read as two 32-bit words: a BigInt each
// would cost more than the system call saves.

const TWO_32 = 2 ** 32;
/** High word of 2^53, the first size that a number cannot hold exactly. */
const HUGE_HIGH_WORD = 2 ** 21;

/** Bytes of one of `WORD.blocks`. */
const BLOCK_BYTES = 512;

/** File type bits of `mode` (inode(7)). */
export const S_IFMT = 0o170000;
export const S_IFSOCK = 0o140000;
export const S_IFLNK = 0o120000;
export const S_IFREG = 0o100000;
export const S_IFBLK = 0o060000;
export const S_IFDIR = 0o040000;
export const S_IFCHR = 0o020000;
export const S_IFIFO = 0o010000;

/** Size of the buffer in bytes: struct statx. */
export const STAT_BYTES = 256;

/** Index of a 32-bit word in the buffer: the field's byte offset divided by 4. */
export const WORD = {
  /** Flags beside the mode, where a platform has some; the second word says how a file is stored. */
  attributes: 2,
  nlink: 4,
  uid: 5,
  gid: 6,
  mode: 7,
  ino: 8,
  size: 10,
  blocks: 12,
  /** Which bits of `attributes` are valid; all of them where the platform does not tell. */
  attributesMask: 14,
  atime: 16,
  atimeNsec: 18,
  /** The time of creation. */
  btime: 20,
  btimeNsec: 22,
  ctime: 24,
  ctimeNsec: 26,
  mtime: 28,
  mtimeNsec: 30,
  rdevMajor: 32,
  rdevMinor: 33,
  devMajor: 34,
  devMinor: 35,
  /** The mount by which the entry was reached, where the system tells. */
  mntId: 36,
} as const;

/** Indexes of spare words, which Linux leaves zero, for what struct statx has no field for. */
export const SPARE_WORD = {
  /** The upper half of the inode number, in two words, where it has 128 bits. */
  inoUpper: 60,
  isEncrypted: 62,
  isDataless: 63,
} as const;

/** The value of `nlink` where a listing does not tell the link count, which is 1 at least. */
export const NLINK_NOT_TOLD = 0;

/** Metadata of one entry, reused from entry to entry. */
export class FileStat {
  readonly bytes: Uint8Array<ArrayBuffer> = new Uint8Array(STAT_BYTES);
  readonly words: Uint32Array = new Uint32Array(this.bytes.buffer);

  constructor() {
    this.words[WORD.attributesMask] = 0xffff_ffff;
  }

  /** Type and permission bits; 16 bits wide in the layout. */
  get mode(): number {
    return this.words[WORD.mode] & 0xffff;
  }
  get type(): number {
    return this.words[WORD.mode] & S_IFMT;
  }
  /** One of ENTRY_TYPE: d_type is the type bits of mode (dirent.h, IFTODT). */
  get entryType(): number {
    return this.type >> 12;
  }
  /** Permission bits with setuid, setgid and sticky. */
  get permissions(): number {
    return this.words[WORD.mode] & 0o7777;
  }
  /** Flags beside the mode (`Abilities.attributes`). */
  get attributes(): number {
    return this.words[WORD.attributes];
  }
  /** Which bits of `attributes` are valid; flags that the file system lacks are not among them. */
  get attributesMask(): number {
    return this.words[WORD.attributesMask];
  }
  /** How a file is stored, as far as a new file must be told (`AttributeCalls.prepare`). */
  get storage(): number {
    return this.words[WORD.attributes + 1];
  }
  get isFolder(): boolean {
    return this.type === S_IFDIR;
  }
  get isFile(): boolean {
    return this.type === S_IFREG;
  }
  get isSymlink(): boolean {
    return this.type === S_IFLNK;
  }
  get nlink(): number {
    return this.words[WORD.nlink];
  }
  get uid(): number {
    return this.words[WORD.uid];
  }
  get gid(): number {
    return this.words[WORD.gid];
  }
  /** Bytes; exact up to 2^53. */
  get size(): number {
    return this.words[WORD.size] + this.words[WORD.size + 1] * TWO_32;
  }
  /** True if the size is too large for `size` to be exact. */
  get hasHugeSize(): boolean {
    return this.words[WORD.size + 1] >= HUGE_HIGH_WORD;
  }
  /** Bytes, in decimal digits. */
  get sizeText(): string {
    const high = this.words[WORD.size + 1];
    return high < HUGE_HIGH_WORD
      ? String(this.size)
      : String((BigInt(high) << 32n) + BigInt(this.words[WORD.size]));
  }
  /** True if the contents are not on this machine: reading would fetch them. */
  get isDataless(): boolean {
    return this.words[SPARE_WORD.isDataless] !== 0;
  }
  /** True if the file system keeps the contents encrypted and hands them out in plain: only the system copies them as they are. */
  get isEncrypted(): boolean {
    return this.words[SPARE_WORD.isEncrypted] !== 0;
  }
  /** Bytes that the file occupies: blocks of 512 bytes, whatever the file system's own are. */
  get allocatedBytes(): number {
    return (this.words[WORD.blocks] + this.words[WORD.blocks + 1] * TWO_32) * BLOCK_BYTES;
  }
  /** Seconds since 1970, negative before. */
  get mtimeSec(): number {
    return this.words[WORD.mtime] + (this.words[WORD.mtime + 1] | 0) * TWO_32;
  }
  /** Likewise: when anything of it changed, the name included. */
  get ctimeSec(): number {
    return this.words[WORD.ctime] + (this.words[WORD.ctime + 1] | 0) * TWO_32;
  }
  get mtimeNsec(): number {
    return this.words[WORD.mtimeNsec];
  }
  /** The device that holds the entry, as one number. */
  get dev(): number {
    return this.words[WORD.devMajor] * TWO_32 + this.words[WORD.devMinor];
  }

  /** The inode number, as far as a number holds it. */
  get inode(): number {
    return this.words[WORD.ino] + this.words[WORD.ino + 1] * TWO_32;
  }

  /** True if the entry has an inode number; 0, which FAT's root has, is none. */
  get hasInode(): boolean {
    const { words } = this;
    return (words[WORD.ino] | words[WORD.ino + 1] | words[SPARE_WORD.inoUpper] |
      words[SPARE_WORD.inoUpper + 1]) !== 0;
  }

  /** True if both are the same inode; false also if their numbers are not told. */
  hasSameInode(other: FileStat): boolean {
    return this.hasSameNumber(other) &&
      this.hasSameWord(other, WORD.devMajor) && this.hasSameWord(other, WORD.devMinor);
  }

  /** True if both have one inode number, each on its file system. */
  hasSameNumber(other: FileStat): boolean {
    return this.hasInode &&
      this.hasSameWord(other, WORD.ino) && this.hasSameWord(other, WORD.ino + 1) &&
      this.hasSameWord(other, SPARE_WORD.inoUpper) &&
      this.hasSameWord(other, SPARE_WORD.inoUpper + 1);
  }
  hasSameMtime(other: FileStat): boolean {
    return this.hasSameWord(other, WORD.mtime) && this.hasSameWord(other, WORD.mtime + 1) &&
      this.hasSameWord(other, WORD.mtimeNsec);
  }
  /** True if both have the same time of status change. */
  hasSameCtime(other: FileStat): boolean {
    return this.hasSameWord(other, WORD.ctime) && this.hasSameWord(other, WORD.ctime + 1) &&
      this.hasSameWord(other, WORD.ctimeNsec);
  }
  hasSameSize(other: FileStat): boolean {
    return this.hasSameWord(other, WORD.size) && this.hasSameWord(other, WORD.size + 1);
  }
  hasSameDevice(other: FileStat): boolean {
    return this.hasSameWord(other, WORD.rdevMajor) && this.hasSameWord(other, WORD.rdevMinor);
  }
  /** True if all of these words are the same in both; indexes of WORD and SPARE_WORD. */
  hasSameWords(other: FileStat, words: readonly number[]): boolean {
    for (let i = 0; i < words.length; i++) {
      if (this.words[words[i]] !== other.words[words[i]]) return false;
    }
    return true;
  }
  copyFrom(other: FileStat): void {
    this.words.set(other.words);
  }
  private hasSameWord(other: FileStat, word: number): boolean {
    return this.words[word] === other.words[word];
  }
}

/** Stores the number of bytes that a file occupies, given in two words, in the words of a stat. */
export function storeAllocated(to: Uint32Array, low: number, high: number): void {
  const blocks = Math.ceil((low + high * TWO_32) / BLOCK_BYTES);
  to[WORD.blocks] = blocks;
  to[WORD.blocks + 1] = Math.floor(blocks / TWO_32);
}

/** The major number of a device. @param dev as `FileStat.dev` */
export function majorOf(dev: number): number {
  return Math.floor(dev / TWO_32);
}

/** The minor number of a device. @param dev as `FileStat.dev` */
export function minorOf(dev: number): number {
  return dev % TWO_32;
}
