// Darwin behind the common interface: the groups of calls put together, and what it can do.

import { wordwise } from "../same_bytes.ts";
import { fileSystemKindBy } from "./file_system_kind.ts";
import { noConfinementCalls, noMountCalls, noStorageCalls, noThreadCalls } from "../absent.ts";
import type { Abilities } from "../calls/abilities.ts";
import type { NativeFileSystem } from "../native_file_system.ts";
import { accountCalls } from "../posix/accounts.ts";
import { posixAbilities, posixCalls, posixPaths } from "../posix/common.ts";
import { identityByCalls } from "../posix/process.ts";
import { callName } from "./call_names.ts";
import * as k from "./constants.ts";
import { dataCalls } from "./data.ts";
import { darwinErrorName, fromDarwin, toDarwin } from "./errno.ts";
import { fileCalls } from "./files.ts";
import { folderCalls } from "./folders.ts";
import { LIBSYSTEM, type LibSystemChoice, openLibSystem } from "./libsystem.ts";
import { FolderTable } from "./folder_table.ts";
import { folderListing } from "./listing.ts";
import { metadataCalls } from "./metadata.ts";
import { noCaseCalls } from "../posix/name_keys.ts";
import { nameCalls, nameKeyOf } from "./names.ts";
import { allowMoreHandles, isRunning, lowerPriority, setFetching } from "./system.ts";
import { volumeCalls } from "./volume_facts.ts";
import { xattrCalls } from "./xattrs.ts";

/** Flags that owners set and that mean the same in a copy, unlike compression. */
const OWNERS_FLAGS = k.UF_NODUMP | k.UF_IMMUTABLE | k.UF_APPEND | k.UF_OPAQUE | k.UF_HIDDEN;
const ROOTS_FLAGS = k.SF_ARCHIVED | k.SF_IMMUTABLE | k.SF_APPEND;
const LOCKING_FLAGS = k.UF_IMMUTABLE | k.UF_APPEND | k.SF_IMMUTABLE | k.SF_APPEND;

const FLAG_NAMES = {
  [k.UF_NODUMP]: "no dump",
  [k.UF_IMMUTABLE]: "immutable",
  [k.UF_APPEND]: "append-only",
  [k.UF_OPAQUE]: "opaque",
  [k.UF_HIDDEN]: "hidden",
  [k.SF_ARCHIVED]: "archived",
  [k.SF_IMMUTABLE]: "immutable by the system",
  [k.SF_APPEND]: "append-only by the system",
};

const ABILITIES: Abilities = {
  ...posixAbilities,
  attributes: true,
  attributeNames: FLAG_NAMES,
  listsMetadata: true,
  reflink: false,
  copyFileRange: false,
  sendfile: false,
  cloneToName: true,
  copyContents: true,
  unnamedFiles: false,
  xattrs: true,
  holes: true,
  hardLinks: true,
  exclusiveRename: true,
  renamesCase: true,
  reusesInodes: false, // APFS and HFS+ count upwards
  owners: true,
  dropsCache: false,
  sharedHandles: true,
  tellsListingErrors: true,
  stableHandles: true,
  opensParents: true,
  aclsForbidRenaming: true, // "everyone deny delete", as on the folders of a home
  lockingAttributes: LOCKING_FLAGS,
  appendOnlyAttributes: k.UF_APPEND | k.SF_APPEND,
  timeGranularityNs: 1,
  cannotKeep: [],
};

/**
 * Opens Darwin's calls for this thread; throws where FFI is denied.
 *
 * @param umask as another thread has read it, or null
 */
export function openDarwin(
  choice: LibSystemChoice = LIBSYSTEM,
  umask: number | null = null,
): NativeFileSystem {
  const libSystem = openLibSystem(choice);
  const identity = identityByCalls(libSystem, k.NGROUPS_MAX, umask);
  const keptFlags = identity.uid === 0 ? OWNERS_FLAGS | ROOTS_FLAGS : OWNERS_FLAGS;
  const folders = new FolderTable(keptFlags);
  const listing = folderListing(libSystem, folders);
  return {
    platform: "darwin",
    can: ABILITIES,
    identity,
    paths: { ...posixPaths, longestPath: k.PATH_MAX },
    ...posixCalls,
    callName,
    nameKey: (folder) => nameKeyOf(libSystem, folder),
    ...noCaseCalls,
    ...folderCalls(libSystem, folders, listing),
    ...fileCalls(libSystem, folders, listing),
    ...dataCalls(libSystem, folders),
    ...wordwise,
    ...noStorageCalls,
    ...noThreadCalls,
    ...noConfinementCalls,
    ...noMountCalls,
    ...volumeCalls(libSystem),
    fileSystemKind: fileSystemKindBy(libSystem),
    ...nameCalls(libSystem, folders),
    ...metadataCalls(libSystem, folders, keptFlags),
    statListed: (folder, name, stat) => folders.fill(folder, name, stat),
    forgetListed: (folder) => folders.find(folder)?.listed?.clear(),
    ...accountCalls(libSystem, fromDarwin),
    ...xattrCalls(libSystem, folders),
    allowMoreHandles: () => allowMoreHandles(libSystem),
    lowerPriority: () => lowerPriority(libSystem),
    expectThreads() {},
    isRunning: (process) => isRunning(libSystem, process),
    setFetching: (fetches) => setFetching(libSystem, fetches),
    errorName: darwinErrorName,
    errorText(error) {
      const text = libSystem.c.strerror(toDarwin(error));
      return text === null ? "Unknown error" : Deno.UnsafePointerView.getCString(text);
    },
  };
}
