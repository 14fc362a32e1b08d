// Deno's own API behind the common interface, for where FFI is denied or a system has no binding yet:
// correct and slower, and honest about what it cannot keep.

import { cString, textOf } from "../c_string.ts";
import { EOPNOTSUPP } from "../errno.ts";
import { noCaseCalls, withoutCase } from "../posix/name_keys.ts";
import { wordwise } from "../same_bytes.ts";
import { noStorageCalls, noThreadCalls, noWholeFileCalls, withoutWholeFiles } from "../absent.ts";
import type { Abilities, Identity } from "../calls/abilities.ts";
import type { NameKey } from "../calls/paths.ts";
import type { NativeFileSystem } from "../native_file_system.ts";
import { posixAbilities, posixCalls, posixPaths } from "../posix/common.ts";
import { isRunning } from "../posix/process.ts";
import { windowsPaths } from "../windows/paths.ts";
import { accountCalls } from "./accounts.ts";
import { dataCalls } from "./data.ts";
import { errnoName, errnoText } from "./errors.ts";
import { fileCalls } from "./files.ts";
import { folderCalls } from "./folders.ts";
import { HandleTable } from "./handles.ts";
import { metadataCalls } from "./metadata.ts";
import { mountCalls } from "./mounts.ts";
import { nameCalls } from "./names.ts";
import { roomOf } from "./room.ts";
import { xattrCalls } from "./xattrs.ts";
import { isGranted, reading } from "../permission.ts";

const [MAJOR, MINOR] = Deno.version.deno.split(".").map(Number);
const BEFORE_2_9 = MAJOR < 2 || (MAJOR === 2 && MINOR < 9);

const IS_WINDOWS = Deno.build.os === "windows";
/** Deno's API does not tell how a folder compares names: nearly as the system's file systems do. */
const NAME_KEYS: Partial<Record<typeof Deno.build.os, NameKey>> = {
  windows: (name) => cString(textOf(name).toUpperCase()),
  darwin: withoutCase,
};
const NAME_KEY = NAME_KEYS[Deno.build.os] ?? null;

const ABILITIES: Abilities = {
  ...withoutWholeFiles,
  ...posixAbilities,
  reflink: false,
  copyFileRange: false,
  sendfile: false,
  unnamedFiles: false,
  xattrs: false,
  holes: false,
  hardLinks: true,
  exclusiveRename: false,
  renamesCase: true,
  reusesInodes: true,
  owners: !IS_WINDOWS,
  dropsCache: false,
  sharedHandles: false,
  tellsListingErrors: false, // Deno.readDirSync leaves out what cannot be read, without a word
  stableHandles: false,
  opensParents: false,
  timeGranularityNs: 1_000_000,
  cannotKeep: [
    "micro- and nanoseconds of times",
    "extended attributes",
    "ACLs",
    "holes",
    "FIFOs and devices",
    "names and symlinks that are not UTF-8",
    "entries whose path is too long for one call",
    // Older Denos leave such names out of a listing and read 1969 as 1970, which cannot be noticed.
    ...(BEFORE_2_9 ? ["files whose names are not UTF-8, unnoticed", "times before 1970"] : []),
  ],
};

/** Opens Deno's own calls for this thread. */
export function openPortable(): NativeFileSystem {
  const handles = new HandleTable();
  return {
    platform: "portable",
    can: ABILITIES,
    identity: identity(),
    paths: IS_WINDOWS ? windowsPaths() : posixPaths,
    ...posixCalls,
    nameKey: () => NAME_KEY,
    ...noCaseCalls,
    ...folderCalls(handles),
    ...fileCalls(handles),
    ...noWholeFileCalls,
    ...dataCalls(handles),
    ...wordwise,
    ...noStorageCalls,
    room: (file) => roomOf(handles.opened(file).path),
    ...noThreadCalls,
    confinement: async () => (await import("../confinement.ts")).confinementBy(textOfFile),
    ...mountCalls(handles),
    ...nameCalls(handles),
    ...metadataCalls(handles),
    ...accountCalls(),
    ...xattrCalls,
    isRunning,
    allowMoreHandles: () => {},
    lowerPriority: () => -EOPNOTSUPP,
    expectThreads() {},
    errorName: errnoName,
    errorText: errnoText,
  };
}

function textOfFile(path: string): string | null {
  try {
    return reading(path, Deno.readTextFileSync);
  } catch {
    return null;
  }
}

/** Without --allow-sys the ids are -1, nobody's, and an owner cannot be expected to be set. */
function identity(): Identity {
  const uid = isGranted({ name: "sys", kind: "uid" }) ? Deno.uid() : null;
  const gid = isGranted({ name: "sys", kind: "gid" }) ? Deno.gid() : null;
  return {
    uid: uid ?? -1,
    gid: gid ?? -1,
    groups: gid === null ? [] : [gid],
    canChown: uid === 0,
    canLabel: false,
    canSetCapabilities: false,
    canSetOthers: uid === 0,
    canSetGroupBits: uid === 0,
    canLock: false,
    // Unknown without --allow-sys: it may clear any bit.
    umask: umask() ?? 0o777,
  };
}

function umask(): number | null {
  try {
    return isGranted({ name: "sys", kind: "umask" }) ? Deno.umask() : null;
  } catch {
    return null; // an older Deno, which knows no such permission
  }
}
