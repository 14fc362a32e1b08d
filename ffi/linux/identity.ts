// Who the process is on Linux.

import type { Identity } from "../calls/abilities.ts";
import { identityByCalls, umaskOf } from "../posix/identity.ts";
import type { OpenLibC } from "./libc.ts";
import { hasBit, processStatus } from "./process_status.ts";

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
 * By the process's status; where that cannot be read, by calls.
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
