// struct dirent with 64-bit inode numbers (sys/dirent.h), for file systems without getattrlistbulk(2):
// ino u64 at 0, seekoff u64 at 8, reclen u16 at 16, namlen u16 at 18, type u8 at 20, name at 21.

/** Byte offsets of the fields that are read. */
export const DIRENT = { nameLength: 18, type: 20, name: 21 } as const;

/** Bytes of a record up to its name. */
export const DIRENT_HEADER_BYTES = DIRENT.name;
