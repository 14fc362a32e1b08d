// Constants of Apple's C headers, with the header named. All are the same on x86-64 and arm64;
// tests/ffi/darwin/constants_test.ts compares them with the values that the headers give there.

// sys/fcntl.h
export const O_RDONLY = 0;
export const O_WRONLY = 1;
export const O_RDWR = 2;
export const O_NONBLOCK = 0x4;
export const O_NOFOLLOW = 0x100;
export const O_CREAT = 0x200;
export const O_EXCL = 0x800;
export const O_DIRECTORY = 0x100000;
export const O_SYMLINK = 0x200000;
export const O_CLOEXEC = 0x1000000;
export const O_NOFOLLOW_ANY = 0x20000000;
export const AT_FDCWD = -2;
export const AT_SYMLINK_NOFOLLOW = 0x20;
export const AT_REMOVEDIR = 0x80;
export const F_NOCACHE = 48;
export const F_FULLFSYNC = 51;
export const LOCK_EX = 2;
export const LOCK_NB = 4;
export const FILESEC_ACL = 5;

// unistd.h
export const _PC_CASE_SENSITIVE = 11;

// sys/unistd.h
export const SEEK_SET = 0;

// sys/mount.h
export const MNT_RDONLY = 0x1;
export const MNT_SYNCHRONOUS = 0x2;
export const MNT_NOEXEC = 0x4;
export const MNT_NOSUID = 0x8;
export const MNT_NODEV = 0x10;
export const MNT_NOATIME = 0x10000000;

// sys/stdio.h
export const RENAME_SWAP = 2;
export const RENAME_EXCL = 4;

// sys/clonefile.h
export const CLONE_NOFOLLOW = 1;
export const CLONE_NOOWNERCOPY = 2;
export const CLONE_ACL = 4;

// copyfile.h
export const COPYFILE_DATA = 8;
export const COPYFILE_STATE_STATUS_CB = 6;
export const COPYFILE_STATE_COPIED = 8;
export const COPYFILE_CONTINUE = 0;
export const COPYFILE_QUIT = 2;
export const COPYFILE_COPY_DATA = 4;
export const COPYFILE_ERR = 3;
export const COPYFILE_PROGRESS = 4;

// sys/attr.h
export const ATTR_BIT_MAP_COUNT = 5;
export const FSOPT_NOFOLLOW = 0x1;
export const FSOPT_ATTR_CMN_EXTENDED = 0x20;
export const ATTR_CMN_NAME = 0x1;
export const ATTR_CMN_DEVID = 0x2;
export const ATTR_CMN_OBJTYPE = 0x8;
export const ATTR_CMN_CRTIME = 0x200;
export const ATTR_CMN_MODTIME = 0x400;
export const ATTR_CMN_CHGTIME = 0x800;
export const ATTR_CMN_ACCTIME = 0x1000;
export const ATTR_CMN_OWNERID = 0x8000;
export const ATTR_CMN_GRPID = 0x10000;
export const ATTR_CMN_ACCESSMASK = 0x20000;
export const ATTR_CMN_FLAGS = 0x40000;
export const ATTR_CMN_EXTENDED_SECURITY = 0x400000;
export const ATTR_CMN_FILEID = 0x2000000;
export const ATTR_CMN_ERROR = 0x20000000;
export const ATTR_CMN_RETURNED_ATTRS = 0x80000000;
export const ATTR_VOL_INFO = 0x80000000;
export const ATTR_VOL_CAPABILITIES = 0x20000;
export const VOL_CAP_INT_EXTENDED_ATTR = 0x4000;
export const ATTR_FILE_LINKCOUNT = 0x1;
export const ATTR_FILE_DATALENGTH = 0x200;
export const ATTR_FILE_DATAALLOCSIZE = 0x400;
export const ATTR_CMNEXT_EXT_FLAGS = 0x200;

// sys/vnode.h
export const VREG = 1;
export const VDIR = 2;
export const VBLK = 3;
export const VCHR = 4;
export const VLNK = 5;
export const VSOCK = 6;
export const VFIFO = 7;

// sys/stat.h
export const UF_NODUMP = 0x1;
export const UF_IMMUTABLE = 0x2;
export const UF_APPEND = 0x4;
export const UF_OPAQUE = 0x8;
export const UF_HIDDEN = 0x8000;
export const SF_ARCHIVED = 0x10000;
export const SF_IMMUTABLE = 0x20000;
export const SF_APPEND = 0x40000;
export const SF_DATALESS = 0x40000000;
export const EF_NO_XATTRS = 0x2;

// sys/acl.h
export const ACL_TYPE_EXTENDED = 0x100;

// sys/resource.h
export const RLIMIT_NOFILE = 8;
export const PRIO_DARWIN_THREAD = 3;
export const PRIO_DARWIN_BG = 0x1000;
export const IOPOL_TYPE_VFS_MATERIALIZE_DATALESS_FILES = 3;
export const IOPOL_SCOPE_THREAD = 1;
export const IOPOL_MATERIALIZE_DATALESS_FILES_OFF = 1;
export const IOPOL_MATERIALIZE_DATALESS_FILES_ON = 2;

// sys/syslimits.h: a path in one system call, with its NUL; names are up to 255 UTF-16 units of UTF-8 on APFS
export const PATH_MAX = 1024;
export const NGROUPS_MAX = 16;
/** More descriptors than that setrlimit refuses, though the hard limit be none. */
export const OPEN_MAX = 10240;
