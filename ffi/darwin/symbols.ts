// The functions of libSystem that ferry calls, one parameter a line with its C type and name (man pages of
// sections 2 and 3). Variadic ones are declared as they are called; variadic.ts adapts them to arm64.
//
// ssize_t results are declared i32 where no call asks for more than 1 GiB; 64-bit arguments are BigInts (`wide`).

import { ACCOUNT_SYMBOLS } from "../posix/symbols/accounts.ts";
import { FILE_SYMBOLS } from "../posix/symbols/files.ts";
import { METADATA_SYMBOLS } from "../posix/symbols/metadata.ts";
import { NAME_SYMBOLS } from "../posix/symbols/names.ts";
import { PROCESS_SYMBOLS } from "../posix/symbols/process.ts";
import { ACL_SYMBOLS } from "./symbols/acls.ts";
import { ATTR_LIST_SYMBOLS } from "./symbols/attr_lists.ts";
import { COPY_SYMBOLS } from "./symbols/copies.ts";
import { DARWIN_SYMBOLS } from "./symbols/files.ts";
import { SYSTEM_SYMBOLS } from "./symbols/system.ts";
import { XATTR_SYMBOLS } from "./symbols/xattrs.ts";

/** On x86-64 these names belong to calls with 32-bit inode numbers; the others end in $INODE64 (sys/cdefs.h). */
export const INODE64: ReadonlySet<string> = new Set([
  "fstat",
  "fstatat",
  "fstatfs",
  "fdopendir",
  "readdir",
]);

/** Symbol table for Deno.dlopen. */
export const LIBSYSTEM_SYMBOLS = {
  __error: { parameters: [], result: "pointer" },
  ...FILE_SYMBOLS,
  ...NAME_SYMBOLS,
  ...METADATA_SYMBOLS,
  ...PROCESS_SYMBOLS,
  ...ACCOUNT_SYMBOLS,
  ...DARWIN_SYMBOLS,
  ...ATTR_LIST_SYMBOLS,
  ...XATTR_SYMBOLS,
  ...ACL_SYMBOLS,
  ...COPY_SYMBOLS,
  ...SYSTEM_SYMBOLS,
} as const satisfies Deno.ForeignLibraryInterface;
