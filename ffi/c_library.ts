// What the C library of this system is called; nothing where it has none that is called by these names.

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

/** To be tried one after the other. */
export const C_LIBRARY_NAMES: readonly string[] = NAMES[Deno.build.os] ?? [];

/** Opens it for a few functions; null where it cannot be opened, or FFI is denied. */
export function openCLibrary<Table extends Deno.ForeignLibraryInterface>(
  table: Table,
): Deno.DynamicLibrary<Table>["symbols"] | null {
  for (const name of C_LIBRARY_NAMES) {
    try {
      return Deno.dlopen(name, table).symbols;
    } catch { /* another one may be there */ }
  }
  return null;
}
