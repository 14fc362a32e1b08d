// Every number that ferry takes from Windows' headers against those headers, as the C compiler for
// Windows reads them. What is newer than the compiler's headers is listed here, and nothing else may be absent.

import { assertEquals } from "@std/assert";
import * as windows from "../../../ffi/windows/constants.ts";
import { CODES } from "../../../ffi/windows/error_codes.ts";
import * as structs from "../../../ffi/windows/structs.ts";
import { CValues, type Expected, numbersOf, offsets } from "../../support/c_values.ts";
import { testOrSkip } from "../../support/skip.ts";

const HEADERS = `
#define WIN32_NO_STATUS
#include <windows.h>
#include <winioctl.h>
#undef WIN32_NO_STATUS
#include <ntstatus.h>
#include <winternl.h>
#include <ntdef.h>
#include <stddef.h>

// As Microsoft documents them (winioctl.h): newer than the headers of mingw-w64 10.
typedef struct {
  HANDLE FileHandle;
  LARGE_INTEGER SourceFileOffset;
  LARGE_INTEGER TargetFileOffset;
  LARGE_INTEGER ByteCount;
} documented_DUPLICATE_EXTENTS_DATA;
typedef struct {
  WORD ChecksumAlgorithm;
  WORD Reserved;
  DWORD Flags;
  DWORD ChecksumChunkSizeInBytes;
  DWORD ClusterSizeInBytes;
} documented_FSCTL_GET_INTEGRITY_INFORMATION_BUFFER;
typedef struct {
  WORD ChecksumAlgorithm;
  WORD Reserved;
  DWORD Flags;
} documented_FSCTL_SET_INTEGRITY_INFORMATION_BUFFER;
`;

/** As Microsoft documents them (ntifs.h, winnt.h, ntstatus.h, winerror.h, wdm.h); headers of mingw-w64 10 lack them. */
const NEWER_THAN_THE_HEADERS = new Set([
  "ERROR_CLOUD_FILE_PROVIDER_NOT_RUNNING",
  "ERROR_DIRECTORY_NOT_SUPPORTED",
  "ERROR_DISK_QUOTA_EXCEEDED",
  "ERROR_NO_SUCH_DEVICE",
  "ERROR_REPARSE_POINT_ENCOUNTERED",
  "FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS",
  "FILE_ATTRIBUTE_RECALL_ON_OPEN",
  "FILE_RENAME_IGNORE_READONLY_ATTRIBUTE",
  "FILE_SUPPORTS_BLOCK_REFCOUNTING",
  "FileDispositionInformationEx",
  "FileIdExtdDirectoryInformation",
  "FileIdInformation",
  "FileRenameInformationEx",
  "SE_RESTORE_PRIVILEGE",
  "STATUS_REPARSE_POINT_ENCOUNTERED",
]);

/** What those headers call a constant, or what it is made of. */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  FILE_DISPOSITION_DELETE: "FILE_DISPOSITION_FLAG_DELETE",
  FILE_DISPOSITION_POSIX_SEMANTICS: "FILE_DISPOSITION_FLAG_POSIX_SEMANTICS",
  FILE_DISPOSITION_IGNORE_READONLY_ATTRIBUTE: "FILE_DISPOSITION_FLAG_IGNORE_READONLY_ATTRIBUTE",
  FILE_RENAME_REPLACE_IF_EXISTS: "FILE_RENAME_FLAG_REPLACE_IF_EXISTS",
  FILE_RENAME_POSIX_SEMANTICS: "FILE_RENAME_FLAG_POSIX_SEMANTICS",
  REPARSE_NAME_SURROGATE: "IsReparseTagNameSurrogate(0xffffffff)",
  IO_REPARSE_TAG_MOUNT_POINT: "(unsigned)IO_REPARSE_TAG_MOUNT_POINT",
  IO_REPARSE_TAG_SYMLINK: "(unsigned)IO_REPARSE_TAG_SYMLINK",
  FSCTL_DUPLICATE_EXTENTS_TO_FILE:
    "CTL_CODE(FILE_DEVICE_FILE_SYSTEM, 209, METHOD_BUFFERED, FILE_WRITE_DATA)",
  FSCTL_GET_INTEGRITY_INFORMATION:
    "CTL_CODE(FILE_DEVICE_FILE_SYSTEM, 159, METHOD_BUFFERED, FILE_ANY_ACCESS)",
  FSCTL_SET_INTEGRITY_INFORMATION:
    "CTL_CODE(FILE_DEVICE_FILE_SYSTEM, 160, METHOD_BUFFERED, FILE_READ_DATA | FILE_WRITE_DATA)",
};

