// Files, folders and their metadata, as far as the declaration is Linux's own: calls that only Linux has,
// and those with a mode_t or dev_t, which have 32 and 64 bits here.

/**
 * Calls by their number, with what a folder or file, a path or memory, and two small numbers are. One declaration for
 * several calls is bound once. The kernel takes 32 bits of the small ones: what is in a register beside them may be
 * anything.
 */
const SMALL_CALL = {
  name: "syscall",
  parameters: [
    "i64", // long number
    "i32", // int fd
    "buffer", // const char *pathname, struct linux_dirent64 *dirent, struct statfs *buf
    "u32", // int flags, mode_t mode, unsigned int count; 0 for a call without
    "u32", // mode_t mode; 0 for a call without
  ],
  result: "i32",
} as const satisfies Deno.ForeignFunction;

/** The same for two times memory, and a size or flags. */
export const SIZED_CALL = {
  name: "syscall",
  parameters: [
    "i64", // long number
    "i32", // int fd
    "buffer", // const char *pathname, const char *name
    "buffer", // struct open_how *how, void *value, const struct timespec times[2]; null for a size of 0
    "usize", // size_t size, int flags
  ],
  result: "i32",
} as const satisfies Deno.ForeignFunction;

/** The same for two folders or files, with memory for each. */
export const PAIR_CALL = {
  name: "syscall",
  parameters: [
    "i64", // long number
    "i32", // int fd_in, int olddirfd
    "buffer", // off64_t *off_in, const char *oldpath
    "i32", // int fd_out, int newdirfd
    "buffer", // off64_t *off_out, const char *newpath
    "usize", // size_t len, int flags
    "u32", // unsigned int flags; 0 for a call without
  ],
  result: "i32",
} as const satisfies Deno.ForeignFunction;

export const LINUX_SYMBOLS = {
  mallopt: {
    parameters: [
      "i32", // int param
      "i32", // int value
    ],
    result: "i32",
    optional: true, // musl has none
  },
  openat: SMALL_CALL,
  close: SMALL_CALL,
  mkdirat: SMALL_CALL,
  fstatfs: SMALL_CALL,
  linkatByNumber: PAIR_CALL, // for files without a name, which are copied
  futimens: SIZED_CALL,
  fchmod: {
    parameters: [
      "i32", // int fd
      "u32", // mode_t mode
    ],
    result: "i32",
  },
  newfstatat: {
    name: "syscall", // glibc has fstatat() since 2.33
    parameters: [
      "i64", // long number
      "i32", // int dirfd
      "buffer", // const char *pathname
      "buffer", // struct stat *statbuf
      "i32", // int flags
    ],
    result: "i32",
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
    optional: true, // glibc has it since 2.28, musl since 1.2.5; before that `statxByNumber`
  },
  statxByNumber: {
    name: "syscall",
    parameters: [
      "i64", // long number
      "i32", // int dirfd
      "buffer", // const char *pathname
      "i32", // int flags
      "u32", // unsigned int mask
      "buffer", // struct statx *statxbuf
    ],
    result: "i32",
  },
  getdents64: SMALL_CALL,
  openat2: SIZED_CALL,
  mknodat: {
    name: "syscall", // glibc has mknodat() since 2.33
    parameters: [
      "i64", // long number
      "i32", // int dirfd
      "buffer", // const char *pathname
      "u32", // mode_t mode
      "u32", // unsigned int dev
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
  setpriority: {
    parameters: [
      "i32", // int which
      "u32", // id_t who, 0 for the thread that calls
      "i32", // int prio
    ],
    result: "i32",
  },
  ioprio_set: {
    name: "syscall",
    parameters: [
      "i64", // long number
      "i32", // int which
      "i32", // int who, 0 for the thread that calls
      "i32", // int ioprio
    ],
    result: "i32",
  },
  prlimit: {
    parameters: [
      "i32", // pid_t pid
      "i32", // enum __rlimit_resource resource
      "buffer", // const struct rlimit *new_limit
      "buffer", // struct rlimit *old_limit
    ],
    result: "i32",
  },
  umask: { parameters: ["u32" /* mode_t mask */], result: "u32" },
} as const satisfies Deno.ForeignLibraryInterface;
