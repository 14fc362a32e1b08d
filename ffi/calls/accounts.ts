// Names of users and groups.

import type { CString } from "../c_string.ts";

export interface AccountCalls {
  /** The number of the user of that name, -ENOENT if there is none, or another negated errno. */
  userId(name: CString): number;
  /** The same of a group. */
  groupId(name: CString): number;
  /** The name of a user, empty if it has none, or a negated errno. */
  userName(uid: number): string | number;
  /** The same of a group. */
  groupName(gid: number): string | number;
}
