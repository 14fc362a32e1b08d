// Failures are named after the call that failed. The engine says it in Linux's words; here they are
// turned into the calls that Darwin has instead.

const NAMES: Readonly<Record<string, string>> = {
  openat2: "openat",
  read: "pread",
  write: "pwrite",
  getdents64: "getattrlistbulk",
  statx: "fstatat",
  fsync: "fcntl(F_FULLFSYNC)",
  sync_file_range: "fsync",
  futimens: "fsetattrlist",
  utimensat: "fsetattrlist",
  getxattr: "fgetxattr",
  setxattr: "fsetxattr",
  removexattr: "fremovexattr",
};

/** What Darwin has for a call of Linux's; a call of its own keeps its name. */
export function callName(linuxName: string): string {
  return NAMES[linuxName] ?? linuxName;
}
