// Files, folders and their metadata, as far as the declaration is Darwin's own: calls that only Darwin has,
// and those with a mode_t or dev_t, which have 16 and 32 bits here.

export const DARWIN_SYMBOLS = {
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
  futimens: {
    parameters: [
      "i32", // int fd
      "buffer", // const struct timespec times[2]
    ],
    result: "i32",
  },
  fcntl: {
    parameters: [
      "i32", // int fd
      "i32", // int cmd
      "i64", // long arg, variadic: libSystem reads a whole slot whatever the command takes
    ],
    result: "i32",
  },
  mkdirat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "u16", // mode_t mode
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
      "u16", // mode_t mode
    ],
    result: "i32",
    optional: true, // since macOS 13
  },
  mknodat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "u16", // mode_t mode
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
  fstatfs: {
    parameters: [
      "i32", // int fd
      "buffer", // struct statfs *buf
    ],
    result: "i32",
  },
  fchmod: {
    parameters: [
      "i32", // int fildes
      "u16", // mode_t mode
    ],
    result: "i32",
  },
  fchmodat: {
    parameters: [
      "i32", // int fd
      "buffer", // const char *path
      "u16", // mode_t mode
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
  fdopendir: { parameters: ["i32" /* int fd */], result: "pointer" },
  readdir: { parameters: ["pointer" /* DIR *dirp */], result: "pointer" },
  closedir: { parameters: ["pointer" /* DIR *dirp */], result: "i32" },
  fpathconf: {
    parameters: [
      "i32", // int fildes
      "i32", // int name
    ],
    result: "i64",
  },
} as const satisfies Deno.ForeignLibraryInterface;
