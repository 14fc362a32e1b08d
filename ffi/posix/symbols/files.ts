// Files by descriptors (POSIX.1-2017), as Linux and Darwin declare them. off_t and ssize_t have 64 bits on
// every machine here; a mode passed to a variadic function is an int.

export const FILE_SYMBOLS = {
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
  ftruncate: {
    parameters: [
      "i32", // int fd
      "i64", // off_t length
    ],
    result: "i32",
  },
  fsync: { parameters: ["i32" /* int fd */], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;
