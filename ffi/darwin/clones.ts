// clonefile(2): makes a new file that shares its blocks with another one. It copies the metadata, clears setuid
// and setgid, and refuses a name that is taken.

import { EINVAL } from "../errno.ts";
import type { WholeFileCalls } from "../calls/whole_files.ts";
import * as k from "./constants.ts";
import type { FolderTable } from "./folder_table.ts";
import type { OpenLibSystem } from "./libsystem.ts";

export function cloneCalls(
  { c, failure }: OpenLibSystem,
  folders: FolderTable,
): Pick<WholeFileCalls, "cloneToName"> {
  /** False before macOS 13, where the flag fails with EINVAL and ACLs are copied without it. */
  let knowsAclFlag = true;

  return {
    cloneToName(source, folder, name, keepsOwner) {
      folders.forget(folder, name);
      const flags = k.CLONE_NOFOLLOW | (keepsOwner ? 0 : k.CLONE_NOOWNERCOPY);
      if (knowsAclFlag) {
        if (c.fclonefileat(source, folder, name, flags | k.CLONE_ACL) === 0) return 0;
        const error = failure();
        if (error !== -EINVAL) return error;
      }
      if (c.fclonefileat(source, folder, name, flags) !== 0) return failure();
      knowsAclFlag = false;
      return 0;
    },
  };
}
