// Extended attributes on Linux (xattr(7)): by descriptor, by path, and by the path of a link itself.

import { SIZED_CALL } from "./files.ts";

export const XATTR_SYMBOLS = {
  flistxattr: {
    parameters: [
      "i32", // int fd
      "buffer", // char *list
      "usize", // size_t size
    ],
    result: "i32",
  },
  /** The same with the size 0, which a null pointer stands for. */
  flistxattrSize: SIZED_CALL,
  listxattr: {
    parameters: [
      "buffer", // const char *path
      "buffer", // char *list
      "usize", // size_t size
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
  fgetxattr: SIZED_CALL,
  getxattr: {
    parameters: [
      "buffer", // const char *path
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
  fremovexattr: {
    parameters: [
      "i32", // int fd
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
  lremovexattr: {
    parameters: [
      "buffer", // const char *path
      "buffer", // const char *name
    ],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;
