// Names of calls in messages. The engine names the calls of Linux; these are Darwin's counterparts.

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

/** Darwin's counterpart of a call of Linux; any other name stays as it is. */
export function callName(linuxName: string): string {
  return NAMES[linuxName] ?? linuxName;
}
