// Who the process is, by the calls that Linux and Darwin share.

import type { LazySymbols } from "../lazy_symbols.ts";
import type { Identity } from "../calls/abilities.ts";
import type { PROCESS_SYMBOLS } from "./symbols/process.ts";

/** A C library with at least these functions; mode_t differs. */
interface Library {
  readonly c:
    & Pick<LazySymbols<typeof PROCESS_SYMBOLS>, "geteuid" | "getegid" | "getgroups">
    & { readonly umask: (mode: number) => number };
}

/**
 * Asks for all of it.
 *
 * @param mostGroups that one process may have
 * @param umask as another thread has read it, or null
 */
export function identityByCalls(
  library: Library,
  mostGroups: number,
  umask: number | null,
): Identity {
  const { c } = library;
  const uid = c.geteuid();
  const groups = new Uint32Array(mostGroups);
  const count = Math.max(0, c.getgroups(mostGroups, new Uint8Array(groups.buffer)));
  return {
    uid,
    gid: c.getegid(),
    groups: [...groups.subarray(0, count)],
    canChown: uid === 0,
    canLabel: uid === 0,
    canSetCapabilities: uid === 0,
    canSetOthers: uid === 0,
    canSetGroupBits: uid === 0,
    canLock: uid === 0,
    umask: umask ?? umaskOf(library),
  };
}

/** The process's umask. It can only be read by setting it, so that one thread alone may ask. */
export function umaskOf({ c }: Library): number {
  const umask = c.umask(0);
  c.umask(umask);
  return umask;
}
