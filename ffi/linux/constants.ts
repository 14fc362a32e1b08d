// Constants of Linux's C headers, with the header named. Those that differ between x86-64 and arm64
// are chosen here and nowhere else; tests/ffi/linux/constants_test.ts compares all of them, for both machines,
// with the C compilers'.

/** Constants that differ from machine to machine. */
export const BY_MACHINE = {
  x86_64: {
    O_DIRECTORY: 0o200000,
    O_NOFOLLOW: 0o400000,
    O_TMPFILE: 0o20200000,
    SYS_close: 3,
    SYS_copy_file_range: 326,
    SYS_fgetxattr: 193,
    SYS_flistxattr: 196,
    SYS_fstatfs: 138,
    SYS_getdents64: 217,
    SYS_ioprio_set: 251,
    SYS_linkat: 265,
    SYS_mkdirat: 258,
    SYS_mknodat: 259,
    SYS_newfstatat: 262,
    SYS_openat: 257,
    SYS_renameat2: 316,
    SYS_statx: 332,
    SYS_utimensat: 280,
  },
  aarch64: {
    O_DIRECTORY: 0o40000,
    O_NOFOLLOW: 0o100000,
    O_TMPFILE: 0o20040000,
    SYS_close: 57,
    SYS_copy_file_range: 285,
    SYS_fgetxattr: 10,
    SYS_flistxattr: 13,
    SYS_fstatfs: 44,
    SYS_getdents64: 61,
    SYS_ioprio_set: 30,
    SYS_linkat: 37,
    SYS_mkdirat: 34,
    SYS_mknodat: 33,
    SYS_newfstatat: 79,
    SYS_openat: 56,
    SYS_renameat2: 276,
    SYS_statx: 291,
    SYS_utimensat: 88,
  },
} as const;

const HERE = BY_MACHINE[Deno.build.arch];

// fcntl.h
export const O_RDONLY = 0;
export const O_WRONLY = 1;
export const O_RDWR = 2;
export const O_CREAT = 0o100;
export const O_EXCL = 0o200;
export const O_NONBLOCK = 0o4000;
export const O_CLOEXEC = 0o2000000;
export const O_PATH = 0o10000000;
export const O_DIRECTORY = HERE.O_DIRECTORY;
export const O_NOFOLLOW = HERE.O_NOFOLLOW;
export const O_TMPFILE = HERE.O_TMPFILE;
export const AT_FDCWD = -100;
export const AT_SYMLINK_NOFOLLOW = 0x100;
export const AT_REMOVEDIR = 0x200;
export const AT_SYMLINK_FOLLOW = 0x400;
export const AT_EMPTY_PATH = 0x1000;

export const POSIX_FADV_WILLNEED = 3;
export const POSIX_FADV_DONTNEED = 4;
export const SYNC_FILE_RANGE_WAIT_BEFORE = 1;
export const SYNC_FILE_RANGE_WRITE = 2;
export const SYNC_FILE_RANGE_WAIT_AFTER = 4;

// linux/stat.h
export const STATX_BASIC_STATS = 0x7ff;
export const STATX_ATTR_APPEND = 0x20;
export const STATX_ATTR_MOUNT_ROOT = 0x2000;
export const STATX_BTIME = 0x800;
export const STATX_MNT_ID = 0x1000;

// linux/openat2.h
export const RESOLVE_NO_SYMLINKS = 0x04;
export const RESOLVE_BENEATH = 0x08;

// linux/fs.h
export const FS_IOC_GETFLAGS = 0x80086601;
export const FS_CASEFOLD_FL = 0x40000000;
export const FS_IOC_SETFLAGS = 0x40086602;
export const FS_SECRM_FL = 0x1;
export const FS_UNRM_FL = 0x2;
export const FS_COMPR_FL = 0x4;
export const FS_SYNC_FL = 0x8;
export const FS_IMMUTABLE_FL = 0x10;
export const FS_APPEND_FL = 0x20;
export const FS_NODUMP_FL = 0x40;
export const FS_NOATIME_FL = 0x80;
export const FS_NOCOMP_FL = 0x400;
export const FS_JOURNAL_DATA_FL = 0x4000;
export const FS_NOTAIL_FL = 0x8000;
export const FS_DIRSYNC_FL = 0x10000;
export const FS_TOPDIR_FL = 0x20000;
export const FS_NOCOW_FL = 0x800000;
export const FS_PROJINHERIT_FL = 0x20000000;
export const FICLONE = 0x40049409;
export const RENAME_NOREPLACE = 1;
export const RENAME_EXCHANGE = 2;

// linux/falloc.h
export const FALLOC_FL_KEEP_SIZE = 1;
export const FALLOC_FL_PUNCH_HOLE = 2;

// linux/magic.h
export const EXT4_SUPER_MAGIC = 0xef53;
export const XFS_SUPER_MAGIC = 0x58465342;
export const BTRFS_SUPER_MAGIC = 0x9123683e;
export const TMPFS_MAGIC = 0x01021994;
export const F2FS_SUPER_MAGIC = 0xf2f52010;
export const OVERLAYFS_SUPER_MAGIC = 0x794c7630;
export const EXFAT_SUPER_MAGIC = 0x2011bab0;
export const MSDOS_SUPER_MAGIC = 0x4d44;
export const NFS_SUPER_MAGIC = 0x6969;
export const V9FS_MAGIC = 0x01021997;
export const CIFS_SUPER_MAGIC = 0xff534d42;
export const SMB2_SUPER_MAGIC = 0xfe534d42;
export const FUSE_SUPER_MAGIC = 0x65735546;
export const RAMFS_MAGIC = 0x858458f6;

// sys/statvfs.h
export const ST_RDONLY = 1;
export const ST_NOSUID = 2;
export const ST_NODEV = 4;
export const ST_NOEXEC = 8;
export const ST_SYNCHRONOUS = 16;
export const ST_NOATIME = 1024;
export const ST_NODIRATIME = 2048;
export const ST_RELATIME = 4096;

// unistd.h
export const SEEK_SET = 0;
export const SEEK_DATA = 3;
export const SEEK_HOLE = 4;

// sys/file.h
export const LOCK_EX = 2;
export const LOCK_NB = 4;

// sys/resource.h
export const RLIMIT_NOFILE = 7;
export const PRIO_PROCESS = 0;

// sys/syscall.h
export const SYS_close = HERE.SYS_close;
export const SYS_copy_file_range = HERE.SYS_copy_file_range;
export const SYS_fgetxattr = HERE.SYS_fgetxattr;
export const SYS_flistxattr = HERE.SYS_flistxattr;
export const SYS_fstatfs = HERE.SYS_fstatfs;
export const SYS_getdents64 = HERE.SYS_getdents64;
export const SYS_ioprio_set = HERE.SYS_ioprio_set;
export const SYS_linkat = HERE.SYS_linkat;
export const SYS_mkdirat = HERE.SYS_mkdirat;
export const SYS_mknodat = HERE.SYS_mknodat;
export const SYS_newfstatat = HERE.SYS_newfstatat;
export const SYS_openat = HERE.SYS_openat;
export const SYS_renameat2 = HERE.SYS_renameat2;
export const SYS_statx = HERE.SYS_statx;
export const SYS_utimensat = HERE.SYS_utimensat;
export const SYS_openat2 = 437;
export const SYS_listxattrat = 465;

// limits.h: a path in one system call, with its NUL
export const PATH_MAX = 4096;
