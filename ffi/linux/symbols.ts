// The C functions that ferry calls on Linux (man page sections 2 and 3), one parameter a line with its C type
// and name. Fixed and variadic functions share a calling convention on Linux x86-64 and arm64, so open() and
// syscall() are declared with as many parameters as are passed.
//
// ssize_t results are declared i32: no call here is asked for more than 1 GiB, so the value fits, and
// a number is cheaper than a BigInt; for parameters of 64 bits it is the other way round (`wide`). lseek() alone
// returns offsets and is i64.

import { ACCOUNT_SYMBOLS } from "../posix/symbols/accounts.ts";
import { FILE_SYMBOLS } from "../posix/symbols/files.ts";
import { METADATA_SYMBOLS } from "../posix/symbols/metadata.ts";
import { NAME_SYMBOLS } from "../posix/symbols/names.ts";
import { PROCESS_SYMBOLS } from "../posix/symbols/process.ts";
import { DATA_SYMBOLS } from "./symbols/data.ts";
import { LINUX_SYMBOLS } from "./symbols/files.ts";
import { XATTR_SYMBOLS } from "./symbols/xattrs.ts";

/** Symbol table for Deno.dlopen. */
export const LIBC_SYMBOLS = {
  __errno_location: { parameters: [], result: "pointer" },
  ...FILE_SYMBOLS,
  ...NAME_SYMBOLS,
  ...METADATA_SYMBOLS,
  ...PROCESS_SYMBOLS,
  ...ACCOUNT_SYMBOLS,
  ...LINUX_SYMBOLS,
  ...DATA_SYMBOLS,
  ...XATTR_SYMBOLS,
} as const satisfies Deno.ForeignLibraryInterface;
