// The names under which this system's C library is opened; none on systems without one.

import { isGranted } from "./permission.ts";

/** glibc's name, then musl's: Alpine's, and Void's and others' when installed for this machine. */
const LINUX = [
  "libc.so.6",
  `libc.musl-${Deno.build.arch}.so.1`,
  `/lib/ld-musl-${Deno.build.arch}.so.1`,
];

const NAMES: Partial<Record<typeof Deno.build.os, readonly string[]>> = {
  linux: LINUX,
  darwin: ["/usr/lib/libSystem.B.dylib"],
};

/** Tried in this order. */
export const C_LIBRARY_NAMES: readonly string[] = NAMES[Deno.build.os] ?? [];

/** FFI is allowed, and there is no C library to call. */
export class NoCLibrary extends Error {
  constructor(cause: unknown) {
    super(`cannot open the C library; tried ${C_LIBRARY_NAMES.join(", ")}`, { cause });
  }
}

/**
 * Opens it for a few functions; null if it cannot be opened or FFI is not granted. Nobody is asked for it, name by name:
 * the file systems are opened without FFI then, whatever the answer.
 */
export function openCLibrary<Table extends Deno.ForeignLibraryInterface>(
  table: Table,
): Deno.DynamicLibrary<Table>["symbols"] | null {
  if (!isGranted({ name: "ffi" })) return null;
  for (const name of C_LIBRARY_NAMES) {
    try {
      return Deno.dlopen(name, table).symbols;
    } catch { /* the next name may lead to it */ }
  }
  return null;
}
