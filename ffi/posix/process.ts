// Processes, by the calls that Linux and Darwin share: who this one is, how many files it may have open, and whether
// another one is running.

import type { Identity } from "../calls/abilities.ts";
import type { LazySymbols } from "../lazy_symbols.ts";
import type { PROCESS_SYMBOLS } from "./symbols/process.ts";
import { isGranted, reading } from "../permission.ts";

/** A C library with at least these functions; mode_t differs. */
interface Library {
  readonly c:
    & Pick<LazySymbols<typeof PROCESS_SYMBOLS>, "geteuid" | "getegid" | "getgroups">
    & { readonly umask: (mode: number) => number };
}

/**
 * Who the process is. Without capabilities, root has all privileges and others have none.
 *
 * @param mostGroups groups that one process can have
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

/** The process's umask. Reading it means setting it, so that only one thread may do so. */
export function umaskOf({ c }: Library): number {
  const umask = c.umask(0);
  c.umask(umask);
  return umask;
}

/** struct rlimit: two rlim_t, which have 64 bits here. */
const RLIMIT_BYTES = 16;

/** Reads and sets RLIMIT_NOFILE; 0 on success. */
export interface HandleLimitCalls {
  get(limit: Uint8Array): number;
  set(limit: Uint8Array): number;
}

/**
 * Raises the limit of open files from the soft one to the hard one, if possible. Shells start programs with a low
 * soft limit (1,024, on macOS 256) for the sake of select(2), and a high hard one, which any process may take.
 *
 * @param most the largest limit that the system takes
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

/** True if a process of that number is running, by its folder in /proc; also where that cannot be told. */
export function isRunning(process: number): boolean {
  try {
    reading(`/proc/${process}`, Deno.statSync);
    return true;
  } catch (error) {
    return error instanceof Deno.errors.NotCapable && takesSignals(process);
  }
}

/** Sends nothing: kill(2) only looks whether the process is there. */
const NO_SIGNAL = 0 as unknown as Deno.Signal;

/** The same for who may run programs, but not everything, which Deno asks of who looks into /proc. */
function takesSignals(process: number): boolean {
  if (Deno.build.os === "windows" || !isGranted({ name: "run" })) return true;
  try {
    Deno.kill(process, NO_SIGNAL);
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.NotFound);
  }
}
