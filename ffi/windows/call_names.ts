// Failures are named after the call that failed. The engine says it in Linux's words; here they are
// turned into the calls that Windows has instead.

const NAMES: Readonly<Record<string, string>> = {
  openat: "NtCreateFile",
  openat2: "NtCreateFile",
  mkdirat: "NtCreateFile",
  close: "NtClose",
  read: "NtReadFile",
  write: "NtWriteFile",
  getdents64: "NtQueryDirectoryFile",
  statx: "NtQueryInformationFile",
  fsync: "NtFlushBuffersFile",
  ftruncate: "NtSetInformationFile(FileEndOfFileInformation)",
  futimens: "NtSetInformationFile(FileBasicInformation)",
  utimensat: "NtSetInformationFile(FileBasicInformation)",
  fchmod: "NtSetInformationFile(FileBasicInformation)",
  renameat: "NtSetInformationFile(FileRenameInformationEx)",
  linkat: "NtSetInformationFile(FileLinkInformation)",
  unlinkat: "NtSetInformationFile(FileDispositionInformationEx)",
  "unlinkat(AT_REMOVEDIR)": "NtSetInformationFile(FileDispositionInformationEx)",
  symlinkat: "CreateSymbolicLinkW",
  readlinkat: "NtFsControlFile(FSCTL_GET_REPARSE_POINT)",
  getxattr: "NtQuerySecurityObject",
  setxattr: "NtSetSecurityObject",
};

/** What Windows has for a call of Linux's; a call of its own keeps its name. */
export function callName(linuxName: string): string {
  return NAMES[linuxName] ?? linuxName;
}
