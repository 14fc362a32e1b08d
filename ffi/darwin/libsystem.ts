// libSystem, opened once a thread. The names of its functions and the places of variadic arguments depend on the
// machine. Tests open a library that stands in for it.

import { type Call, type LazySymbols, lazySymbols } from "../lazy_symbols.ts";
import { type Failure, failureReader } from "../posix/failure.ts";
import { fromDarwin } from "./errno.ts";
import { INODE64, LIBSYSTEM_SYMBOLS } from "./symbols.ts";
import { type Machine, paddedCall, paddedParameters } from "./variadic.ts";

/** Darwin's own number for a missing call. */
const DARWIN_ENOSYS = 78;

/** The library, and the machine whose calling convention it has. */
export interface LibSystemChoice {
  readonly library: string;
  readonly machine: Machine;
}

/** This Mac's. */
export const LIBSYSTEM: LibSystemChoice = {
  library: "/usr/lib/libSystem.B.dylib",
  machine: Deno.build.arch,
};

type Symbols = LazySymbols<typeof LIBSYSTEM_SYMBOLS>;

/** The library's functions and the reader of its errors. */
export interface OpenLibSystem {
  readonly c: Symbols;
  readonly failure: Failure;
  /** This thread's, one of Darwin's numbers: for a call of which it alone tells whether it failed. */
  readonly errno: Int32Array;
}

const opened = new Map<string, OpenLibSystem>();

/** Opens the library; once a thread. */
export function openLibSystem(choice: LibSystemChoice): OpenLibSystem {
  const key = `${choice.machine} ${choice.library}`;
  const libSystem = opened.get(key) ?? load(choice);
  opened.set(key, libSystem);
  return libSystem;
}

function load({ library, machine }: LibSystemChoice): OpenLibSystem {
  const { __error } = LIBSYSTEM_SYMBOLS;
  const at = Deno.dlopen(library, { __error }).symbols.__error();
  const errno = new Int32Array(Deno.UnsafePointerView.getArrayBuffer(at!, 4));
  const table = symbolsFor(machine);
  const adapt = (name: string, call: Call | null) => call && paddedCall(machine, name, call);
  const binding = { errno: () => errno, enosys: DARWIN_ENOSYS, adapt };
  const c = lazySymbols(library, table, binding) as Symbols;
  return { c, failure: failureReader(() => fromDarwin(errno[0])), errno };
}

/** The table that Deno needs on `machine`. */
export function symbolsFor(machine: Machine): Deno.ForeignLibraryInterface {
  return Object.fromEntries(
    Object.entries(LIBSYSTEM_SYMBOLS).map(([name, definition]) => [name, {
      ...definition,
      name: machine === "x86_64" && INODE64.has(name) ? `${name}$INODE64` : name,
      parameters: paddedParameters(machine, name, definition.parameters),
    }]),
  );
}
