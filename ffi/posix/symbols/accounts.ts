// Users and groups (POSIX.1-2017), as Linux and Darwin declare them.

/** What all four end in. */
const INTO = [
  "buffer", // struct passwd * or struct group *
  "buffer", // char *buf
  "usize", // size_t buflen
  "buffer", // struct passwd ** or struct group **
] as const;

export const ACCOUNT_SYMBOLS = {
  getpwnam_r: {
    parameters: [
      "buffer", // const char *name
      ...INTO,
    ],
    result: "i32",
    optional: true,
  },
  getpwuid_r: {
    parameters: [
      "u32", // uid_t uid
      ...INTO,
    ],
    result: "i32",
    optional: true,
  },
  getgrnam_r: {
    parameters: [
      "buffer", // const char *name
      ...INTO,
    ],
    result: "i32",
    optional: true,
  },
  getgrgid_r: {
    parameters: [
      "u32", // gid_t gid
      ...INTO,
    ],
    result: "i32",
    optional: true,
  },
} as const satisfies Deno.ForeignLibraryInterface;