/** The C name of each struct that goes by another one, and of fields that do. */
const C_NAMES: Readonly<Record<string, string>> = {
  FILE_ID_INFORMATION: "FILE_ID_INFO",
  FILE_ID_EXTD_DIR_INFORMATION: "FILE_ID_EXTD_DIR_INFO",
  SECURITY_DESCRIPTOR: "SECURITY_DESCRIPTOR_RELATIVE",
  FILE_ID_FULL_DIR_INFORMATION: "FILE_ID_FULL_DIRECTORY_INFORMATION",
  FILE_BOTH_DIR_INFORMATION: "FILE_BOTH_DIRECTORY_INFORMATION",
  DUPLICATE_EXTENTS_DATA: "documented_DUPLICATE_EXTENTS_DATA",
  FSCTL_GET_INTEGRITY_INFORMATION_BUFFER: "documented_FSCTL_GET_INTEGRITY_INFORMATION_BUFFER",
  FSCTL_SET_INTEGRITY_INFORMATION_BUFFER: "documented_FSCTL_SET_INTEGRITY_INFORMATION_BUFFER",
};
const C_FIELDS: Readonly<Record<string, string>> = {
  "FILE_ALL_INFORMATION.AllocationSize": "StandardInformation.AllocationSize",
  "FILE_ALL_INFORMATION.EndOfFile": "StandardInformation.EndOfFile",
  "FILE_ALL_INFORMATION.NumberOfLinks": "StandardInformation.NumberOfLinks",
  "FILE_ALL_INFORMATION.IndexNumber": "InternalInformation.IndexNumber",
  "FILE_RENAME_INFORMATION.Flags": "ReplaceIfExists",
  "REPARSE_DATA_BUFFER.SubstituteNameOffset": "SymbolicLinkReparseBuffer.SubstituteNameOffset",
  "REPARSE_DATA_BUFFER.SubstituteNameLength": "SymbolicLinkReparseBuffer.SubstituteNameLength",
  "REPARSE_DATA_BUFFER.PrintNameOffset": "SymbolicLinkReparseBuffer.PrintNameOffset",
  "REPARSE_DATA_BUFFER.PrintNameLength": "SymbolicLinkReparseBuffer.PrintNameLength",
  "REPARSE_DATA_BUFFER.SymbolicLinkPathBuffer": "SymbolicLinkReparseBuffer.PathBuffer",
  "REPARSE_DATA_BUFFER.MountPointPathBuffer": "MountPointReparseBuffer.PathBuffer",
};
const compiler = CValues.find(["x86_64-w64-mingw32-gcc"], HEADERS);
const reason = compiler === null ? "no C compiler for Windows" : null;

const isOld = ([name]: readonly [string, number]) => !NEWER_THAN_THE_HEADERS.has(name);

const CONSTANTS: Expected = Object.fromEntries(
  Object.entries(numbersOf(windows, /^[A-Z]/)).filter(isOld)
    .map(([name, value]) => [EXPRESSIONS[name] ?? name, value]),
);
const ERRORS: Expected = Object.fromEntries(
  Object.entries(CODES).map(([code, [name]]) => [name, Number(code)] as const).filter(isOld),
);
const OFFSETS: Expected = Object.assign(
  {},
  ...Object.entries(structs).map(([name, fields]) => structOffsets(name, fields)),
);

let compiled: Expected | null = null;

/** What the compiler makes of all expressions that some values are expected of; it is run once, since its headers are large. */
function valuesFor(expected: Expected): Expected {
  compiled ??= compiler!.of(Object.keys({ ...CONSTANTS, ...ERRORS, ...OFFSETS }));
  const values = compiled;
  return Object.fromEntries(Object.keys(expected).map((name) => [name, values[name]]));
}

testOrSkip("constants equal the C compiler's for Windows", reason, () => {
  assertEquals(valuesFor(CONSTANTS), CONSTANTS);
});

testOrSkip("names of Win32 errors stand for the C compiler's codes", reason, () => {
  assertEquals(valuesFor(ERRORS), ERRORS);
});

testOrSkip("offsets of structs equal the C compiler's for Windows", reason, () => {
  assertEquals(valuesFor(OFFSETS), OFFSETS);
});

/** `size` is that of the whole struct. */
function structOffsets(name: string, fields: Readonly<Record<string, number>>): Expected {
  const { size, ...rest } = fields;
  const cName = C_NAMES[name] ?? name;
  const field = (of: string) => C_FIELDS[`${name}.${of}`] ?? of;
  const expected = offsets(cName, rest, field);
  return size === undefined ? expected : { ...expected, [`sizeof(${cName})`]: size };
}
