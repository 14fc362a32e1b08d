// Windows behind the common interface: the groups of calls put together, and what the system can do.

import { wordwise } from "../same_bytes.ts";
import {
  noAccountCalls,
  noConfinementCalls,
  noMountCalls,
  noStorageCalls,
  noThreadCalls,
  noWholeFileCalls,
  withoutWholeFiles,
} from "../absent.ts";
import { noCaseCalls } from "../posix/name_keys.ts";
import type { Abilities, Identity } from "../calls/abilities.ts";
import type { NativeFileSystem } from "../native_file_system.ts";
import { Calls } from "./calls.ts";
import { callName } from "./call_names.ts";
import { caseFolder } from "./case.ts";
import { CreatedFile } from "./created_file.ts";
import { dataCalls } from "./data.ts";
import { fileCalls } from "./files.ts";
import { FolderTable } from "./folder_table.ts";
import { folderCalls } from "./folders.ts";
import { fileSystemKind } from "./file_system_kind.ts";
import { copyByNameCalls } from "./copy_by_name.ts";
import { metadataCalls } from "./metadata.ts";
import { nameCalls } from "./names.ts";
import { windowsPaths } from "./paths.ts";
import { isRunning, lowerPriority } from "./process.ts";
import { fileSystemOf, roomOf } from "./volume_facts.ts";
import { xattrCalls } from "./security.ts";
import { ATTRIBUTE_NAMES, KEPT_ATTRIBUTES } from "./stat.ts";
import { VolumeTable } from "./volume_table.ts";

const ABILITIES: Abilities = {
  ...withoutWholeFiles,
  reflink: false,
  blockClone: true,
  copyFileRange: false,
  sendfile: false,
  unnamedFiles: false,
  xattrs: true,
  holes: true,
  hardLinks: true,
  exclusiveRename: true,
  renamesCase: true,
  reusesInodes: false, // file numbers include a sequence number
  owners: false,
  dropsCache: false,
  sharedHandles: true,
  tellsListingErrors: true,
  // An open folder can be renamed, but not over an empty folder.
  stableHandles: false,
  opensParents: false,
  attributes: true,
  freeAttributes: KEPT_ATTRIBUTES,
  allAttributes: KEPT_ATTRIBUTES,
  settableAttributes: KEPT_ATTRIBUTES,
  guardingAttributes: 0,
  earlyAttributes: 0,
  attributeNames: ATTRIBUTE_NAMES,
  streams: true,
  copyByName: true,
  listsMetadata: true,
  inheritsAcls: true,
  mountRootAttribute: 0, // a volume mounted in a folder is a reparse point, which is no folder here
  // All times here are whole ticks of 100 ns, so that they compare exactly.
  timeGranularityNs: 1,
  cannotKeep: [],
};

/** Owners are in security descriptors and are no numbers; as a number, all users are 0. */
const EVERYBODY: Identity = {
  uid: 0,
  gid: 0,
  groups: [0],
  canChown: false,
  canLabel: false,
  canSetCapabilities: false,
  canSetOthers: true,
  canSetGroupBits: true,
  canLock: false,
  umask: 0,
};

/** Opens Windows' calls for this thread; throws where FFI is denied. */
export function openWindows(): NativeFileSystem {
  const calls = new Calls();
  const folders = new FolderTable(calls);
  const volumes = new VolumeTable(calls, folders);
  const created = new CreatedFile();
  const foldCase = caseFolder(calls);
  return {
    platform: "windows",
    can: ABILITIES,
    identity: EVERYBODY,
    paths: windowsPaths(),
    ...folderCalls(calls, folders),
    ...fileCalls(calls, folders, volumes, created),
    ...noWholeFileCalls,
    setFetching(fetches) {
      calls.fetches = fetches;
    },
    ...dataCalls(calls, folders),
    ...wordwise,
    ...noStorageCalls,
    ...noThreadCalls,
    ...noConfinementCalls,
    fileSystemKind: (file) => fileSystemKind(calls, file),
    room: (file) => roomOf(calls, file),
    ...copyByNameCalls(calls, folders, volumes, created),
    ...noMountCalls,
    fileSystemOf: (folder) => fileSystemOf(calls, folder),
    ...nameCalls(calls, folders, created),
    ...metadataCalls(calls, folders, volumes),
    ...xattrCalls(calls),
    callName,
    nameKey: () => foldCase,
    ...noCaseCalls,
    ...noAccountCalls,
    errorName: (error) => calls.errors.name(error),
    errorText: (error) => calls.errors.text(error),
    allowMoreHandles: () => {}, // there is no such limit
    lowerPriority: () => lowerPriority(calls),
    expectThreads() {},
    isRunning: (process) => isRunning(calls, process),
  };
}
