// Extended attributes (sys/xattr.h): with a position, for resource forks, and options beside what Linux has.

export const XATTR_SYMBOLS = {
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
} as const satisfies Deno.ForeignLibraryInterface;
