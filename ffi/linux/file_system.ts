// Linux behind the common interface: the groups of calls put together, and who the process is.

import { errnoName } from "../errno_names.ts";
import { noWholeFileCalls, withoutWholeFiles } from "../whole_files.ts";
import type { Abilities, Identity } from "../calls/abilities.ts";
import type { NativeFileSystem } from "../native_file_system.ts";
import { posixAbilities, posixCalls } from "../posix/absent.ts";
import { identityByCalls, umaskOf } from "../posix/identity.ts";
import { raiseHandleLimit } from "../posix/handle_limit.ts";
import { isRunning } from "../posix/is_running.ts";
import { posixPaths } from "../posix/paths.ts";
import { caseCalls } from "./casing.ts";
import * as k from "./constants.ts";
import { dataCalls } from "./data.ts";
import { fileCalls } from "./files.ts";
import { ALL_FLAGS, EARLY_FLAGS, FLAG_NAMES, flagCalls, FREE_FLAGS, LOCKS } from "./flags.ts";
import { folderCalls } from "./folders.ts";
import { type OpenLibC, openLibC } from "./libc.ts";
import { metadataCalls } from "./metadata.ts";
import { mountCalls } from "./mounts.ts";
import { nameCalls } from "./names.ts";
import { storageCalls } from "./storage.ts";
import { xattrCalls } from "./xattrs.ts";

const ABILITIES: Abilities = {
  ...withoutWholeFiles,
  ...posixAbilities,
  attributes: true,
  freeAttributes: FREE_FLAGS,
  allAttributes: ALL_FLAGS,
  settableAttributes: ALL_FLAGS,
  guardingAttributes: LOCKS,
  earlyAttributes: EARLY_FLAGS,
  lockingAttributes: LOCKS,
  attributeNames: FLAG_NAMES,
  appendOnlyAttributes: k.STATX_ATTR_APPEND,
  reflink: true,
  copyFileRange: true,
  sendfile: true,
  unnamedFiles: true,
  xattrs: true,
  holes: true,
  hardLinks: true,
  renamesCase: false, // the kernel sees one file under both names, and leaves it at that
  reusesInodes: true,
  owners: true,
  specials: true,
  sharedHandles: true,
  stableHandles: true,
  opensParents: true,
  mountRootAttribute: k.STATX_ATTR_MOUNT_ROOT,
  timeGranularityNs: 1,
  cannotKeep: [],
};

/** Their numbers have 31 bits. */
const MOST_HANDLES = 1n << 31n;

/** Bits of a capability set (linux/capability.h). */
const CAP_CHOWN = 0n;
const CAP_FOWNER = 3n;
const CAP_FSETID = 4n;
const CAP_LINUX_IMMUTABLE = 9n;
const CAP_SYS_ADMIN = 21n;
const CAP_SETFCAP = 31n;
/** Supplementary groups that one process may have (linux/limits.h, NGROUPS_MAX). */
const NGROUPS_MAX = 65536;

/**
 * Opens Linux's calls for this thread; throws where FFI is denied.
 *
 * @param umask as another thread has read it, or null
 */
export function openLinux(umask: number | null = null): NativeFileSystem {
  const libc = openLibC();
  const identity = identityOf(libc, umask);
  const { complete, ...attributeCalls } = flagCalls(libc);
  return {
    platform: "linux",
    can: abilitiesOf(identity),
    identity,
    paths: posixPaths,
    ...posixCalls,
    ...folderCalls(libc),
    ...fileCalls(libc),
    ...noWholeFileCalls,
    ...dataCalls(libc),
    ...storageCalls(libc),
    ...mountCalls(libc),
    ...nameCalls(libc),
    ...caseCalls(libc),
    ...metadataCalls(libc, { complete }),
    ...attributeCalls,
    ...xattrCalls(libc),
    isRunning,
    allowMoreHandles() {
      const get = (old: Uint8Array) => libc.c.prlimit(0, k.RLIMIT_NOFILE, null, old);
      const set = (limit: Uint8Array) => libc.c.prlimit(0, k.RLIMIT_NOFILE, limit, null);
      raiseHandleLimit({ get, set }, MOST_HANDLES);
    },
    errorName: errnoName,
    errorText(error) {
      const text = libc.c.strerror(Math.abs(error));
      return text === null ? "Unknown error" : Deno.UnsafePointerView.getCString(text);
    },
  };
}

/** What this process can do: without the privilege nothing gets locked. */
function abilitiesOf({ canLock }: Identity): Abilities {
  if (canLock) return ABILITIES;
  return { ...ABILITIES, settableAttributes: ALL_FLAGS & ~LOCKS, lockingAttributes: 0 };
}

/** From /proc (proc(5), status) with one read; where there is none, from the calls. */
function identityOf(libc: OpenLibC, umask: number | null): Identity {
  let status = "";
  try {
    status = Deno.readTextFileSync("/proc/self/status");
  } catch {
    return identityByCalls(libc, NGROUPS_MAX, umask);
  }
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.*)$`, "m").exec(status)?.[1].trim() ?? "";
  const ids = (name: string) => field(name).split(/\s+/).filter((id) => id !== "").map(Number);
  if (ids("Uid").length < 2 || ids("Gid").length < 2) {
    return identityByCalls(libc, NGROUPS_MAX, umask);
  }
  const [, uid] = ids("Uid"); // real, effective, saved, file system
  const effective = field("CapEff");
  const has = (capability: bigint) =>
    effective === "" ? uid === 0 : (BigInt(`0x${effective}`) >> capability & 1n) === 1n;
  return {
    uid,
    gid: ids("Gid")[1],
    groups: ids("Groups"),
    canChown: has(CAP_CHOWN),
    canLabel: has(CAP_SYS_ADMIN),
    canSetCapabilities: has(CAP_SETFCAP),
    canSetOthers: has(CAP_FOWNER),
    canSetGroupBits: has(CAP_FSETID),
    canLock: has(CAP_LINUX_IMMUTABLE),
    // Kernels before 4.7 do not tell it.
    umask: field("Umask") === "" ? umask ?? umaskOf(libc) : parseInt(field("Umask"), 8),
  };
}
