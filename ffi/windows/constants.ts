// Constants of the Windows headers, with the header named. tests/ffi/windows/constants_test.ts compares
// all of them with what a C compiler for Windows makes of the headers.

// winnt.h: access
export const FILE_READ_DATA = 0x0001;
export const FILE_WRITE_DATA = 0x0002;
export const FILE_TRAVERSE = 0x0020;
export const FILE_READ_ATTRIBUTES = 0x0080;
export const FILE_WRITE_ATTRIBUTES = 0x0100;
export const DELETE = 0x00010000;
export const READ_CONTROL = 0x00020000;
export const WRITE_DAC = 0x00040000;
export const WRITE_OWNER = 0x00080000;
export const SYNCHRONIZE = 0x00100000;

// winnt.h: sharing
export const FILE_SHARE_READ = 1;
export const FILE_SHARE_WRITE = 2;
export const FILE_SHARE_DELETE = 4;

// winnt.h: attributes
export const FILE_ATTRIBUTE_READONLY = 0x0001;
export const FILE_ATTRIBUTE_HIDDEN = 0x0002;
export const FILE_ATTRIBUTE_SYSTEM = 0x0004;
export const FILE_ATTRIBUTE_DIRECTORY = 0x0010;
export const FILE_ATTRIBUTE_ARCHIVE = 0x0020;
export const FILE_ATTRIBUTE_NORMAL = 0x0080;
export const FILE_ATTRIBUTE_SPARSE_FILE = 0x0200;
export const FILE_ATTRIBUTE_REPARSE_POINT = 0x0400;
export const FILE_ATTRIBUTE_COMPRESSED = 0x0800;
export const FILE_ATTRIBUTE_OFFLINE = 0x1000;
export const FILE_ATTRIBUTE_NOT_CONTENT_INDEXED = 0x2000;
export const FILE_ATTRIBUTE_ENCRYPTED = 0x4000;
export const FILE_ATTRIBUTE_RECALL_ON_OPEN = 0x40000;
export const FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS = 0x400000;

// winnt.h: what a file system can do
export const FILE_READ_ONLY_VOLUME = 0x00080000;
export const FILE_SUPPORTS_BLOCK_REFCOUNTING = 0x08000000;

// winnt.h: reparse points
export const IO_REPARSE_TAG_MOUNT_POINT = 0xa0000003;
export const IO_REPARSE_TAG_SYMLINK = 0xa000000c;
/** A tag with this bit stands for another name, as a symlink does (IsReparseTagNameSurrogate). */
export const REPARSE_NAME_SURROGATE = 0x20000000;

// winternl.h: dispositions and options of NtCreateFile
export const FILE_OPEN = 1;
export const FILE_CREATE = 2;
export const FILE_OVERWRITE_IF = 5;
export const FILE_DIRECTORY_FILE = 0x00000001;
export const FILE_SEQUENTIAL_ONLY = 0x00000004;
export const FILE_SYNCHRONOUS_IO_NONALERT = 0x00000020;
export const FILE_NON_DIRECTORY_FILE = 0x00000040;
export const FILE_OPEN_FOR_BACKUP_INTENT = 0x00004000;
export const FILE_OPEN_REPARSE_POINT = 0x00200000;
export const FILE_OPEN_NO_RECALL = 0x00400000;

// ntdef.h: flags of OBJECT_ATTRIBUTES
export const OBJ_CASE_INSENSITIVE = 0x0040;
export const OBJ_DONT_REPARSE = 0x1000;

// winternl.h: FILE_INFORMATION_CLASS
export const FileIdFullDirectoryInformation = 38;
export const FileBothDirectoryInformation = 3;
export const FileBasicInformation = 4;
export const FileRenameInformation = 10;
export const FileLinkInformation = 11;
export const FileDispositionInformation = 13;
export const FileAllInformation = 18;
export const FileEndOfFileInformation = 20;
export const FileStreamInformation = 22;
export const FileAttributeTagInformation = 35;
export const FileIdInformation = 59;
export const FileIdExtdDirectoryInformation = 60;
export const FileDispositionInformationEx = 64;
export const FileRenameInformationEx = 65;

// winternl.h: FS_INFORMATION_CLASS
export const FileFsVolumeInformation = 1;
export const FileFsSizeInformation = 3;
export const FileFsAttributeInformation = 5;

