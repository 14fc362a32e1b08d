// Whole files at once, by an open handle: what Darwin alone has, and what the other platforms answer.

import { EOPNOTSUPP } from "./errno.ts";
import type { Abilities } from "./calls/abilities.ts";
import type { WholeFileCalls } from "./calls/whole_files.ts";

/** Abilities of a platform without such calls. */
export const withoutWholeFiles = {
  cloneToName: false,
  copyContents: false,
  aclsForbidRenaming: false,
  lockingAttributes: 0,
  appendOnlyAttributes: 0,
} as const satisfies Partial<Abilities>;

/** Its answers. */
export const noWholeFileCalls: WholeFileCalls = {
  cloneToName: () => -EOPNOTSUPP,
  copyContents: () => -EOPNOTSUPP,
  setFetching() {}, // every file's contents are here, or come by themselves
};
