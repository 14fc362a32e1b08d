// The functions that ferry calls on Windows, one parameter a line with its C type and name. Nearly all
// are ntdll's: they take an open folder and a name in it, as openat(2) does, where kernel32 knows paths
// only, and they return their error, which nothing in between can change.
//
// A HANDLE is declared usize and goes as a number made wide: its value fits in 31 bits (winnt.h,
// "64-bit handles have 32 significant bits").

/** Symbol table for ntdll.dll; winternl.h and ntifs.h. */
export const NTDLL_SYMBOLS = {
  NtCreateFile: {
    parameters: [
      "buffer", // PHANDLE FileHandle
      "u32", // ACCESS_MASK DesiredAccess
      "buffer", // POBJECT_ATTRIBUTES ObjectAttributes
      "buffer", // PIO_STATUS_BLOCK IoStatusBlock
      "usize", // PLARGE_INTEGER AllocationSize
      "u32", // ULONG FileAttributes
      "u32", // ULONG ShareAccess
      "u32", // ULONG CreateDisposition
      "u32", // ULONG CreateOptions
      "usize", // PVOID EaBuffer
      "u32", // ULONG EaLength
    ],
    result: "i32",
  },
  NtClose: { parameters: ["usize" /* HANDLE Handle */], result: "i32" },
  NtQueryDirectoryFile: {
    parameters: [
      "usize", // HANDLE FileHandle
      "usize", // HANDLE Event
      "usize", // PIO_APC_ROUTINE ApcRoutine
      "usize", // PVOID ApcContext
      "buffer", // PIO_STATUS_BLOCK IoStatusBlock
      "buffer", // PVOID FileInformation
      "u32", // ULONG Length
      "u32", // FILE_INFORMATION_CLASS FileInformationClass
      "u8", // BOOLEAN ReturnSingleEntry
      "usize", // PUNICODE_STRING FileName
      "u8", // BOOLEAN RestartScan
    ],
    result: "i32",
  },
  NtQueryInformationFile: {
    parameters: [
      "usize", // HANDLE FileHandle
      "buffer", // PIO_STATUS_BLOCK IoStatusBlock
      "buffer", // PVOID FileInformation
      "u32", // ULONG Length
      "u32", // FILE_INFORMATION_CLASS FileInformationClass
    ],
    result: "i32",
  },
  NtSetInformationFile: {
    parameters: [
      "usize", // HANDLE FileHandle
      "buffer", // PIO_STATUS_BLOCK IoStatusBlock
      "buffer", // PVOID FileInformation
      "u32", // ULONG Length
      "u32", // FILE_INFORMATION_CLASS FileInformationClass
    ],
    result: "i32",
  },
  NtQueryVolumeInformationFile: {
    parameters: [
      "usize", // HANDLE FileHandle
      "buffer", // PIO_STATUS_BLOCK IoStatusBlock
      "buffer", // PVOID FsInformation
      "u32", // ULONG Length
      "u32", // FS_INFORMATION_CLASS FsInformationClass
    ],
    result: "i32",
  },
  NtReadFile: {
    parameters: [
      "usize", // HANDLE FileHandle
      "usize", // HANDLE Event
      "usize", // PIO_APC_ROUTINE ApcRoutine
      "usize", // PVOID ApcContext
      "buffer", // PIO_STATUS_BLOCK IoStatusBlock
      "buffer", // PVOID Buffer
      "u32", // ULONG Length
      "buffer", // PLARGE_INTEGER ByteOffset
      "usize", // PULONG Key
    ],
    result: "i32",
  },
  NtWriteFile: {
    parameters: [
      "usize", // HANDLE FileHandle
      "usize", // HANDLE Event
      "usize", // PIO_APC_ROUTINE ApcRoutine
      "usize", // PVOID ApcContext
      "buffer", // PIO_STATUS_BLOCK IoStatusBlock
      "buffer", // PVOID Buffer
      "u32", // ULONG Length
      "buffer", // PLARGE_INTEGER ByteOffset
      "usize", // PULONG Key
    ],
    result: "i32",
  },
  NtFlushBuffersFile: {
    parameters: [
      "usize", // HANDLE FileHandle
      "buffer", // PIO_STATUS_BLOCK IoStatusBlock
    ],
    result: "i32",
  },
  NtFsControlFile: {
    parameters: [
      "usize", // HANDLE FileHandle
      "usize", // HANDLE Event
      "usize", // PIO_APC_ROUTINE ApcRoutine
      "usize", // PVOID ApcContext
      "buffer", // PIO_STATUS_BLOCK IoStatusBlock
      "u32", // ULONG FsControlCode
      "buffer", // PVOID InputBuffer
      "u32", // ULONG InputBufferLength
      "buffer", // PVOID OutputBuffer
      "u32", // ULONG OutputBufferLength
    ],
    result: "i32",
  },
  NtQuerySecurityObject: {
    parameters: [
      "usize", // HANDLE Handle
      "u32", // SECURITY_INFORMATION SecurityInformation
      "buffer", // PSECURITY_DESCRIPTOR SecurityDescriptor
      "u32", // ULONG Length
      "buffer", // PULONG LengthNeeded
    ],
    result: "i32",
  },
  NtSetSecurityObject: {
    parameters: [
      "usize", // HANDLE Handle
      "u32", // SECURITY_INFORMATION SecurityInformation
      "buffer", // PSECURITY_DESCRIPTOR SecurityDescriptor
    ],
    result: "i32",
  },
  RtlAdjustPrivilege: {
    parameters: [
      "u32", // ULONG Privilege
      "u8", // BOOLEAN Enable
      "u8", // BOOLEAN CurrentThread
      "buffer", // PBOOLEAN Enabled
    ],
    result: "i32",
  },
  RtlNtStatusToDosError: { parameters: ["i32" /* NTSTATUS Status */], result: "u32" },
  RtlUpcaseUnicodeString: {
    parameters: [
      "buffer", // PUNICODE_STRING DestinationString
      "buffer", // PCUNICODE_STRING SourceString
      "u8", // BOOLEAN AllocateDestinationString
    ],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** Symbol table for kernel32.dll; winbase.h and fileapi.h. */
export const KERNEL32_SYMBOLS = {
  GetLastError: { parameters: [], result: "u32" },
  CopyFileExW: {
    parameters: [
      "buffer", // LPCWSTR lpExistingFileName
      "buffer", // LPCWSTR lpNewFileName
      "pointer", // LPPROGRESS_ROUTINE lpProgressRoutine
      "usize", // LPVOID lpData
      "pointer", // LPBOOL pbCancel
      "u32", // DWORD dwCopyFlags
    ],
    result: "i32",
  },
  CreateSymbolicLinkW: {
    parameters: [
      "buffer", // LPCWSTR lpSymlinkFileName
      "buffer", // LPCWSTR lpTargetFileName
      "u32", // DWORD dwFlags
    ],
    result: "u8", // BOOLEAN: only the low byte counts
  },
  GetFinalPathNameByHandleW: {
    parameters: [
      "usize", // HANDLE hFile
      "buffer", // LPWSTR lpszFilePath
      "u32", // DWORD cchFilePath
      "u32", // DWORD dwFlags
    ],
    result: "u32",
  },
  FormatMessageW: {
    parameters: [
      "u32", // DWORD dwFlags
      "usize", // LPCVOID lpSource
      "u32", // DWORD dwMessageId
      "u32", // DWORD dwLanguageId
      "buffer", // LPWSTR lpBuffer
      "u32", // DWORD nSize
      "usize", // va_list *Arguments
    ],
    result: "u32",
  },
  GetCurrentThread: { parameters: [], result: "usize" },
  SetThreadPriority: {
    parameters: [
      "usize", // HANDLE hThread
      "i32", // int nPriority
    ],
    result: "i32",
  },
  OpenProcess: {
    parameters: [
      "u32", // DWORD dwDesiredAccess
      "i32", // BOOL bInheritHandle
      "u32", // DWORD dwProcessId
    ],
    result: "usize",
  },
  Sleep: { parameters: ["u32" /* DWORD dwMilliseconds */], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;
