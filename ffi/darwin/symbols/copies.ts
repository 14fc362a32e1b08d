// Whole files at once: sys/clonefile.h and copyfile.h.

export const COPY_SYMBOLS = {
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
} as const satisfies Deno.ForeignLibraryInterface;
