// Files under their final name from the first byte on: with `--inplace`, unless they have other names, and in a
// folder that nobody can see before it gets its own name.

import { EINVAL } from "../../../../ffi/errno.ts";
import type { Entry } from "../../../entry/entry.ts";
import { OTHERS } from "../../../preserve/private_mode.ts";
import type { CopyContext } from "../../context.ts";
import { mayWriteInto, TARGET_KIND } from "../target_file.ts";
import { isResumable } from "./partial.ts";
import { NEXT_KIND, type TargetKind } from "./target_kind.ts";

/** Whether the target is to be written in place. */
export function staysInPlace({ options }: CopyContext, entry: Entry): boolean {
  const { pair, replaces, target } = entry;
  if (pair.staged !== null) return true;
  return options.inplace && pair.removeOld === null && (!replaces || mayWriteInto(target));
}

/** Opens it. 0, a negated errno or NEXT_KIND. */
export function openInPlace(ctx: CopyContext, entry: Entry, mode: number): number {
  const { fs, targetFile, checkStat } = ctx;
  const { pair, targetName, replaces } = entry;
  targetFile.reset(TARGET_KIND.inPlace);
  targetFile.failedCall = "openat";
  const handle = replaces
    ? fs.openForWriting(pair.target, targetName)
    : fs.createNamed(pair.target, targetName, mode);
  if (handle < 0) return handle;
  targetFile.handle = handle;
  if (!replaces) return 0;
  if (fs.statHandle(handle, checkStat) === 0 && mayWriteInto(checkStat)) {
    // Permissions that the new mode does not grant are removed before the first byte.
    const narrowed = checkStat.permissions & (mode | ~OTHERS);
    if (narrowed !== checkStat.permissions) fs.setMode(handle, narrowed);
    targetFile.hadContents = true;
    targetFile.oldBytes = checkStat.size;
    if (isResumable(ctx, entry)) targetFile.present = checkStat.size;
    return 0;
  }
  fs.close(handle); // it was swapped since it was looked at, or the listing had no link count
  return checkStat.isFile ? NEXT_KIND : -EINVAL;
}

export const inPlace: TargetKind = {
  commit: () => 0,

  discard({ fs, targetFile }, { pair, targetName }) {
    if (!targetFile.hadContents) fs.unlink(pair.target, targetName);
  },
};
