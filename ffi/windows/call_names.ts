// Names of calls in messages. The engine names the calls of Linux; these are Windows' counterparts.

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

/** Windows' counterpart of a call of Linux; any other name stays as it is. */
export function callName(linuxName: string): string {
  return NAMES[linuxName] ?? linuxName;
}
