// The C library, opened once a thread and only when a run needs it. errno, which each thread has, is read
// through its address: that costs 6 ns, and nothing comes between it and the call.

import { C_LIBRARY_NAMES, NoCLibrary } from "../c_library.ts";
import { ENOSYS } from "../errno.ts";
import { type Call, type LazySymbols, lazySymbols, wide } from "../lazy_symbols.ts";
import { type Failure, failureReader } from "../posix/failure.ts";
import * as k from "./constants.ts";
import { type DescriptorCalls, descriptorCalls } from "./descriptors.ts";
import { LIBC_SYMBOLS } from "./symbols.ts";

export type LibC = LazySymbols<typeof LIBC_SYMBOLS>;

/** The library's functions and the reader of its errors. */
export interface OpenLibC extends DescriptorCalls {
  readonly c: LibC;
  readonly failure: Failure;
}

/** Every run of folders calls the first ones, one that copies within a file system the others. */
const TOGETHER = [
  ["__errno_location", "openat", "statx", "openat2"],
  ["copy_file_range", "fchmod"],
] as const;

let opened: OpenLibC | null = null;

/**
 * Opens the C library; once a thread.
 *
 * @throws {NoCLibrary} naming what was tried, with the last cause
 */
export function openLibC(): OpenLibC {
  opened ??= load();
  return opened;
}

function load(): OpenLibC {
  let cause: unknown;
  for (const name of C_LIBRARY_NAMES) {
    try {
      const c: LibC = lazySymbols(name, LIBC_SYMBOLS, {
        errno: () => errno,
        enosys: ENOSYS,
        adapt: (symbol, call) => call === null && symbol === "statx" ? olderStatx(() => c) : call,
        together: TOGETHER,
      });
      const at = c.__errno_location();
      const errno = new Int32Array(Deno.UnsafePointerView.getArrayBuffer(at!, 4));
      const failure = failureReader(() => errno[0]);
      return { c, failure, ...descriptorCalls(c, failure) };
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
      cause = error;
    }
  }
  throw new NoCLibrary(cause);
}

/** For a C library that is older than the kernel's statx(2), which tells more than stat(2) does. */
function olderStatx(c: () => LibC): Call {
  const number = wide(k.SYS_statx);
  const { statxByNumber } = c();
  return (...parameters) => (statxByNumber as Call)(number, ...parameters);
}