// winnt.h, winbase.h: flags of the Ex classes
export const FILE_DISPOSITION_DELETE = 0x01;
export const FILE_DISPOSITION_POSIX_SEMANTICS = 0x02;
export const FILE_DISPOSITION_IGNORE_READONLY_ATTRIBUTE = 0x10;
export const FILE_RENAME_REPLACE_IF_EXISTS = 0x01;
export const FILE_RENAME_POSIX_SEMANTICS = 0x02;
export const FILE_RENAME_IGNORE_READONLY_ATTRIBUTE = 0x40;

// winioctl.h
export const FSCTL_SET_REPARSE_POINT = 0x000900a4;
export const FSCTL_GET_REPARSE_POINT = 0x000900a8;
export const FSCTL_SET_SPARSE = 0x000900c4;
export const FSCTL_QUERY_ALLOCATED_RANGES = 0x000940cf;
export const FSCTL_SET_COMPRESSION = 0x0009c040;
export const FSCTL_GET_INTEGRITY_INFORMATION = 0x0009027c;
export const FSCTL_SET_INTEGRITY_INFORMATION = 0x0009c280;
export const FSCTL_DUPLICATE_EXTENTS_TO_FILE = 0x00098344;
export const COMPRESSION_FORMAT_DEFAULT = 1;

// winbase.h
export const COPY_FILE_FAIL_IF_EXISTS = 0x0001;
export const COPY_FILE_COPY_SYMLINK = 0x0800;
export const COPY_FILE_NO_BUFFERING = 0x1000;
export const SYMBOLIC_LINK_FLAG_DIRECTORY = 1;
export const SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE = 2;
export const FORMAT_MESSAGE_IGNORE_INSERTS = 0x0200;
export const FORMAT_MESSAGE_FROM_SYSTEM = 0x1000;
export const PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
export const THREAD_MODE_BACKGROUND_BEGIN = 0x00010000;

// winerror.h: what is refused before the system is asked
export const ERROR_NOT_SUPPORTED = 50;
export const ERROR_BAD_PATHNAME = 161;
export const ERROR_FILENAME_EXCED_RANGE = 206;

// winnt.h: what of a security descriptor is meant
export const OWNER_SECURITY_INFORMATION = 1;
export const GROUP_SECURITY_INFORMATION = 2;
export const DACL_SECURITY_INFORMATION = 4;

// winnt.h: flags of a security descriptor
export const SE_DACL_PRESENT = 0x0004;
export const SE_DACL_AUTO_INHERIT_REQ = 0x0100;
export const SE_DACL_AUTO_INHERITED = 0x0400;
export const SE_DACL_PROTECTED = 0x1000;
/** wdm.h */
export const SE_RESTORE_PRIVILEGE = 18;

// ntstatus.h
export const STATUS_BUFFER_OVERFLOW = 0x80000005 | 0;
export const STATUS_NO_MORE_FILES = 0x80000006 | 0;
export const STATUS_NOT_IMPLEMENTED = 0xc0000002 | 0;
export const STATUS_INVALID_INFO_CLASS = 0xc0000003 | 0;
export const STATUS_INVALID_PARAMETER = 0xc000000d | 0;
export const STATUS_NO_SUCH_FILE = 0xc000000f | 0;
export const STATUS_INVALID_DEVICE_REQUEST = 0xc0000010 | 0;
export const STATUS_END_OF_FILE = 0xc0000011 | 0;
export const STATUS_ACCESS_DENIED = 0xc0000022 | 0;
export const STATUS_INVALID_OWNER = 0xc000005a | 0;
export const STATUS_INVALID_PRIMARY_GROUP = 0xc000005b | 0;
export const STATUS_PRIVILEGE_NOT_HELD = 0xc0000061 | 0;
export const STATUS_BUFFER_TOO_SMALL = 0xc0000023 | 0;
export const STATUS_SHARING_VIOLATION = 0xc0000043 | 0;
export const STATUS_DELETE_PENDING = 0xc0000056 | 0;
export const STATUS_FILE_IS_A_DIRECTORY = 0xc00000ba | 0;
export const STATUS_NOT_SUPPORTED = 0xc00000bb | 0;
export const STATUS_NOT_A_DIRECTORY = 0xc0000103 | 0;
export const STATUS_CANNOT_DELETE = 0xc0000121 | 0;
export const STATUS_FILE_SYSTEM_LIMITATION = 0xc0000427 | 0;
export const STATUS_REPARSE_POINT_ENCOUNTERED = 0xc000050b | 0;
