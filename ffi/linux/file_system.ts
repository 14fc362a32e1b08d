// Linux behind the common interface: the groups of calls put together, and who the process is.

import { errnoName } from "../errno_names.ts";
import { noWholeFileCalls, withoutWholeFiles } from "../whole_files.ts";
import type { Abilities, Identity, NativeFileSystem } from "../native_file_system.ts";
import { posixAbilities, posixCalls } from "../posix/absent.ts";
import { isRunning } from "../posix/is_running.ts";
import { posixPaths } from "../posix/paths.ts";
import { dataCalls } from "./data.ts";
import { fileCalls } from "./files.ts";
import { folderCalls } from "./folders.ts";
import { type OpenLibC, openLibC } from "./libc.ts";
import { metadataCalls } from "./metadata.ts";
import { nameCalls } from "./names.ts";
import { storageCalls } from "./storage.ts";
import { xattrCalls } from "./xattrs.ts";

const ABILITIES: Abilities = {
  ...withoutWholeFiles,
  ...posixAbilities,
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
/** A umask that is not known may take away any bit. */
const ANY_UMASK = 0o777;
/** Supplementary groups that one process may have (linux/limits.h, NGROUPS_MAX). */
const NGROUPS_MAX = 65536;

/** Opens Linux's calls for this thread; throws where FFI is denied. */
export function openLinux(): NativeFileSystem {
  const libc = openLibC();
  return {
    platform: "linux",
    can: ABILITIES,
    identity: identityOf(libc),
    paths: posixPaths,
    ...posixCalls,
    ...folderCalls(libc),
    ...fileCalls(libc),
    ...noWholeFileCalls,
    ...dataCalls(libc),
    ...storageCalls(libc),
    ...nameCalls(libc),
    ...metadataCalls(libc),
    ...xattrCalls(libc),
    isRunning,
    errorName: errnoName,
    errorText(error) {
      const text = libc.c.strerror(Math.abs(error));
      return text === null ? "Unknown error" : Deno.UnsafePointerView.getCString(text);
    },
  };
}

/** From /proc (proc(5), status) with one read; where there is none, from the calls, expecting any umask. */
function identityOf(libc: OpenLibC): Identity {
  let status = "";
  try {
    status = Deno.readTextFileSync("/proc/self/status");
  } catch {
    return identityFromCalls(libc);
  }
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.*)$`, "m").exec(status)?.[1].trim() ?? "";
  const ids = (name: string) => field(name).split(/\s+/).filter((id) => id !== "").map(Number);
  if (ids("Uid").length < 2 || ids("Gid").length < 2) return identityFromCalls(libc);
  const [, uid] = ids("Uid"); // real, effective, saved, file system
  return {
    uid,
    gid: ids("Gid")[1],
    groups: ids("Groups"),
    canChown: field("CapEff") === ""
      ? uid === 0
      : (BigInt(`0x${field("CapEff")}`) >> CAP_CHOWN & 1n) === 1n,
    umask: field("Umask") === "" ? ANY_UMASK : parseInt(field("Umask"), 8),
  };
}

function identityFromCalls({ c }: OpenLibC): Identity {
  const uid = c.geteuid();
  const groups = new Uint32Array(NGROUPS_MAX);
  const count = Math.max(0, c.getgroups(NGROUPS_MAX, new Uint8Array(groups.buffer)));
  return {
    uid,
    gid: c.getegid(),
    groups: [...groups.subarray(0, count)],
    canChown: uid === 0,
    umask: ANY_UMASK,
  };
}
