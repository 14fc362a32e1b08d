// The ACL of a file that is replaced. If modes are not kept, it stays like the mode: the ACL that the new file inherits
// would let in others than the old one did.

import { type CString, cString } from "../../../ffi/c_string.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { CopyContext } from "../context.ts";
import type { XattrHolder } from "./xattr_holder.ts";
import { ACCESS_ACL } from "./xattr_names.ts";
import type { Xattrs } from "./xattrs.ts";

const ACL = cString(ACCESS_ACL);
/** The largest value that Linux allows (linux/limits.h, XATTR_SIZE_MAX). */
const LARGEST_VALUE = 64 * 1024;

/**
 * The attributes of a new file: `wanted` with the ACL of the file that it replaces.
 *
 * @param name of the replaced file
 * @param made the new file's attributes
 */
export function withAclOf(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString,
  made: XattrHolder,
  wanted: Xattrs | null,
): Xattrs | null {
  if (ctx.keepsAcls || !ctx.fs.can.xattrs) return wanted;
  const value = new Uint8Array(LARGEST_VALUE);
  const length = ctx.fs.getXattrAt(pair.target, name, ACL, value);
  if (length > 0) return new Map([...wanted ?? [], [ACCESS_ACL, value.subarray(0, length)]]);
  if (pair.inherits) made.remove(ACL);
  return wanted;
}
