// Files that the system copies whole (clonefile, CopyFileExW), to a temporary name.

import { EEXIST } from "../../../../ffi/errno.ts";
import type { CString } from "../../../../ffi/mod.ts";
import type { Entry } from "../../../entry/entry.ts";
import type { CopyContext } from "../../context.ts";
import { isAppendOnly } from "../../target/append_only.ts";
import { removeLeftover } from "../../target/remove_leftover.ts";
import { TARGET_KIND } from "../target_file.ts";
import type { TargetKind } from "./target_kind.ts";
import { commitRename, discardName, refuseTemporary } from "./temporary.ts";

/**
 * Opens a file that `make` copies whole to a temporary name. 0 or a negated errno.
 *
 * @param call what `make` calls
 * @param make a handle or a negated errno
 */
export function openMadeBySystem(
  ctx: CopyContext,
  { pair }: Entry,
  call: string,
  make: (name: CString) => number,
): number {
  const { fs, targetFile } = ctx;
  targetFile.reset(TARGET_KIND.madeBySystem);
  if (isAppendOnly(fs, pair.targetStat)) return refuseTemporary(ctx);
  const name = ctx.temporaryNames.next();
  targetFile.failedCall = call;
  const handle = make(name);
  if (handle >= 0) {
    targetFile.handle = handle;
    targetFile.name = name;
    fs.tryLock(handle); // tells a sweeping neighbour that the file is in use
    return 0;
  }
  // What the system could not finish, it removes; but it may have been kept from that. A name that
  // was taken is somebody else's.
  if (handle !== -EEXIST) removeLeftover(ctx, pair, name);
  return handle;
}

export const madeBySystem: TargetKind = { commit: commitRename, discard: discardName };
