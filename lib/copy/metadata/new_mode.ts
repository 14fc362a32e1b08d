// The mode of a new entry. If modes are kept, it is the source's; else the mode that open(2) and mkdir(2) would give, or
// the mode of the entry that it replaces. New entries are made private and get this mode when owner, group and ACL are right, so
// the kernel's rules are applied here.

import { cString } from "../../../ffi/c_string.ts";
import { ERANGE } from "../../../ffi/errno.ts";
import type { FileStat } from "../../../ffi/mod.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import type { CopyContext } from "../context.ts";
import { modeOfAcl } from "./target_acl.ts";
import { DEFAULT_ACL } from "./xattr_names.ts";

const INHERITED_ACL = cString(DEFAULT_ACL);
/** The largest value that Linux allows (linux/limits.h, XATTR_SIZE_MAX). */
const LARGEST_VALUE = 64 * 1024;

const ALL = 0o777;
const S_ISUID = 0o4000;
const S_ISGID = 0o2000;

/**
 * The mode of a new entry in the pair's target folder, or of that folder itself.
 *
 * @param replaced the entry that it replaces, or null
 */
export function modeToMake(
  ctx: CopyContext,
  pair: FolderPair,
  source: FileStat,
  replaced: FileStat | null,
): number {
  const { policy, options } = ctx;
  if (options.keep.perms) return policy.modeOfNew(source, ALL);
  if (replaced !== null && replaced.type === source.type) return replaced.permissions;
  return policy.modeOfNew(source, grantedIn(ctx, pair));
}

/**
 * The mode of a file that stays or is replaced. If the old mode stays, setuid and setgid must not take effect for another
 * owner or group than they were set for.
 *
 * @param made the file that replaces it, or itself
 */
export function modeOfExisting(
  { policy, options }: CopyContext,
  source: FileStat,
  existing: FileStat,
  made: FileStat,
): number {
  const mode = policy.mode(source, existing);
  if (options.keep.perms || source.isFolder) return mode;
  const foreign = (policy.uid(source, made.uid) === existing.uid ? 0 : S_ISUID) |
    (policy.gid(source, made.gid) === existing.gid ? 0 : S_ISGID);
  return mode & ~foreign;
}

/** True if new entries of the folder inherit an ACL; a new file does not show one that only sets mode bits. */
export function handsDownAcl({ fs }: CopyContext, { target }: FolderPair): boolean {
  return fs.can.xattrs && fs.getXattr(target, INHERITED_ACL, new Uint8Array()) > 0;
}

/** The most permissions that a new entry of the target folder gets. */
function grantedIn(ctx: CopyContext, pair: FolderPair): number {
  if (pair.granted < 0) {
    pair.granted = grantedByAcl(ctx, pair) ?? ALL & ~ctx.fs.identity.umask;
  }
  return pair.granted;
}

function grantedByAcl({ fs }: CopyContext, { target }: FolderPair): number | null {
  if (!fs.can.xattrs) return null;
  let value = new Uint8Array(1024);
  let length = fs.getXattr(target, INHERITED_ACL, value);
  if (length === -ERANGE) {
    length = fs.getXattr(target, INHERITED_ACL, value = new Uint8Array(LARGEST_VALUE));
  }
  return length < 0 ? null : modeOfAcl(value.subarray(0, length));
}
