// The process on Linux: who it is, and how many files it may have open. Both are read from /proc if possible.

import type { Identity } from "../calls/abilities.ts";
import { identityByCalls, raiseHandleLimit, umaskOf } from "../posix/process.ts";
import * as k from "./constants.ts";
import type { OpenLibC } from "./libc.ts";
import { wide } from "../lazy_symbols.ts";
import { hasBit, processStatus } from "./process_status.ts";
import { reading } from "../permission.ts";

/** Bits of a capability set (linux/capability.h). */
const CAP_CHOWN = 0;
const CAP_FOWNER = 3;
const CAP_FSETID = 4;
const CAP_LINUX_IMMUTABLE = 9;
const CAP_SYS_ADMIN = 21;
const CAP_SETFCAP = 31;
/** Supplementary groups that one process may have (linux/limits.h, NGROUPS_MAX). */
const NGROUPS_MAX = 65536;

/**
 * Who the process is: by its status, or by calls if that cannot be read.
 *
 * @param umask as another thread has read it, or null
 */
export function identityOf(libC: OpenLibC, umask: number | null): Identity {
  const field = processStatus();
  const [, uid] = idsIn(field?.("Uid")); // real, effective, saved, file system
  const [, gid] = idsIn(field?.("Gid"));
  if (field === null || uid === undefined || gid === undefined) {
    return identityByCalls(libC, NGROUPS_MAX, umask);
  }
  const effective = field("CapEff");
  const has = (capability: number) => effective === "" ? uid === 0 : hasBit(effective, capability);
  const told = field("Umask"); // since Linux 4.7
  return {
    uid,
    gid,
    groups: idsIn(field("Groups")),
    canChown: has(CAP_CHOWN),
    canLabel: has(CAP_SYS_ADMIN),
    canSetCapabilities: has(CAP_SETFCAP),
    canSetOthers: has(CAP_FOWNER),
    canSetGroupBits: has(CAP_FSETID),
    canLock: has(CAP_LINUX_IMMUTABLE),
    umask: told === "" ? umask ?? umaskOf(libC) : parseInt(told, 8),
  };
}

function idsIn(field = ""): number[] {
  return field === "" ? [] : field.replaceAll("\t", " ").split(" ").map(Number);
}

/** Descriptors have 31 bits. */
const MOST_HANDLES = 1n << 31n;
const LABEL = "\nMax open files";

/** Raises the soft limit to the hard one; the call for it is bound only where they differ. */
export function allowMoreHandles({ c }: OpenLibC): void {
  if (isAtMost()) return;
  const get = (old: Uint8Array) => c.prlimit(0, k.RLIMIT_NOFILE, null, old);
  const set = (limit: Uint8Array) => c.prlimit(0, k.RLIMIT_NOFILE, limit, null);
  raiseHandleLimit({ get, set }, MOST_HANDLES);
}

/** True if the soft limit is the hard one already, by `Max open files  1024  524288  files` (proc_pid_limits(5)). */
function isAtMost(): boolean {
  try {
    const text = reading("/proc/self/limits", Deno.readTextFileSync);
    const at = text.indexOf(LABEL);
    const line = text.slice(at + LABEL.length, text.indexOf("\n", at + 1));
    const [soft, hard] = line.split(" ").filter((column) => column !== "");
    return at >= 0 && soft === hard;
  } catch {
    return false;
  }
}

/** malloc.h of glibc; musl has neither, and lays its memory out in another way. */
const M_TRIM_THRESHOLD = -1;
const M_MMAP_THRESHOLD = -3;
/** Where glibc begins. It raises both up to 64 MiB with each larger block that is freed, unless they are set. */
const THRESHOLD_BYTES = 128 * 1024;

/** A worker frees 1 MB of what it was started from, and with the raised thresholds keeps it (mallopt(3)). */
export function expectThreads({ c }: OpenLibC): void {
  c.mallopt(M_MMAP_THRESHOLD, THRESHOLD_BYTES);
  c.mallopt(M_TRIM_THRESHOLD, THRESHOLD_BYTES);
}

/** The least that setpriority(2) takes. */
const LEAST_PRIORITY = 19;
/** linux/ioprio.h, where two of them are no macros. */
const IOPRIO_WHO_PROCESS = 1;
const IOPRIO_CLASS_SHIFT = 13;
const IOPRIO_CLASS_IDLE = 3;

/** The idle class waits until nobody else uses the disk, where its scheduler knows classes (ioprio_set(2)). */
export function lowerPriority({ c, failure }: OpenLibC): number {
  if (c.setpriority(k.PRIO_PROCESS, 0, LEAST_PRIORITY) !== 0) {
    return failure(c.setpriority, k.PRIO_PROCESS, 0, LEAST_PRIORITY);
  }
  const number = wide(k.SYS_ioprio_set);
  const idle = IOPRIO_CLASS_IDLE << IOPRIO_CLASS_SHIFT;
  if (c.ioprio_set(number, IOPRIO_WHO_PROCESS, 0, idle) === 0) return 0;
  return failure(c.ioprio_set, number, IOPRIO_WHO_PROCESS, 0, idle);
}
