// ntdll and kernel32, opened once a thread; each function is bound when it is first called.

import { ENOSYS } from "../errno.ts";
import { type LazySymbols, lazySymbols } from "../lazy_symbols.ts";
import { KERNEL32_SYMBOLS, NTDLL_SYMBOLS } from "./symbols.ts";

export type Ntdll = LazySymbols<typeof NTDLL_SYMBOLS>;
export type Kernel32 = LazySymbols<typeof KERNEL32_SYMBOLS>;

/** The errno of missing functions: every Windows that Deno runs on has all of them. */
const unused = new Int32Array(1);
const BINDING = { errno: () => unused, enosys: ENOSYS };

export const openNtdll = (): Ntdll => lazySymbols("ntdll.dll", NTDLL_SYMBOLS, BINDING);
export const openKernel32 = (): Kernel32 => lazySymbols("kernel32.dll", KERNEL32_SYMBOLS, BINDING);
