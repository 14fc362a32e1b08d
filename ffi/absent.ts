// The answers of platforms that lack a group of calls.

import { EOPNOTSUPP } from "./errno.ts";
import type { AccountCalls } from "./calls/accounts.ts";
import type { Abilities } from "./calls/abilities.ts";
import type { ConfinementCalls } from "./calls/confinement.ts";
import type { MountCalls } from "./calls/mounts.ts";
import type { StorageCalls } from "./calls/storage.ts";
import type { ThreadCalls } from "./calls/threads.ts";
import type { WholeFileCalls } from "./calls/whole_files.ts";

/** Of platforms that know nothing of file systems and their room. */
export const noStorageCalls: StorageCalls = {
  fileSystemKind: () => 0,
  storageTraits: () => ({
    reservingPays: false,
    smallFiles: "read_write",
    writersTakeTurns: false,
    mayLackLinks: false,
    mayShowOthers: null,
    casing: "told", // or `nameKey` says how
    sharesBlocks: null,
  }),
  hasStableInodes: () => false,
  longestName: () => 0,
  reserve: () => -EOPNOTSUPP,
  room: () => null,
  mayFillReserve: () => false,
  largestFile: () => 0,
  hasRoom: () => false,
};

/** Abilities of a platform without calls that copy a whole open file. */
export const withoutWholeFiles = {
  cloneToName: false,
  copyContents: false,
  aclsForbidRenaming: false,
  lockingAttributes: 0,
  appendOnlyAttributes: 0,
} as const satisfies Partial<Abilities>;

/** Their answers. */
export const noWholeFileCalls: WholeFileCalls = {
  cloneToName: () => -EOPNOTSUPP,
  copyContents: () => -EOPNOTSUPP,
  setFetching() {}, // every file's contents are here, or come by themselves
};

/** Of platforms on which users and groups are no numbers. */
export const noAccountCalls: AccountCalls = {
  userId: () => -EOPNOTSUPP,
  groupId: () => -EOPNOTSUPP,
  userName: () => "",
  groupName: () => "",
};

/** Of platforms on which no thread asks for another one. */
export const noThreadCalls: ThreadCalls = {
  threadId: () => 0,
  threadTimes: () => null,
  isTraced: () => false,
};

/** Of platforms that do not tell what confines a process. */
export const noConfinementCalls: ConfinementCalls = {
  confinement: () =>
    Promise.resolve({
      processors: null,
      processorQuota: null,
      seccomp: null,
      container: null,
      mapsUsers: false,
    }),
};

/** Of platforms on which a folder has one path only. */
export const noMountCalls: MountCalls = {
  mounts: () => [],
  placeOf: () => null,
  fileSystemOf: () => null,
};
