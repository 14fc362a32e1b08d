// The C library, opened once a thread and only when a run needs it. errno is read through its
// address: it belongs to the thread, and a mapped read right after a synchronous call costs 6 ns
// and cannot be disturbed by anything in between.

import { LIBC_SYMBOLS, RARE_SYMBOLS } from "./symbols.ts";

/** glibc's name, then musl's: Alpine's, and Void's and others' when installed for this machine. */
const LIBRARY_NAMES = [
  "libc.so.6",
  `libc.musl-${Deno.build.arch}.so.1`,
  `/lib/ld-musl-${Deno.build.arch}.so.1`,
];

/** Deno's types ask for a bigint where C has 64 bits; its calls take a number too, which is exact up to 2^53 and cheaper. */
type TakingNumbers<Call> = Call extends (...parameters: infer Parameters) => infer Result ? (
    ...parameters: {
      [I in keyof Parameters]: Parameters[I] extends bigint ? number | bigint : Parameters[I];
    }
  ) => Result
  : Call;

type Symbols =
  & Deno.DynamicLibrary<typeof LIBC_SYMBOLS>["symbols"]
  & Deno.DynamicLibrary<typeof RARE_SYMBOLS>["symbols"];
export type LibC = { readonly [Name in keyof Symbols]: TakingNumbers<Symbols[Name]> };

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
      const symbols = Deno.dlopen(name, LIBC_SYMBOLS).symbols;
      const c = { ...symbols, ...rareSymbols(name) } as LibC;
      const errno = new Int32Array(Deno.UnsafePointerView.getArrayBuffer(c.__errno_location()!, 4));
      return { c, failure: () => -errno[0] };
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
      cause = error;
    }
  }
  throw new Error(`cannot open the C library; tried ${LIBRARY_NAMES.join(", ")}`, { cause });
}

/** Stand-ins for the rarely called functions, which open their table when one of them is called. */
function rareSymbols(library: string): Record<string, unknown> {
  type Call = (...parameters: unknown[]) => unknown;
  let real: Record<string, Call> | null = null;
  const open = () => Deno.dlopen(library, RARE_SYMBOLS).symbols as unknown as Record<string, Call>;
  return Object.fromEntries(
    Object.keys(RARE_SYMBOLS).map((name) => {
      const call: Call = (...parameters) => (real ??= open())[name](...parameters);
      return [name, call];
    }),
  );
}
