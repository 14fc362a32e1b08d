// Attribute lists (sys/attr.h, unistd.h): many attributes of an entry, or of all entries of a folder, in a
// call. The options are an unsigned int in some and an unsigned long in others.

export const ATTR_LIST_SYMBOLS = {
  getattrlist: {
    parameters: [
      "buffer", // const char *path
      "buffer", // struct attrlist *attrList
      "buffer", // void *attrBuf
      "usize", // size_t attrBufSize
      "u32", // unsigned int options
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
} as const satisfies Deno.ForeignLibraryInterface;
