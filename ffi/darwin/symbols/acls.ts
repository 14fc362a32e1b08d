// ACLs (sys/acl.h) and what removes them: a filesec_t (sys/stat.h, sys/fcntl.h).

export const ACL_SYMBOLS = {
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
} as const satisfies Deno.ForeignLibraryInterface;
