// Names of the users and groups that own a source, for maps that are about names.

import type { AccountCalls, NativeFileSystem } from "../../ffi/mod.ts";
import { StoppedError } from "../errors.ts";
import type { NameOf } from "./id_map.ts";

/** What looks names up. */
type Calls = AccountCalls & Pick<NativeFileSystem, "errorName" | "errorText">;

/** Names of users and groups. */
export interface AccountNames {
  readonly userName: NameOf;
  readonly groupName: NameOf;
}

/** For maps that are about no names. */
export const NO_NAMES: AccountNames = { userName: () => "", groupName: () => "" };

/** A name that cannot be looked up ends the run: it would be mapped like none. */
export function accountNames(fs: Calls): AccountNames {
  const named = (name: string | number, whose: string) => {
    if (typeof name === "string") return name;
    const message = `cannot look up the name of ${whose}: ${fs.errorText(name)}`;
    throw new StoppedError(fs.errorName(name), message);
  };
  return {
    userName: (uid) => named(fs.userName(uid), `user ${uid}`),
    groupName: (gid) => named(fs.groupName(gid), `group ${gid}`),
  };
}
