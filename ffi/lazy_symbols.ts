// A library's functions, each bound when it is first called: Deno makes machine code for each symbol as
// it is bound (0.2 to 0.45 ms), and most runs call a dozen of forty.

export type Call = (...parameters: unknown[]) => unknown;

/** A function that this library lacks answers -1 with ENOSYS, as one that the kernel lacks does. */
export type LazySymbols<Table extends Deno.ForeignLibraryInterface> = {
  readonly [Name in keyof Table]: NonNullable<Deno.DynamicLibrary<Table>["symbols"][Name]>;
};

/**
 * @param errno of this thread
 * @param enosys the system's own number for a missing call
 * @param adapt wraps a bound function where it takes other parameters than its callers pass
 */
export function lazySymbols<Table extends Deno.ForeignLibraryInterface>(
  library: string,
  table: Table,
  errno: Int32Array,
  enosys: number,
  adapt: (name: string, call: Call) => Call = (_name, call) => call,
): LazySymbols<Table> {
  const symbols: Record<string, Call> = {};
  for (const [name, definition] of Object.entries(table)) {
    const unbound: Call = (...parameters) => {
      // Somebody may have kept the unbound one.
      if (symbols[name] === unbound) {
        const bound = Deno.dlopen(library, { [name]: definition }).symbols[name] as unknown as
          | Call
          | null;
        symbols[name] = bound !== null ? adapt(name, bound) : () => {
          errno[0] = enosys;
          return -1;
        };
      }
      return symbols[name](...parameters);
    };
    symbols[name] = unbound;
  }
  return symbols as LazySymbols<Table>;
}
