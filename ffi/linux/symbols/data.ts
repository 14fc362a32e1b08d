// What Linux has for moving bytes and making room for them.

import { PAIR_CALL } from "./files.ts";

export const DATA_SYMBOLS = {
  copy_file_range: PAIR_CALL,
  sendfile: {
    parameters: [
      "i32", // int out_fd
      "i32", // int in_fd
      "buffer", // off_t *offset
      "usize", // size_t count
    ],
    result: "i32",
  },
  ioctl_flags: {
    name: "ioctl",
    parameters: [
      "i32", // int fd
      "u64", // unsigned long request
      "buffer", // int *arg: FS_IOC_GETFLAGS and FS_IOC_SETFLAGS take flags
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
  fallocate: {
    parameters: [
      "i32", // int fd
      "i32", // int mode
      "i64", // off_t offset
      "i64", // off_t len
    ],
    result: "i32",
  },
  sync_file_range: {
    parameters: [
      "i32", // int fd
      "i64", // off64_t offset
      "i64", // off64_t nbytes, 0 for all
      "u32", // unsigned int flags
    ],
    result: "i32",
  },
  memcmp: {
    parameters: [
      "buffer", // const void *s1
      "buffer", // const void *s2
      "usize", // size_t n
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
} as const satisfies Deno.ForeignLibraryInterface;
