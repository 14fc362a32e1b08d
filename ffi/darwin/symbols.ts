// The functions of libSystem that ferry calls, one parameter a line with its C type and name (man pages
// of sections 2 and 3). Variadic ones are declared as they are called; variadic.ts says what becomes of
// that on arm64.
//
// ssize_t results are declared i32 where no call asks for more than 1 GiB; 64-bit arguments go as BigInts (wide.ts).

/** On x86-64 these names belong to calls with 32-bit inode numbers; the others end in $INODE64 (sys/cdefs.h). */
export const INODE64: ReadonlySet<string> = new Set([
  "fstat",
  "fstatat",
  "fdopendir",
  "readdir",
]);

/** Symbol table for Deno.dlopen. */
export const LIBSYSTEM_SYMBOLS = {
  __error: { parameters: [], result: "pointer" },
  openat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "i32", // int oflag
      "u32", // mode_t mode, variadic
    ],
    result: "i32",
  },
  close: { parameters: ["i32" /* int fd */], result: "i32" },
  fcntl: {
    parameters: [
      "i32", // int fd
      "i32", // int cmd
      "i32", // int arg, variadic
    ],
    result: "i32",
  },
  flock: {
    parameters: [
      "i32", // int fd
      "i32", // int operation
    ],
    result: "i32",
  },
  lseek: {
    parameters: [
      "i32", // int fd
      "i64", // off_t offset
      "i32", // int whence
    ],
    result: "i64",
  },
  pread: {
    parameters: [
      "i32", // int fd
      "buffer", // void *buf
      "usize", // size_t nbyte
      "i64", // off_t offset
    ],
    result: "i32",
  },
  pwrite: {
    parameters: [
      "i32", // int fd
      "buffer", // const void *buf
      "usize", // size_t nbyte
      "i64", // off_t offset
    ],
    result: "i32",
  },
  ftruncate: {
    parameters: [
      "i32", // int fd
      "i64", // off_t length
    ],
    result: "i32",
  },
  fsync: { parameters: ["i32" /* int fd */], result: "i32" },
  mkdirat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "u32", // mode_t mode
    ],
    result: "i32",
  },
  unlinkat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "i32", // int flag
    ],
    result: "i32",
  },
  linkat: {
    parameters: [
      "i32", // int fd1
      "buffer", // const char *name1
      "i32", // int fd2
      "buffer", // const char *name2
      "i32", // int flag
    ],
    result: "i32",
  },
  symlinkat: {
    parameters: [
      "buffer", // const char *name1
      "i32", // int fd
      "buffer", // const char *name2
    ],
    result: "i32",
  },
  readlinkat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "buffer", // char *buf
      "usize", // size_t bufsize
    ],
    result: "i32",
  },
  renameat: {
    parameters: [
      "i32", // int fromfd
      "buffer", // const char *from
      "i32", // int tofd
      "buffer", // const char *to
    ],
    result: "i32",
  },
  renameatx_np: {
    parameters: [
      "i32", // int fromfd
      "buffer", // const char *from
      "i32", // int tofd
      "buffer", // const char *to
      "u32", // unsigned int flags
    ],
    result: "i32",
  },
  mkfifoat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "u32", // mode_t mode
    ],
    result: "i32",
    optional: true, // since macOS 13
  },
  mknodat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "u32", // mode_t mode
      "i32", // dev_t dev
    ],
    result: "i32",
    optional: true, // since macOS 13
  },
  fstat: {
    parameters: [
      "i32", // int fildes
      "buffer", // struct stat *buf
    ],
    result: "i32",
  },
  fstatat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "buffer", // struct stat *buf
      "i32", // int flag
    ],
    result: "i32",
  },
  fchmod: {
    parameters: [
      "i32", // int fildes
      "u32", // mode_t mode
    ],
    result: "i32",
  },
  fchmodat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "u32", // mode_t mode
      "i32", // int flag
    ],
    result: "i32",
  },
  fchown: {
    parameters: [
      "i32", // int fildes
      "u32", // uid_t owner
      "u32", // gid_t group
    ],
    result: "i32",
  },
  fchownat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "u32", // uid_t owner
      "u32", // gid_t group
      "i32", // int flag
    ],
    result: "i32",
  },
  fchflags: {
    parameters: [
      "i32", // int fd
      "u32", // u_int flags
    ],
    result: "i32",
  },
  futimens: {
    parameters: [
      "i32", // int fd
      "buffer", // const struct timespec times[2]
    ],
    result: "i32",
  },
  utimensat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "buffer", // const struct timespec times[2]
      "i32", // int flag
    ],
    result: "i32",
  },
  fgetattrlist: {
    parameters: [
      "i32", // int fd
      "buffer", // struct attrlist *attrList
      "buffer", // void *attrBuf
      "usize", // size_t attrBufSize
      "u32", // unsigned int options
    ],
    result: "i32",
  },
  getattrlistat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "buffer", // struct attrlist *attrList
      "buffer", // void *attrBuf
      "usize", // size_t attrBufSize
      "u64", // unsigned long options
    ],
    result: "i32",
  },
  getattrlistbulk: {
    parameters: [
      "i32", // int dirfd
      "buffer", // struct attrlist *attrList
      "buffer", // void *attrBuf
      "usize", // size_t attrBufSize
      "u64", // uint64_t options
    ],
    result: "i32",
  },
  fsetattrlist: {
    parameters: [
      "i32", // int fd
      "buffer", // struct attrlist *attrList
      "buffer", // void *attrBuf
      "usize", // size_t attrBufSize
      "u32", // unsigned int options
    ],
    result: "i32",
  },
  setattrlistat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "buffer", // struct attrlist *attrList
      "buffer", // void *attrBuf
      "usize", // size_t attrBufSize
      "u32", // uint32_t options
    ],
    result: "i32",
    optional: true, // since macOS 10.13
  },
  fdopendir: { parameters: ["i32" /* int fd */], result: "pointer" },
  readdir: { parameters: ["pointer" /* DIR *dirp */], result: "pointer" },
  closedir: { parameters: ["pointer" /* DIR *dirp */], result: "i32" },
  flistxattr: {
    parameters: [
      "i32", // int fd
      "buffer", // char *namebuff
      "usize", // size_t size
      "i32", // int options
    ],
    result: "i32",
  },
  fgetxattr: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *name
      "buffer", // void *value
      "usize", // size_t size
      "u32", // u_int32_t position
      "i32", // int options
    ],
    result: "i32",
  },
  fsetxattr: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *name
      "buffer", // const void *value
      "usize", // size_t size
      "u32", // u_int32_t position
      "i32", // int options
    ],
    result: "i32",
  },
  fremovexattr: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *name
      "i32", // int options
    ],
    result: "i32",
  },
  acl_get_fd_np: {
    parameters: [
      "i32", // int fd
      "u32", // acl_type_t type
    ],
    result: "pointer",
  },
  acl_set_fd_np: {
    parameters: [
      "i32", // int fd
      "pointer", // acl_t acl
      "u32", // acl_type_t type
    ],
    result: "i32",
  },
  acl_size: { parameters: ["pointer" /* acl_t acl */], result: "i64" },
  acl_copy_ext_native: {
    parameters: [
      "buffer", // void *buf
      "pointer", // acl_t acl
      "i64", // ssize_t size
    ],
    result: "i64",
  },
  acl_copy_int_native: { parameters: ["buffer" /* const void *buf */], result: "pointer" },
  acl_free: { parameters: ["pointer" /* void *obj */], result: "i32" },
  filesec_init: { parameters: [], result: "pointer" },
  filesec_set_property: {
    parameters: [
      "pointer", // filesec_t fsec
      "i32", // filesec_property_t property
      "pointer", // const void *value
    ],
    result: "i32",
  },
  filesec_free: { parameters: ["pointer" /* filesec_t fsec */], result: "void" },
  fchmodx_np: {
    parameters: [
      "i32", // int fildes
      "pointer", // filesec_t fsec
    ],
    result: "i32",
  },
  fclonefileat: {
    parameters: [
      "i32", // int srcfd
      "i32", // int dst_dirfd
      "buffer", // const char *dst
      "u32", // uint32_t flags
    ],
    result: "i32",
  },
  fcopyfile: {
    parameters: [
      "i32", // int from_fd
      "i32", // int to_fd
      "pointer", // copyfile_state_t state
      "u32", // copyfile_flags_t flags
    ],
    result: "i32",
  },
  copyfile_state_alloc: { parameters: [], result: "pointer" },
  copyfile_state_set: {
    parameters: [
      "pointer", // copyfile_state_t s
      "u32", // uint32_t flag
      "pointer", // const void *src
    ],
    result: "i32",
  },
  copyfile_state_get: {
    parameters: [
      "pointer", // copyfile_state_t s
      "u32", // uint32_t flag
      "buffer", // void *dst
    ],
    result: "i32",
  },
  copyfile_state_free: { parameters: ["pointer" /* copyfile_state_t s */], result: "i32" },
  setiopolicy_np: {
    parameters: [
      "i32", // int iotype
      "i32", // int scope
      "i32", // int policy
    ],
    result: "i32",
  },
  sysctlbyname: {
    parameters: [
      "buffer", // const char *name
      "buffer", // void *oldp
      "buffer", // size_t *oldlenp
      "pointer", // void *newp
      "usize", // size_t newlen
    ],
    result: "i32",
  },
  kill: {
    parameters: [
      "i32", // pid_t pid
      "i32", // int sig
    ],
    result: "i32",
  },
  umask: { parameters: ["u16" /* mode_t numask */], result: "u16" },
  geteuid: { parameters: [], result: "u32" },
  getegid: { parameters: [], result: "u32" },
  getgroups: {
    parameters: [
      "i32", // int gidsetsize
      "buffer", // gid_t grouplist[]
    ],
    result: "i32",
  },
  strerror: { parameters: ["i32" /* int errnum */], result: "pointer" },
} as const satisfies Deno.ForeignLibraryInterface;
