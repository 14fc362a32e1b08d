// Offsets and sizes in bytes of the C structs that are read and written here, for 64-bit Windows. One
// table a struct; tests/ffi/windows/constants_test.ts compares each field with the C compiler's.

/** ntdef.h */
export const UNICODE_STRING = { Length: 0, MaximumLength: 2, Buffer: 8, size: 16 } as const;

/** ntdef.h */
export const OBJECT_ATTRIBUTES = {
  Length: 0,
  RootDirectory: 8,
  ObjectName: 16,
  Attributes: 24,
  size: 48,
} as const;

/** winternl.h */
export const IO_STATUS_BLOCK = { Status: 0, Information: 8, size: 16 } as const;

/** winternl.h; times in ticks of 100 ns, 0 leaves one as it is. */
export const FILE_BASIC_INFORMATION = {
  CreationTime: 0,
  LastAccessTime: 8,
  LastWriteTime: 16,
  ChangeTime: 24,
  FileAttributes: 32,
  size: 40,
} as const;

/** winternl.h; a FILE_BASIC_INFORMATION comes first. */
export const FILE_ALL_INFORMATION = {
  AllocationSize: 40,
  EndOfFile: 48,
  NumberOfLinks: 56,
  IndexNumber: 64,
  size: 104,
} as const;

/** winternl.h */
export const FILE_ATTRIBUTE_TAG_INFORMATION = {
  FileAttributes: 0,
  ReparseTag: 4,
  size: 8,
} as const;

/** winbase.h, FILE_ID_INFO */
export const FILE_ID_INFORMATION = { VolumeSerialNumber: 0, FileId: 8, size: 24 } as const;

/** ntifs.h; what comes in a listing. For a reparse point EaSize is its tag. */
export const FILE_ID_FULL_DIR_INFORMATION = {
  NextEntryOffset: 0,
  CreationTime: 8,
  LastAccessTime: 16,
  LastWriteTime: 24,
  ChangeTime: 32,
  EndOfFile: 40,
  AllocationSize: 48,
  FileAttributes: 56,
  FileNameLength: 60,
  EaSize: 64,
  FileId: 72,
  FileName: 80,
} as const;

/** ntifs.h; up to EaSize as FILE_ID_FULL_DIR_INFORMATION, the numbers of 128 bits. */
export const FILE_ID_EXTD_DIR_INFORMATION = {
  NextEntryOffset: 0,
  FileAttributes: 56,
  FileNameLength: 60,
  ReparsePointTag: 68,
  FileId: 72,
  FileName: 88,
} as const;

/** ntifs.h; up to EaSize as FILE_ID_FULL_DIR_INFORMATION. */
export const FILE_BOTH_DIR_INFORMATION = {
  NextEntryOffset: 0,
  FileAttributes: 56,
  FileNameLength: 60,
  EaSize: 64,
  ShortNameLength: 68,
  ShortName: 70,
  FileName: 94,
} as const;

/** winnt.h, FILE_RENAME_INFO; FILE_LINK_INFORMATION is laid out the same. Flags stand where ReplaceIfExists stood. */
export const FILE_RENAME_INFORMATION = {
  Flags: 0,
  RootDirectory: 8,
  FileNameLength: 16,
  FileName: 20,
  size: 24,
} as const;

/** winternl.h */
export const FILE_STREAM_INFORMATION = {
  NextEntryOffset: 0,
  StreamNameLength: 4,
  StreamSize: 8,
  StreamName: 24,
} as const;

/** ntifs.h; the head of every reparse point, then that of symlinks and of mount points. */
export const REPARSE_DATA_BUFFER = {
  ReparseTag: 0,
  ReparseDataLength: 4,
  SubstituteNameOffset: 8,
  SubstituteNameLength: 10,
  PrintNameOffset: 12,
  PrintNameLength: 14,
  SymbolicLinkPathBuffer: 20,
  MountPointPathBuffer: 16,
} as const;

/** winnt.h, SECURITY_DESCRIPTOR_RELATIVE */
export const SECURITY_DESCRIPTOR = { Control: 2, Owner: 4, Group: 8, Dacl: 16 } as const;
/** winnt.h */
export const ACL = { AclSize: 2 } as const;
/** winnt.h */
export const SID = { SubAuthorityCount: 1, SubAuthority: 8 } as const;

/** winioctl.h */
export const FILE_ALLOCATED_RANGE_BUFFER = { FileOffset: 0, Length: 8, size: 16 } as const;

/** winioctl.h */
export const DUPLICATE_EXTENTS_DATA = {
  FileHandle: 0,
  SourceFileOffset: 8,
  TargetFileOffset: 16,
  ByteCount: 24,
  size: 32,
} as const;

/** winioctl.h; what FSCTL_GET_INTEGRITY_INFORMATION writes. */
export const FSCTL_GET_INTEGRITY_INFORMATION_BUFFER = {
  ChecksumAlgorithm: 0,
  Flags: 4,
  ClusterSizeInBytes: 12,
  size: 16,
} as const;

/** winioctl.h; what FSCTL_SET_INTEGRITY_INFORMATION reads. */
export const FSCTL_SET_INTEGRITY_INFORMATION_BUFFER = {
  ChecksumAlgorithm: 0,
  Flags: 4,
  size: 8,
} as const;

/** ntifs.h */
export const FILE_FS_VOLUME_INFORMATION = { VolumeSerialNumber: 8, size: 24 } as const;

/** ntifs.h */
export const FILE_FS_SIZE_INFORMATION = {
  TotalAllocationUnits: 0,
  AvailableAllocationUnits: 8,
  SectorsPerAllocationUnit: 16,
  BytesPerSector: 20,
  size: 24,
} as const;

/** ntifs.h */
export const FILE_FS_ATTRIBUTE_INFORMATION = { FileSystemAttributes: 0, size: 16 } as const;
