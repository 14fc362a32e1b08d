// The C functions that ferry calls on Linux, one parameter a line with its C type and name. Fixed and
// variadic functions share a calling convention on Linux x86-64 and arm64, so open() and syscall()
// are declared with as many parameters as are passed.
//
// ssize_t results are declared i32: no call here is asked for more than 1 GiB, so the value fits, and
// a number is cheaper than a BigInt; where a parameter has 64 bits it is the other way round (wide.ts). lseek() alone returns offsets and is i64.

/** Symbol table for Deno.dlopen; man page sections 2 and 3. */
export const LIBC_SYMBOLS = {
  __errno_location: { parameters: [], result: "pointer" },
  openat: {
    parameters: [
      "i32", // int dirfd
      "buffer", // const char *pathname
      "i32", // int flags
      "u32", // mode_t mode
    ],
    result: "i32",
  },
  close: { parameters: ["i32" /* int fd */], result: "i32" },
  pread: {
    parameters: [
      "i32", // int fd
      "buffer", // void *buf
      "usize", // size_t count
      "i64", // off_t offset
    ],
    result: "i32",
  },
  pwrite: {
    parameters: [
      "i32", // int fd
      "buffer", // const void *buf
      "usize", // size_t count
      "i64", // off_t offset
    ],
    result: "i32",
  },
  mkdirat: {
    parameters: [
      "i32", // int dirfd
      "buffer", // const char *pathname
      "u32", // mode_t mode
    ],
    result: "i32",
  },
  unlinkat: {
    parameters: [
      "i32", // int dirfd
      "buffer", // const char *pathname
      "i32", // int flags
    ],
    result: "i32",
  },
  linkat: {
    parameters: [
      "i32", // int olddirfd
      "buffer", // const char *oldpath
      "i32", // int newdirfd
      "buffer", // const char *newpath
      "i32", // int flags
    ],
    result: "i32",
  },
  fchmod: {
    parameters: [
      "i32", // int fd
      "u32", // mode_t mode
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
  flistxattr: {
    parameters: [
      "i32", // int fd
      "buffer", // char *list
      "usize", // size_t size
    ],
    result: "i32",
  },
  fstatat: {
    parameters: [
      "i32", // int dirfd
      "buffer", // const char *pathname
      "buffer", // struct stat *statbuf
      "i32", // int flags
    ],
    result: "i32",
    optional: true, // glibc before 2.33 has no such symbol; it has statx() since 2.28
  },
  statx: {
    parameters: [
      "i32", // int dirfd
      "buffer", // const char *pathname
      "i32", // int flags
      "u32", // unsigned int mask
      "buffer", // struct statx *statxbuf
    ],
    result: "i32",
    optional: true, // musl has it since 1.2.5
  },
  copy_file_range: {
    parameters: [
      "i32", // int fd_in
      "buffer", // off64_t *off_in
      "i32", // int fd_out
      "buffer", // off64_t *off_out
      "usize", // size_t len
      "u32", // unsigned int flags
    ],
    result: "i32",
    optional: true, // glibc 2.27, musl 1.1.24
  },
  getdents64: {
    name: "syscall",
    parameters: [
      "i64", // long number
      "u32", // unsigned int fd
      "buffer", // struct linux_dirent64 *dirent
      "u32", // unsigned int count
    ],
    result: "i32",
  },
  openat2: {
    name: "syscall",
    parameters: [
      "i64", // long number
      "i32", // int dirfd
      "buffer", // const char *pathname
      "buffer", // struct open_how *how
      "usize", // size_t size
    ],
    result: "i32",
  },
  listxattrat: {
    name: "syscall",
    parameters: [
      "i64", // long number
      "i32", // int dirfd
      "buffer", // const char *path
      "u32", // unsigned int at_flags
      "buffer", // char *list
      "usize", // size_t size
    ],
    result: "i32",
  },
  strerror: { parameters: ["i32" /* int errnum */], result: "pointer" },
  geteuid: { parameters: [], result: "u32" },
  getegid: { parameters: [], result: "u32" },
  getgroups: {
    parameters: [
      "i32", // int size
      "buffer", // gid_t list[]
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
  fsync: { parameters: ["i32" /* int fd */], result: "i32" },
  sync_file_range: {
    parameters: [
      "i32", // int fd
      "i64", // off64_t offset
      "i64", // off64_t nbytes, 0 for all
      "u32", // unsigned int flags
    ],
    result: "i32",
  },
  posix_fadvise: {
    parameters: [
      "i32", // int fd
      "i64", // off_t offset
      "i64", // off_t len
      "i32", // int advice
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
  fallocate: {
    parameters: [
      "i32", // int fd
      "i32", // int mode
      "i64", // off_t offset
      "i64", // off_t len
    ],
    result: "i32",
  },
  fstatfs: {
    parameters: [
      "i32", // int fd
      "buffer", // struct statfs *buf
    ],
    result: "i32",
  },
  ioctl: {
    parameters: [
      "i32", // int fd
      "u64", // unsigned long request
      "i32", // int arg: FICLONE takes the source's descriptor
    ],
    result: "i32",
  },
  sendfile: {
    parameters: [
      "i32", // int out_fd
      "i32", // int in_fd
      "buffer", // off_t *offset
      "usize", // size_t count
    ],
    result: "i32",
  },
  mknodat: {
    parameters: [
      "i32", // int dirfd
      "buffer", // const char *pathname
      "u32", // mode_t mode
      "u64", // dev_t dev
    ],
    result: "i32",
  },
  renameat: {
    parameters: [
      "i32", // int olddirfd
      "buffer", // const char *oldpath
      "i32", // int newdirfd
      "buffer", // const char *newpath
    ],
    result: "i32",
  },
  symlinkat: {
    parameters: [
      "buffer", // const char *target
      "i32", // int newdirfd
      "buffer", // const char *linkpath
    ],
    result: "i32",
  },
  readlinkat: {
    parameters: [
      "i32", // int dirfd
      "buffer", // const char *pathname
      "buffer", // char *buf
      "usize", // size_t bufsiz
    ],
    result: "i32",
  },
  chmod: {
    parameters: [
      "buffer", // const char *pathname
      "u32", // mode_t mode
    ],
    result: "i32",
  },
  fchown: {
    parameters: [
      "i32", // int fd
      "u32", // uid_t owner
      "u32", // gid_t group
    ],
    result: "i32",
  },
  fchownat: {
    parameters: [
      "i32", // int dirfd
      "buffer", // const char *pathname
      "u32", // uid_t owner
      "u32", // gid_t group
      "i32", // int flags
    ],
    result: "i32",
  },
  utimensat: {
    parameters: [
      "i32", // int dirfd
      "buffer", // const char *pathname
      "buffer", // const struct timespec times[2]
      "i32", // int flags
    ],
    result: "i32",
  },
  llistxattr: {
    parameters: [
      "buffer", // const char *path
      "buffer", // char *list
      "usize", // size_t size
    ],
    result: "i32",
  },
  listxattr: {
    parameters: [
      "buffer", // const char *path
      "buffer", // char *list
      "usize", // size_t size
    ],
    result: "i32",
  },
  fgetxattr: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *name
      "buffer", // void *value
      "usize", // size_t size
    ],
    result: "i32",
  },
  lgetxattr: {
    parameters: [
      "buffer", // const char *path
      "buffer", // const char *name
      "buffer", // void *value
      "usize", // size_t size
    ],
    result: "i32",
  },
  getxattr: {
    parameters: [
      "buffer", // const char *path
      "buffer", // const char *name
      "buffer", // void *value
      "usize", // size_t size
    ],
    result: "i32",
  },
  fsetxattr: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *name
      "buffer", // const void *value
      "usize", // size_t size
      "i32", // int flags
    ],
    result: "i32",
  },
  lsetxattr: {
    parameters: [
      "buffer", // const char *path
      "buffer", // const char *name
      "buffer", // const void *value
      "usize", // size_t size
      "i32", // int flags
    ],
    result: "i32",
  },
  setxattr: {
    parameters: [
      "buffer", // const char *path
      "buffer", // const char *name
      "buffer", // const void *value
      "usize", // size_t size
      "i32", // int flags
    ],
    result: "i32",
  },
  fremovexattr: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *name
    ],
    result: "i32",
  },
  lremovexattr: {
    parameters: [
      "buffer", // const char *path
      "buffer", // const char *name
    ],
    result: "i32",
  },
  removexattr: {
    parameters: [
      "buffer", // const char *path
      "buffer", // const char *name
    ],
    result: "i32",
  },
  renameat2: {
    name: "syscall",
    parameters: [
      "i64", // long number
      "i32", // int olddirfd
      "buffer", // const char *oldpath
      "i32", // int newdirfd
      "buffer", // const char *newpath
      "u32", // unsigned int flags
    ],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;
