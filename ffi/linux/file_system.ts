// Linux behind the common interface: the groups of calls put together, and what the system can do.

import { errnoName } from "../errno_names.ts";
import { noWholeFileCalls, withoutWholeFiles } from "../absent.ts";
import type { Abilities, Identity } from "../calls/abilities.ts";
import type { NativeFileSystem } from "../native_file_system.ts";
import { accountCalls } from "../posix/accounts.ts";
import { posixAbilities, posixCalls, posixPaths } from "../posix/common.ts";
import { isRunning } from "../posix/process.ts";
import { caseCalls } from "./casing.ts";
import * as k from "./constants.ts";
import { dataCalls } from "./data.ts";
import { fileCalls } from "./files.ts";
import { ALL_FLAGS, EARLY_FLAGS, FLAG_NAMES, flagCalls, FREE_FLAGS, LOCKS } from "./flags.ts";
import { folderCalls } from "./folders.ts";
import { openLibC } from "./libc.ts";
import { metadataCalls } from "./metadata.ts";
import { mountCalls } from "./mounts.ts";
import { nameCalls } from "./names.ts";
import { procOf } from "./proc.ts";
import { allowMoreHandles, expectThreads, identityOf, lowerPriority } from "./process.ts";
import { storageCalls } from "./storage.ts";
import { threadCalls } from "./threads.ts";
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
  exclusiveRename: true,
  renamesCase: false, // the kernel does nothing where both names lead to one file
  reusesInodes: true,
  owners: true,
  dropsCache: true,
  sharedHandles: true,
  tellsListingErrors: true,
  stableHandles: true,
  opensParents: true,
  mountRootAttribute: k.STATX_ATTR_MOUNT_ROOT,
  timeGranularityNs: 1,
  cannotKeep: [],
};

/**
 * Opens Linux's calls for this thread; throws where FFI is denied.
 *
 * @param umask as another thread has read it, or null
 */
export function openLinux(umask: number | null = null): NativeFileSystem {
  const libc = openLibC();
  const identity = identityOf(libc, umask);
  const { complete, ...attributeCalls } = flagCalls(libc);
  const storage = storageCalls(libc);
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
    ...storage,
    ...mountCalls(libc),
    ...nameCalls(libc, storage.fileSystemKind),
    ...caseCalls(libc),
    ...metadataCalls(libc, { complete }),
    ...attributeCalls,
    ...accountCalls(libc),
    ...xattrCalls(libc, storage.fileSystemKind),
    ...threadCalls,
    confinement: async () => (await import("../confinement.ts")).confinementBy(procOf(libc).text),
    isRunning,
    allowMoreHandles: () => allowMoreHandles(libc),
    lowerPriority: () => lowerPriority(libc),
    expectThreads: () => expectThreads(libc),
    errorName: errnoName,
    errorText(error) {
      const text = libc.c.strerror(Math.abs(error));
      return text === null ? "Unknown error" : Deno.UnsafePointerView.getCString(text);
    },
  };
}

/** Without the privilege for it a process can lock nothing. */
function abilitiesOf({ canLock }: Identity): Abilities {
  if (canLock) return ABILITIES;
  return { ...ABILITIES, settableAttributes: ALL_FLAGS & ~LOCKS, lockingAttributes: 0 };
}
