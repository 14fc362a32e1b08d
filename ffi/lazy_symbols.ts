// A library's functions, each bound when it is first called: Deno makes machine code for each symbol as
// it is bound (0.2 to 0.45 ms), and most runs call a dozen of forty. And the arguments of 64 bits to them.

export type Call = (...parameters: unknown[]) => unknown;

/** A function that the library lacks returns -1 with ENOSYS, as a call does that the kernel lacks. */
export type LazySymbols<Table extends Deno.ForeignLibraryInterface> = {
  readonly [Name in keyof Table]: NonNullable<Deno.DynamicLibrary<Table>["symbols"][Name]>;
};

/**
 * Behind accessors, so that no call ever goes to anything but the bound function: V8 makes a direct
 * call of it, and of C's function, only where it has seen one callee.
 *
 * @param errno of this thread
 * @param enosys the system's own number for a missing call
 * @param adapt wraps a bound function where it takes other parameters than its callers pass, and gives another one where
 *   the library lacks it (null)
 */
export function lazySymbols<Table extends Deno.ForeignLibraryInterface>(
  library: string,
  table: Table,
  errno: Int32Array,
  enosys: number,
  adapt: (name: string, call: Call | null) => Call | null = (_name, call) => call,
): LazySymbols<Table> {
  const missing: Call = () => {
    errno[0] = enosys;
    return -1;
  };
  const bind = (name: string): Call => {
    const { symbols } = Deno.dlopen(library, { [name]: table[name] });
    return adapt(name, symbols[name] as unknown as Call | null) ?? missing;
  };
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
