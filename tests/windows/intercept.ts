// Lets functions of ntdll answer what Wine, or this user's rights, do not let them answer: only for runs of
// one thread that begin meanwhile, for each opens its libraries anew.

/** Stands in for a function, which it may call. */
// deno-lint-ignore no-explicit-any
export type StandIn = (real: (...parameters: any[]) => any, ...parameters: any[]) => unknown;

/** Runs `act` while functions of that name are called by way of their stand-ins. */
export async function intercepting<T>(
  standIns: Readonly<Record<string, StandIn>>,
  act: () => Promise<T>,
): Promise<T> {
  const { dlopen } = Deno;
  const intercepted = (library: string, symbols: Deno.ForeignLibraryInterface) => {
    const opened = dlopen(library, symbols);
    const functions = Object.entries(opened.symbols).map(([name, real]) => {
      const standIn = standIns[name];
      // deno-lint-ignore no-explicit-any
      const call = (...parameters: any[]) => standIn(real as any, ...parameters);
      return [name, standIn === undefined ? real : call];
    });
    return { symbols: Object.fromEntries(functions), close: () => opened.close() };
  };
  Object.assign(Deno, { dlopen: intercepted });
  try {
    return await act();
  } finally {
    Object.assign(Deno, { dlopen });
  }
}
