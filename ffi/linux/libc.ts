// The C library, opened once a thread and only when a run needs it. errno is read through its
// address: it belongs to the thread, and a mapped read right after a synchronous call costs 6 ns
// and cannot be disturbed by anything in between.

import { ENOSYS } from "../errno.ts";
import { LIBC_SYMBOLS } from "./symbols.ts";

/** glibc's name, then musl's: Alpine's, and Void's and others' when installed for this machine. */
const LIBRARY_NAMES = [
  "libc.so.6",
  `libc.musl-${Deno.build.arch}.so.1`,
  `/lib/ld-musl-${Deno.build.arch}.so.1`,
];

type Symbols = Deno.DynamicLibrary<typeof LIBC_SYMBOLS>["symbols"];
/** A function that this C library lacks answers -1 with ENOSYS, as one that the kernel lacks does. */
export type LibC = {
  readonly [Name in keyof Symbols]: NonNullable<Symbols[Name]>;
};

/** The library's functions and the reader of errno. */
export interface OpenLibC {
  readonly c: LibC;
  /** The negated errno of the call just made on this thread. */
  readonly failure: () => number;
}

let opened: OpenLibC | null = null;

/**
 * Opens the C library, the first time it is asked for.
 *
 * @throws {Error} naming what was tried, with the last cause
 */
export function openLibC(): OpenLibC {
  opened ??= load();
  return opened;
}

function load(): OpenLibC {
  let cause: unknown;
  for (const name of LIBRARY_NAMES) {
    try {
      const { __errno_location } = LIBC_SYMBOLS;
      const at = Deno.dlopen(name, { __errno_location }).symbols.__errno_location();
      const errno = new Int32Array(Deno.UnsafePointerView.getArrayBuffer(at!, 4));
      return { c: lazySymbols(name, errno), failure: () => -errno[0] };
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
      cause = error;
    }
  }
  throw new Error(`cannot open the C library; tried ${LIBRARY_NAMES.join(", ")}`, { cause });
}

type Call = (...parameters: unknown[]) => unknown;

/**
 * The functions, each bound when it is first called: Deno makes machine code for each symbol as it is
 * bound (0.2 to 0.45 ms), and most runs call a dozen of these forty.
 */
function lazySymbols(library: string, errno: Int32Array): LibC {
  const symbols: Record<string, Call> = {};
  for (const [name, definition] of Object.entries(LIBC_SYMBOLS)) {
    symbols[name] = (...parameters) => {
      const bound = Deno.dlopen(library, { [name]: definition }).symbols[name] as unknown as
        | Call
        | null;
      symbols[name] = bound ?? (() => {
        errno[0] = ENOSYS;
        return -1;
      });
      return symbols[name](...parameters);
    };
  }
  return symbols as LibC;
}
