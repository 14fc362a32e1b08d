// The process, the kernel and its policies: sys/resource.h, sys/sysctl.h, signal.h, sys/stat.h.

export const SYSTEM_SYMBOLS = {
  setiopolicy_np: {
    parameters: [
      "i32", // int iotype
      "i32", // int scope
      "i32", // int policy
    ],
    result: "i32",
  },
  setpriority: {
    parameters: [
      "i32", // int which
      "u32", // id_t who, 0 for the thread that calls
      "i32", // int prio
    ],
    result: "i32",
  },
  sysctlbyname: {
    parameters: [
      "buffer", // const char *name
      "buffer", // void *oldp
      "buffer", // size_t *oldlenp
      "pointer", // void *newp
      "usize", // size_t newlen
    ],
    result: "i32",
  },
  kill: {
    parameters: [
      "i32", // pid_t pid
      "i32", // int sig
    ],
    result: "i32",
  },
  getrlimit: {
    parameters: [
      "i32", // int resource
      "buffer", // struct rlimit *rlp
    ],
    result: "i32",
  },
  setrlimit: {
    parameters: [
      "i32", // int resource
      "buffer", // const struct rlimit *rlp
    ],
    result: "i32",
  },
  umask: { parameters: ["u16" /* mode_t numask */], result: "u16" },
} as const satisfies Deno.ForeignLibraryInterface;
