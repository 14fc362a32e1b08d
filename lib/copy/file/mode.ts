// The mode of a file that is being copied. Until it has its owner, group and ACL nobody else may open it: the source may
// not let in the process's group, the folder's group or those whom the folder's ACL names.

import type { Entry } from "../../entry/entry.ts";
import { OTHERS, PRIVATE_MODE } from "../../preserve/private_mode.ts";
import { DEVICE } from "../../shared/device_memory.ts";
import type { CopyContext } from "../context.ts";
import { modeToMake } from "../metadata/new_mode.ts";
import { mayWriteInto } from "./target_file.ts";

/** The final mode of the file. */
export function modeInTheEnd(ctx: CopyContext, { pair, source, replaced }: Entry): number {
  return modeToMake(ctx, pair, source, replaced);
}

/**
 * The mode that the file is made with: the final one where that already admits nobody too many, which saves a call.
 */
export function modeAtFirst(ctx: CopyContext, entry: Entry): number {
  const mode = modeInTheEnd(ctx, entry) & 0o777;
  const isFinal = (mode & OTHERS) === 0 || isOutOfReach(ctx, entry) || isRightAtOnce(ctx, entry) ||
    ctx.limits.learn(entry.pair).has(DEVICE.losesModes); // it would stay private for good
  return isFinal ? mode : PRIVATE_MODE;
}

/** True if nobody else can reach the file: its folder is still private, or the folder alone grants access. */
function isOutOfReach({ fs }: CopyContext, { pair }: Entry): boolean {
  return pair.fresh || !fs.can.owners;
}

/** True if the file that will be opened has its owner, group and ACL from the start. */
function isRightAtOnce(ctx: CopyContext, entry: Entry): boolean {
  const { pair, xattrListBytes, replaces, target } = entry;
  if (xattrListBytes !== 0) return false;
  if (ctx.options.inplace && replaces && mayWriteInto(target)) {
    return hasOwnerOf(ctx, entry, target.uid, target.gid) && !hasXattrs(ctx, entry);
  }
  // An inherited ACL is removed, unless it stands for the mode.
  const keepsAcl = !pair.inherits || !ctx.keepsAcls;
  return pair.learned && keepsAcl &&
    hasOwnerOf(ctx, entry, pair.newFileUid, pair.newFileGid);
}

function hasOwnerOf(
  { policy }: CopyContext,
  { source }: Entry,
  uid: number,
  gid: number,
): boolean {
  return policy.uid(source, uid) === uid && policy.gid(source, gid) === gid;
}

/** True if the file that is written into has attributes, which may be an ACL. */
function hasXattrs({ fs }: CopyContext, { pair, targetName }: Entry): boolean {
  return fs.xattrListSizeAt(pair.target, targetName) !== 0;
}
