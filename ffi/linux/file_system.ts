// Linux behind the common interface: the groups of calls put together, and who the process is.

import { errnoName } from "../errno_names.ts";
import type { Abilities, Identity, NativeFileSystem } from "../native_file_system.ts";
import { dataCalls } from "./data.ts";
import { fileCalls } from "./files.ts";
import { folderCalls } from "./folders.ts";
import { type OpenLibC, openLibC } from "./libc.ts";
import { metadataCalls } from "./metadata.ts";
import { nameCalls } from "./names.ts";
import { xattrCalls } from "./xattrs.ts";

const ABILITIES: Abilities = {
  reflink: true,
  copyFileRange: true,
  sendfile: true,
  unnamedFiles: true,
  xattrs: true,
  holes: true,
  hardLinks: true,
  owners: true,
  specials: true,
  sharedHandles: true,
  stableHandles: true,
  timeGranularityNs: 1,
  cannotKeep: [],
};

/** Bit of CAP_CHOWN in a capability set (linux/capability.h). */
const CAP_CHOWN = 0n;
/** Supplementary groups that one process may have (linux/limits.h, NGROUPS_MAX). */
const NGROUPS_MAX = 65536;

/** Opens Linux's calls for this thread; throws where FFI is denied. */
export function openLinux(): NativeFileSystem {
  const libc = openLibC();
  return {
    platform: "linux",
    can: ABILITIES,
    identity: identityOf(libc),
    ...folderCalls(libc),
    ...fileCalls(libc),
    ...dataCalls(libc),
    ...nameCalls(libc),
    ...metadataCalls(libc),
    ...xattrCalls(libc),
    errorName: errnoName,
    errorText(error) {
      const text = libc.c.strerror(Math.abs(error));
      return text === null ? "Unknown error" : Deno.UnsafePointerView.getCString(text);
    },
  };
}

function identityOf({ c }: OpenLibC): Identity {
  const uid = c.geteuid();
  const groups = new Uint32Array(NGROUPS_MAX);
  const count = Math.max(0, c.getgroups(NGROUPS_MAX, new Uint8Array(groups.buffer)));
  return {
    uid,
    gid: c.getegid(),
    groups: [...groups.subarray(0, count)],
    ...statusOf(uid),
  };
}

/** What only /proc tells without changing it (proc(5), status). */
function statusOf(uid: number): { canChown: boolean; umask: number } {
  let status = "";
  try {
    status = Deno.readTextFileSync("/proc/self/status");
  } catch { /* no /proc: judge by the user id, and expect any umask */ }
  const capabilities = /^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1];
  const umask = /^Umask:\s*([0-7]+)/m.exec(status)?.[1];
  return {
    canChown: capabilities === undefined
      ? uid === 0
      : (BigInt(`0x${capabilities}`) >> CAP_CHOWN & 1n) === 1n,
    umask: umask === undefined ? 0o777 : parseInt(umask, 8),
  };
}
