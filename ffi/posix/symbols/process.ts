// Who the process is, and what an error number means (POSIX.1-2017), as Linux and Darwin declare them.

export const PROCESS_SYMBOLS = {
  geteuid: { parameters: [], result: "u32" },
  getegid: { parameters: [], result: "u32" },
  getgroups: {
    parameters: [
      "i32", // int size
      "buffer", // gid_t list[]
    ],
    result: "i32",
  },
  strerror: { parameters: ["i32" /* int errnum */], result: "pointer" },
} as const satisfies Deno.ForeignLibraryInterface;
