// The process, by the calls that Linux and Darwin share: who it is, how many files it may have open, and whether
// another one is running.

import type { Identity } from "../calls/abilities.ts";
import type { LazySymbols } from "../lazy_symbols.ts";
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

/** struct rlimit: two rlim_t, which have 64 bits here. */
const RLIMIT_BYTES = 16;

/** Reads and sets RLIMIT_NOFILE; 0 where that worked. */
export interface HandleLimitCalls {
  get(limit: Uint8Array): number;
  set(limit: Uint8Array): number;
}

/**
 * Raises the soft limit to the hard one; what cannot be raised stays.
 *
 * @param most that the system takes, whatever the hard limit is
 */
export function raiseHandleLimit({ get, set }: HandleLimitCalls, most: bigint): void {
  const words = new BigUint64Array(RLIMIT_BYTES / 8);
  const bytes = new Uint8Array(words.buffer);
  if (get(bytes) !== 0) return;
  const [soft, hard] = words;
  const wanted = hard < most ? hard : most;
  if (soft >= wanted) return;
  words[0] = wanted;
  set(bytes);
}

/** Whether a process is running, by its folder below /proc. */
export function isRunning(process: number): boolean {
  try {
    Deno.statSync(`/proc/${process}`);
    return true;
  } catch {
    return false;
  }
}
