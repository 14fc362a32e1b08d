// Renaming what its own ACL forbids to rename ("everyone deny delete"): the ACL is taken away for the
// moment of the rename and given back by the open handle.

import { EACCES, EPERM } from "../../../ffi/errno.ts";
import { type CString, cString } from "../../../ffi/mod.ts";
import type { CopyContext } from "../context.ts";
import type { FolderPair } from "../../entry/folder_pair.ts";
import { readXattrs, writeXattrs, XattrPolicy, type Xattrs, xattrsOfHandle } from "./xattrs.ts";
import { targetOf } from "../../entry/subject.ts";

const NONE: Xattrs = new Map();

/**
 * Tries a rename again that was refused, without the ACL of the entry.
 *
 * @param error what the rename answered
 * @param name of the entry, or null for the folder itself
 * @returns what the last rename answered
 */
export function renameDespiteAcl(
  ctx: CopyContext,
  pair: FolderPair,
  name: CString | null,
  handle: number,
  error: number,
  rename: () => number,
): number {
  const { fs, options } = ctx;
  if (!fs.can.aclsForbidRenaming || (error !== -EACCES && error !== -EPERM)) return error;
  const aclsAlone = new XattrPolicy({ ...options.keep, xattrs: false, acls: true }, fs);
  const holder = xattrsOfHandle(fs, handle);
  const acls = readXattrs(holder, aclsAlone);
  if (typeof acls === "number" || acls.size === 0) return error;
  for (const acl of acls.keys()) holder.remove(cString(acl));
  const again = rename();
  for (const failure of writeXattrs(holder, acls, NONE).failures) {
    ctx.fail(targetOf(pair, name), "keep ACL of", failure.syscall, failure.error);
  }
  return again;
}
