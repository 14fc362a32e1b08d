// A library's functions, each bound when it is first called: Deno makes machine code for each symbol as
// it is bound (0.1 to 0.25 ms), and most runs call a dozen of forty. And the arguments of 64 bits to them.

export type Call = (...parameters: unknown[]) => unknown;

/** A function that the library lacks returns -1 with ENOSYS, as a call does that the kernel lacks. */
export type LazySymbols<Table extends Deno.ForeignLibraryInterface> = {
  readonly [Name in keyof Table]: NonNullable<Deno.DynamicLibrary<Table>["symbols"][Name]>;
};

/** How a library's functions are bound. */
export interface Binding<Table extends Deno.ForeignLibraryInterface> {
  /** errno of this thread; asked for once a call fails. */
  readonly errno: () => Int32Array;
  /** The system's own number for a missing call. */
  readonly enosys: number;
  /**
   * Wraps a bound function where it takes other parameters than its callers pass, and gives another one where the
   * library lacks it (null).
   */
  readonly adapt?: (name: string, call: Call | null) => Call | null;
  /** Names of which whoever calls one calls all: bound at once, each costs 75 µs less. */
  readonly together?: readonly (readonly (keyof Table & string)[])[];
}

/**
 * Behind accessors, so that no call ever goes to anything but the bound function: V8 makes a direct
 * call of it, and of C's function, only where it has seen one callee.
 *
 * Names that share one declaration, with the C function's name in it, share what is bound.
 */
export function lazySymbols<Table extends Deno.ForeignLibraryInterface>(
  library: string,
  table: Table,
  { errno, enosys, adapt = (_name, call) => call, together = [] }: Binding<Table>,
): LazySymbols<Table> {
  const missing: Call = () => {
    errno()[0] = enosys;
    return -1;
  };
  const known = new Map<unknown, Call>();
  const keyOf = (name: string) => "name" in table[name] ? table[name] : name;
  const bind = (name: string): Call => {
    if (!known.has(keyOf(name))) bindAll(together.find((names) => names.includes(name)) ?? [name]);
    return known.get(keyOf(name))!;
  };
  function bindAll(names: readonly string[]): void {
    const wanted = new Map(names.map((name) => [keyOf(name), name]));
    const fresh = [...wanted].filter(([key]) => !known.has(key));
    const declarations = Object.fromEntries(fresh.map(([, name]) => [name, table[name]]));
    const { symbols } = Deno.dlopen(library, declarations);
    for (const [key, name] of fresh) {
      known.set(key, adapt(name, symbols[name] as unknown as Call | null) ?? missing);
    }
  }
  // V8 does not inline the trap of a proxy. It would inline `bind`, with all of Deno.dlopen, into every caller
  // of C, and spend most of their compile time on it.
  const unbound = new Proxy<Record<string, Call>>({}, { get: (_, name) => bind(String(name)) });
  const symbols = {};
  for (const name of Object.keys(table)) {
    let bound: Call | null = null;
    Object.defineProperty(symbols, name, { enumerable: true, get: () => bound ??= unbound[name] });
  }
  return symbols as LazySymbols<Table>;
}

/**
 * A whole number from 0 to 2^53 as a 64-bit argument (size_t, off_t, long). A plain number would be taken as well,
 * but the optimizing compiler expects a BigInt: each call with a number throws its code away, and costs 300 ns
 * instead of 10 (V8 14, "not a BigInt"). Masked to 64 bits, the BigInt is never allocated.
 */
export function wide(value: number): bigint {
  return BigInt.asUintN(64, BigInt(value));
}
